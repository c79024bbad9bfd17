"""Message templates: what a clinic may say outside the 24-hour window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject, bad_parameter

PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
NAME = re.compile(r"[a-z0-9_]{1,512}")
CATEGORIES = ("AUTHENTICATION", "MARKETING", "UTILITY")
STATUSES = ("APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED")
QUALITIES = ("GREEN", "YELLOW", "RED", "UNKNOWN")
UNFIT = re.compile(r"[\n\r\t]| {5}")
HEADER_CHARS, BODY_CHARS = 60, 1024
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Template:
    """Hold one template in one language; a new one is approved at once here, and what Meta may do later is wished."""

    id: str
    waba_id: str
    name: str
    language: str
    category: str
    components: list[JsonObject]
    status: str = "APPROVED"
    quality: str = "UNKNOWN"
    previous_category: str | None = None

    def as_listed(self) -> JsonObject:
        """Describe the template as `GET /{waba_id}/message_templates` does."""
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "quality_score": {"score": self.quality},
            "components": self.components,
            **({"previous_category": self.previous_category} if self.previous_category else {}),
        }

    def changed(self, wish: JsonObject) -> Template:
        """Apply what Meta decides: `status`, `category`, `quality`. Raises ValueError naming what is wrong."""
        for name, known in (("status", STATUSES), ("category", CATEGORIES), ("quality", QUALITIES)):
            if wish.get(name) not in (None, *known):
                raise ValueError(f"{name} must be one of {', '.join(known)}")
        category = str(wish.get("category") or self.category)
        return replace(
            self,
            status=str(wish.get("status") or self.status),
            quality=str(wish.get("quality") or self.quality),
            category=category,
            previous_category=self.previous_category if category == self.category else self.category,
        )

    def notices_of(self, before: Template) -> list[tuple[str, JsonObject]]:
        """Say what Meta tells of a change: the webhook's field and value of each."""
        about = {
            "message_template_id": int(self.id),
            "message_template_name": self.name,
            "message_template_language": self.language,
        }
        told: list[tuple[str, JsonObject]] = []
        if self.status != before.status:
            status = {"event": self.status, **about, "reason": "NONE", "message_template_category": self.category}
            told.append(("message_template_status_update", status))
        if self.category != before.category:
            category = {**about, "previous_category": before.category, "new_category": self.category}
            told.append(("template_category_update", category))
        if self.quality != before.quality:
            quality = {"previous_quality_score": before.quality, "new_quality_score": self.quality, **about}
            told.append(("message_template_quality_update", quality))
        return told


