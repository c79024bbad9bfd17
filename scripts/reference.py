"""Write the reference pages that repeat what the code says: settings, errors, permissions, the SDK (--check compares).

A page's first words are in `reference_words.py`; its tables come from the source: neither drifts from the other.
"""

import argparse
import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import get_args

import audit_actions
import security_proofs
from graphql import build_schema, is_enum_type
from reference_words import (
    COORDINATES,
    ERRORS,
    FIELD_ERRORS,
    FURTHER_SETTINGS,
    MUTATION_ERRORS,
    NODES,
    PERMISSIONS,
    SDK,
    SETTINGS,
    UNTOLD_FIELDS,
)

import chatbookr_sdk
from chatbookr_api.errors import STATUS
from chatbookr_core import errors, settings
from chatbookr_core.channels.registry import CALENDAR_GROUP, MESSAGING_GROUP, variable_name
from chatbookr_core.residency.register import as_markdown, entries_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role
from chatbookr_schema import codes
from chatbookr_schema.build import schema_of
from chatbookr_schema.completeness import coordinates_of
from chatbookr_schema.errors import CODES, MASKED
from chatbookr_schema.field import Authenticated, DataClass, Guard, Needs, OfProof, Policy, Public, Surface
from chatbookr_schema.roots import KINDS
from chatbookr_sdk import (
    Manifest,
    calendar,
    context,
    following,
    keyed,
    keys,
    manifest,
    media,
    messaging,
    received,
    secrets,
)
from chatbookr_sdk import errors as consequences

ROOT = Path(__file__).parent.parent
HOME = settings.Settings().region
GENERATED = "<!-- Written by scripts/reference.py from the source; change it there. -->"


def fields_of(cls: type) -> Iterator[tuple[str, str]]:
    """Return a dataclass's fields, each with the string that stands under it ("" where none does)."""
    body = next(node for node in ast.walk(ast.parse(inspect.getsource(cls))) if isinstance(node, ast.ClassDef)).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            is_told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            yield node.target.id, ast.literal_eval(after.value) if is_told and isinstance(after, ast.Expr) else ""


