"""Message templates: what a clinic may say outside the 24-hour window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject, bad_parameter

PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
NAME = re.compile(r"[a-z0-9_]{1,512}")
CATEGORIES = ("AUTHENTICATION", "MARKETING", "UTILITY")


@dataclass(frozen=True, slots=True)
class Template:
    """Hold one template in one language; every template is approved at once here."""

    id: str
    waba_id: str
    name: str
    language: str
    category: str
    components: list[JsonObject]

    def as_listed(self) -> JsonObject:
        """Describe the template as `GET /{waba_id}/message_templates` does."""
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": "APPROVED",
            "components": self.components,
        }


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

    def remove(self, waba_id: str, name: str) -> bool:
        """Delete a template in all its languages; False when there is none."""
        kept = [each for each in self.known if (each.waba_id, each.name) != (waba_id, name)]
        was_there = len(kept) < len(self.known)
        self.known = kept
        return was_there

    def fill(self, waba_id: str, template: JsonObject) -> JsonObject:
        """Turn a `template` message into what the patient reads.

        Raises GraphRefusal 132001 (no such template) or 132000 (wrong number of parameters).
        """
        name, language = template["name"], template["language"]["code"]
        found = self.find(waba_id, name, language)
        if found is None:
            raise GraphRefusal(132001, details=f"template name ({name}) does not exist in {language}")
        given = [each for each in template.get("components", []) if isinstance(each, dict)]
        filled: JsonObject = {"name": name, "language": language, "category": found.category}
        for part in ("header", "body", "footer"):
            text = _component(found.components, part).get("text")
            if isinstance(text, str):
                filled[part] = _with_parameters(text, _component(given, part).get("parameters", []), part)
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