@dataclass(slots=True)
class Templates:
    """Keep the templates of all accounts."""

    known: list[Template] = field(default_factory=list)

    def add(self, template_id: str, waba_id: str, wish: JsonObject) -> Template:
        """Approve a template from the body of a POST; raises GraphRefusal when it is not well formed."""
        name, language, components = wish.get("name"), wish.get("language"), wish.get("components")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise bad_parameter("Param name must be lower-case letters, digits and underscores.")
        if not isinstance(language, str) or wish.get("category") not in CATEGORIES:
            raise bad_parameter(f"Params language and category ({', '.join(CATEGORIES)}) are required.")
        if not isinstance(components, list) or not all(isinstance(each, dict) for each in components):
            raise bad_parameter("Param components must be an array of objects.")
        if self.find(waba_id, name, language) is not None:
            raise GraphRefusal(100, "(#100) Content in this language already exists", subcode=2388024)
        template = Template(template_id, waba_id, name, language, str(wish["category"]), components)
        self.known.append(template)
        return template

    def find(self, waba_id: str, name: str, language: str) -> Template | None:
        """Find an account's template by name and language."""
        wanted = (waba_id, name, language)
        return next((each for each in self.known if (each.waba_id, each.name, each.language) == wanted), None)

    def page(self, waba_id: str, *, name: str | None, limit: int, after: str | None) -> tuple[list[Template], bool]:
        """Return up to `limit` of an account's templates behind the one of id `after`, and whether more follow."""
        known = [each for each in self.known if each.waba_id == waba_id and name in (None, each.name)]
        start = next((place + 1 for place, each in enumerate(known) if each.id == after), 0)
        end = start + max(1, min(limit, LARGEST_PAGE))
        return known[start:end], end < len(known)

    def change(self, waba_id: str, wish: JsonObject) -> tuple[Template, Template]:
        """Change a template as Meta would; returns it as it was and as it is. Raises ValueError."""
        found = self.find(waba_id, str(wish.get("name")), str(wish.get("language")))
        if found is None:
            raise ValueError("name and language must be those of a template of this account")
        changed = found.changed(wish)
        self.known[self.known.index(found)] = changed
        return found, changed

    def remove(self, waba_id: str, name: str) -> bool:
        """Delete a template in all its languages; False when there is none."""
        kept = [each for each in self.known if (each.waba_id, each.name) != (waba_id, name)]
        was_there = len(kept) < len(self.known)
        self.known = kept
        return was_there

    def fill(self, waba_id: str, template: JsonObject) -> JsonObject:
        """Turn a `template` message into what the patient reads.

        Raises GraphRefusal: 132001 no such template, or none that is approved; 132015 paused; 132016 disabled; 132000
        wrong number of parameters; 132012 one that is no text; 132018 one with line breaks, tabs or many spaces; 132005
        too long once filled in.
        """
        name, language = template["name"], template["language"]["code"]
        found = self.find(waba_id, name, language)
        if found is None:
            raise GraphRefusal(132001, details=f"template name ({name}) does not exist in {language}")
        if found.status != "APPROVED":
            code = {"PAUSED": 132015, "DISABLED": 132016}.get(found.status, 132001)
            raise GraphRefusal(code, details=f"template name ({name}) in {language} is {found.status.lower()}")
        given = [each for each in template.get("components", []) if isinstance(each, dict)]
        filled: JsonObject = {"name": name, "language": language, "category": found.category}
        for part in ("header", "body", "footer"):
            text = _component(found.components, part).get("text")
            if isinstance(text, str):
                filled[part] = _with_parameters(text, _component(given, part).get("parameters", []), part)
                if len(filled[part]) > (HEADER_CHARS if part == "header" else BODY_CHARS):
                    raise GraphRefusal(132005, details=f"{part}: the text is too long once translated")
        filled["buttons"] = _buttons(found, given)
        return filled

    def as_json(self) -> list[JsonObject]:
        """Write what has to outlive a restart."""
        return [asdict(each) for each in self.known]

    def restore(self, stored: Sequence[JsonObject]) -> None:
        """Take up what `as_json` wrote."""
        self.known = [Template(**each) for each in stored]


def _component(components: Sequence[JsonObject], kind: str) -> JsonObject:
    return next((each for each in components if str(each.get("type", "")).lower() == kind), {})


def _with_parameters(text: str, parameters: Sequence[JsonObject], part: str) -> str:
    names = list(dict.fromkeys(PLACEHOLDER.findall(text)))
    if len(names) != len(parameters):
        details = f"{part}: number of localizable_params ({len(parameters)}) does not match the expected number"
        raise GraphRefusal(132000, details=f"{details} of params ({len(names)})")
    for each in parameters:
        if each.get("type") not in ("text", "currency", "date_time"):
            raise GraphRefusal(132012, details=f"{part}: parameter type {each.get('type')} is not text")
        if UNFIT.search(_value_of(each)) or not _value_of(each).strip():
            said = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
            raise GraphRefusal(132018, details=said)
    by_name = {each.get("parameter_name", name): each for name, each in zip(names, parameters, strict=True)}
    return PLACEHOLDER.sub(lambda found: _value_of(by_name.get(found[1], {})), text)


def _value_of(parameter: JsonObject) -> str:
    inner = parameter.get(str(parameter.get("type")))
    return str(inner.get("fallback_value", "")) if isinstance(inner, dict) else str(inner or "")


def _buttons(template: Template, given: Sequence[JsonObject]) -> list[JsonObject]:
    payloads = {
        str(each.get("index")): each["parameters"][0].get("payload")
        for each in given
        if each.get("sub_type") == "quick_reply" and each.get("parameters")
    }
    buttons = _component(template.components, "buttons").get("buttons", [])
    return [
        {"title": str(button.get("text", "")), "id": payloads.get(str(place)) or str(button.get("text", ""))}
        for place, button in enumerate(buttons)
        if button.get("type") == "QUICK_REPLY"
    ]