def variables() -> dict[str, str]:
    """Map each field of Settings to its environment variable, as `unchecked_from` and what it calls read it."""
    sources = (inspect.getsource(one) for one in (settings.unchecked_from, settings._guards_from, settings._texts_from))
    calls = [node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    built = [one for one in calls if isinstance(one.func, ast.Name) and one.func.id in ("Settings", "replace")]
    found = {}
    for keyword in (keyword for one in built for keyword in one.keywords):
        names = [n.value for n in ast.walk(keyword.value) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        names = [name for name in names if name.isupper()]
        if keyword.arg and names:
            found[keyword.arg] = settings.PREFIX + names[0]
    return found


def shown(value: object) -> str:
    """Write a default as one would set it."""
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    if isinstance(value, tuple):
        value = ",".join(map(str, value))
    return f"`{value}`" if value is not None and str(value) else "none"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def settings_page() -> str:
    default, names = settings.Settings(), variables()
    told = dict(fields_of(settings.Settings))
    rows = [
        (f"`{name}`", shown(getattr(default, field)), told[field] or UNTOLD_FIELDS[field])
        for field, name in names.items()
    ]
    parts = [SETTINGS, "\n## The host\n", table(("variable", "default", "meaning"), rows)]
    parts += ["\n## Key services\nOf the one that CHATBOOKR_KEY_PROVIDER names (docs/how-to/keys.md).\n"]
    parts += [service_table("chatbookr.keys", "KEYS")]
    parts += ["\n## Secret stores\nWhere references, `secret:STORE:PATH#FIELD`, are read (docs/how-to/secrets.md).\n"]
    parts += [service_table("chatbookr.secrets", "SECRETS")]
    for plugin in installed_manifests():
        parts += [f"\n## {plugin.title}\n", plugin_table(plugin)]
    return "".join([*parts, FURTHER_SETTINGS])


def installed_manifests() -> list[Manifest]:
    """Return the manifests of the plugins that come with this repository, by name."""
    from importlib.metadata import entry_points

    points = [point for group in (MESSAGING_GROUP, CALENDAR_GROUP) for point in entry_points(group=group)]
    ours = [point for point in points if point.dist and (ROOT / "plugins" / point.name).is_dir()]
    return [point.load().manifest for point in sorted(ours, key=lambda point: point.name)]


def service_table(group: str, word: str) -> str:
    """List the settings of this distribution's services of an entry point group."""
    from importlib.metadata import entry_points

    points = sorted(entry_points(group=group), key=lambda point: point.name)
    rows = []
    for point in points:
        if point.dist and point.dist.name == "chatbookr":
            for setting in point.load().settings:
                name = f"{settings.PREFIX}{word}_{point.name}_{setting.name}".upper().replace("-", "_")
                default = f"`{setting.default}`" if setting.default else "required" if setting.required else "none"
                rows.append((f"`{name}`", default, f"{setting.title}."))
    return table(("variable", "default", "what for"), rows)


def plugin_table(plugin: Manifest) -> str:
    rows = []
    for setting in plugin.settings:
        default = shown(setting.default) if setting.default else ("required" if setting.required else "none")
        words = f"{setting.title}{' (secret)' if setting.kind == 'secret' else ''}. {setting.help}".strip()
        rows.append((f"`{variable_name(plugin.name, setting)}`", default, words))
    return table(("variable", "default", "meaning"), rows)


def error_classes(
    root: type[errors.ChatbookrError], depth: int = 0
) -> Iterator[tuple[type[errors.ChatbookrError], int]]:
    """Return the error tree, parents before children, in the order of the source."""
    yield root, depth
    for child in sorted(root.__subclasses__(), key=lambda cls: (cls.__module__, inspect.getsourcelines(cls)[1])):
        if child.__module__.endswith(".errors"):
            yield from error_classes(child, depth + 1)


def errors_page() -> str:
    refused = ((f"`{code}`", str(one.status), one.meaning, one.advice) for code, one in codes.REQUEST_ERRORS.items())
    changes = ((f"`{code}`", meaning, codes.advice_for_change(code)) for code, meaning in mutation_codes())
    return "".join(
        (
            ERRORS,
            table(("code", "status", "meaning", "what to do"), refused),
            FIELD_ERRORS,
            table(
                ("code", "status", "meaning", "what to do"), (field_error(cls, depth) for cls, depth in error_tree())
            ),
            MUTATION_ERRORS,
            table(("code", "meaning", "what to do"), changes),
        )
    )


def error_tree() -> list[tuple[type[errors.ChatbookrError], int]]:
    """Return core's errors that clients see, as they are indented: the root stands beside its children."""
    tree = [(cls, max(depth - 1, 0)) for cls, depth in error_classes(errors.ChatbookrError)]
    return [(cls, depth) for cls, depth in tree if cls is errors.ChatbookrError or CODES[cls] != MASKED]


def field_error(cls: type[errors.ChatbookrError], depth: int) -> tuple[str, str, str, str]:
    """Describe one class of core's errors."""
    words = "Anything unexpected." if cls is errors.ChatbookrError else first_line(cls)
    return (
        f"{'&nbsp;&nbsp;' * depth}`{CODES[cls]}`",
        str(status_for(cls)),
        words,
        codes.FIELD_ADVICE[CODES[cls]],
    )


def mutation_codes() -> list[tuple[str, str]]:
    """Return every value of the schema's *ErrorCode enumerations, with what it means."""
    schema = build_schema((ROOT / "schema" / "schema.graphql").read_text())
    kinds = [kind for name, kind in schema.type_map.items() if name.endswith("ErrorCode")]
    values = {name: value for kind in kinds if is_enum_type(kind) for name, value in kind.values.items()}
    return [(name, value.description or "") for name, value in sorted(values.items())]


def status_for(cls: type[errors.ChatbookrError]) -> int:
    """Return the HTTP status of a class of errors, as the edge looks it up."""
    return next(STATUS[kind] for kind in cls.__mro__ if kind in STATUS)


def first_line(thing: object) -> str:
    """Return the first line of a docstring of its own ("" for one a dataclass made up)."""
    text = inspect.getdoc(thing) or ""
    is_made_up = inspect.isclass(thing) and text.startswith(f"{thing.__name__}(")
    return "" if is_made_up else text.split("\n")[0]


def permissions_page() -> str:
    built_in = [role for role in Role if role is not Role.CUSTOM]
    rows = [
        (f"`{permission}`", *("yes" if permission in ROLE_PERMISSIONS[role] else "" for role in built_in))
        for permission in Permission
    ]
    roles = table(("permission", *built_in), rows)
    nodes = [(f"`{name}`", f"`{kind.needs.value}`") for name, kind in sorted(KINDS.items())]
    parts = [PERMISSIONS, "\n", roles, NODES, table(("type", "needs"), nodes), COORDINATES]
    return "".join((*parts, table(("element", "surface", "needs", "data", "cost"), coordinate_rows())))


def coordinate_rows() -> list[tuple[str, ...]]:
    """Describe everything that has a policy on one of the surfaces, and on which."""
    found: dict[str, Guard] = {}
    stands: dict[str, list[str]] = {}
    for surface in get_args(Surface):
        for one in coordinates_of(schema_of(surface)._schema):
            found[one.name] = one.guard
            stands.setdefault(one.name, []).append(surface)
    return [
        (
            f"`{name}`",
            "both" if len(stands[name]) > 1 else stands[name][0],
            needed(guard.policy),
            "" if guard.data is DataClass.NONE else guard.data.value,
            str(guard.cost or ""),
        )
        for name, guard in sorted(found.items())
    ]


def needed(policy: Policy) -> str:
    """Say in a few words whom a policy lets pass."""
    if isinstance(policy, Needs):
        return f"`{policy.permission.value}`"
    said = {Public: "nothing", OfProof: "the proof it takes", Authenticated: "somebody logged in, or a key"}
    return said.get(type(policy), "what leads to it")


def sdk_page() -> str:
    parts = [SDK, f"\nThis is contract {chatbookr_sdk.CONTRACT} (`CONTRACT`).\n"]
    places: list[tuple[str, ModuleType]] = [
        ("A plugin describes itself", manifest), ("What the host lends", context),
        ("What arrives through a messaging channel", received), ("Messaging channels", messaging),
        ("Templates", chatbookr_sdk.templates), ("Health", chatbookr_sdk.health), ("Files", media),
        ("Calendars", calendar), ("Calendars that are followed", following), ("Key services", keys),
        ("Signatures", keyed), ("Secret stores", secrets), ("What a plugin raises", consequences)]  # fmt: skip
    for title, module in places:
        names = [name for name in vars(module) if name in chatbookr_sdk.__all__ and defined_in(module, name)]
        parts += [f"\n## {title}\n{first_line(module)}\n\n", *(entry(name, vars(module)[name]) for name in names)]
    return "".join(parts)


def defined_in(module: ModuleType, name: str) -> bool:
    """Tell whether a name is the module's own; unions have no home, so the one that writes it first counts."""
    return getattr(vars(module)[name], "__module__", module.__name__) in (module.__name__, "types", "typing")


def entry(name: str, thing: object) -> str:
    """Describe one name: a class by its first line and members, a union by its parts."""
    if not inspect.isclass(thing):
        parts = ", ".join(f"`{getattr(part, '__name__', part)}`" for part in getattr(thing, "__args__", ()))
        return f"- **`{name}`** is one of {parts}.\n"
    words = first_line(thing)
    members = [field for field, _ in fields_of(thing)] or list(members_of(thing))
    tail = f" ({', '.join(f'`{member}`' for member in members)})" if members else ""
    return f"- **`{name}`** {words}{tail}\n".replace("**  (", "** (")


def members_of(cls: type) -> Iterator[str]:
    """Return an enumeration's values, or a class's public properties and methods."""
    if issubclass(cls, StrEnum):
        yield from (member.value for member in cls)
        return
    for name, member in vars(cls).items():
        if not name.startswith("_") and (callable(member) or isinstance(member, property)):
            yield name if isinstance(member, property) else f"{name}()"


PAGES = {
    "docs/reference/audit-actions.md": lambda: audit_actions.page(table),
    "docs/reference/subprocessors.md": lambda: as_markdown(entries_of(installed_manifests(), HOME), HOME),
    "docs/reference/settings.md": settings_page,
    "docs/reference/errors.md": errors_page,
    "docs/reference/permissions.md": permissions_page,
    "docs/plugins/sdk.md": sdk_page,
    **security_proofs.PAGES,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is stale")
    is_check = parser.parse_args().check
    stale = []
    for place, page in PAGES.items():
        title, _, rest = page().partition("\n")
        text = f"{title}\n{GENERATED}\n{rest.rstrip()}\n"
        path = ROOT / place
        if not path.exists() or path.read_text() != text:
            stale.append(place)
            if not is_check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    sys.stdout.writelines(
        f"{place} {'is stale: run scripts/reference.py' if is_check else 'written'}\n" for place in stale
    )
    return 1 if stale and is_check else 0


if __name__ == "__main__":
    sys.exit(main())
