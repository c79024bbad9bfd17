"""Hold a request against the discovery document: every parameter and every body field has to be one Google knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from chatbookr_sandbox.google.discovery import Method, document
from chatbookr_sandbox.google.refusals import GoogleRefusal, bad_request, invalid_parameter, required
from chatbookr_sandbox.google.times import date_from, date_time_from, instant_from

SYSTEM_PARAMETERS = frozenset({"access_token", "callback", "$.xgafv", "uploadType"})
"""Parameters of every Google API which the discovery document leaves out."""

Value = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class Parameters:
    """A request's query, checked and typed."""

    values: Mapping[str, Value]

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def texts(self, name: str) -> list[str]:
        value = self.values.get(name)
        return value if isinstance(value, list) else []

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def number(self, name: str, *, default: int) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def instant(self, name: str) -> datetime | None:
        text = self.text(name)
        return None if text is None else instant_from(text)


def parameters_from(method: Method, query: Sequence[tuple[str, str]]) -> Parameters:
    """Check and type a query. Raises GoogleRefusal (400) for a name or a value that Google does not take."""
    values: dict[str, Value] = {}
    for name, text in query:
        if name in SYSTEM_PARAMETERS:
            continue
        declared = method.parameters.get(name)
        if declared is None or declared["location"] != "query":
            raise invalid_parameter(name, f"Unknown parameter: '{name}'.")
        value = _typed(name, text, declared)
        known = values.get(name)
        if declared.get("repeated"):
            values[name] = [*(known if isinstance(known, list) else []), text]
        else:
            values[name] = value
    return Parameters(values)


def _typed(name: str, text: str, declared: Mapping[str, Any]) -> str | int | bool:
    match declared["type"]:
        case "boolean":
            if text.lower() not in ("true", "false"):
                raise invalid_parameter(name, f"Invalid boolean value: '{text}'.")
            return text.lower() == "true"
        case "integer":
            return _whole_number(name, text, declared)
    if "enum" in declared and text not in declared["enum"]:
        allowed = ", ".join(declared["enum"])
        raise invalid_parameter(name, f"Invalid string value: '{text}'. Allowed values: [{allowed}]")
    if declared.get("format") == "date-time":
        try:
            instant_from(text)
        except ValueError:
            raise bad_request() from None
    return text


def _whole_number(name: str, text: str, declared: Mapping[str, Any]) -> int:
    try:
        number = int(text)
    except ValueError:
        raise invalid_parameter(name, f"Invalid integer value: '{text}'.") from None
    low, high = int(declared.get("minimum", -(2**31))), int(declared.get("maximum", 2**31 - 1))
    if not low <= number <= high:
        raise invalid_parameter(name, f"Invalid value '{text}'. Values must be within the range: [{low}, {high}]")
    return number


def check_body(method: Method, body: object) -> dict[str, Any]:
    """Check a body against the method's schema, and return it. Raises GoogleRefusal (400) in Google's words."""
    if method.request_schema is None:
        return {}
    if body is None:
        raise required("Required") if method.http_method == "POST" else bad_request()
    for error in sorted(validator_for(method.request_schema).iter_errors(body), key=lambda error: list(error.path)):
        raise _body_refusal(error, method.request_schema)
    if not isinstance(body, dict):
        raise bad_request()
    return body


def _body_refusal(error: ValidationError, schema: str) -> GoogleRefusal:
    place = ".".join(str(part) for part in (schema[0].lower() + schema[1:], *error.absolute_path))
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
        unknown = next((name for name in error.instance if name not in known), "")
        complaint = f"Unknown name \"{unknown}\" at '{place}': Cannot find field."
    else:
        complaint = f"Invalid value at '{place}', {error.message}"
    return bad_request(f"Invalid JSON payload received. {complaint}", reason="parseError")


@cache
def validator_for(schema: str) -> Draft202012Validator:
    """Return what holds a JSON value against a schema of the discovery document (`Event`)."""
    definitions = {name: _json_schema(entry) for name, entry in document()["schemas"].items()}
    formats = FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(_is_date)
    formats.checks("date-time", raises=ValueError)(_is_date_time)
    return Draft202012Validator({"$ref": f"#/$defs/{schema}", "$defs": definitions}, format_checker=formats)


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date_from(value))


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(date_time_from(value))


def _json_schema(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a schema of the discovery dialect (JSON Schema draft 3 with Google's formats) into draft 2020-12.

    A null is everywhere allowed: it stands for a field that is left out, or taken away by PATCH.
    """
    if "$ref" in entry:
        return {"$ref": f"#/$defs/{entry['$ref']}"}
    kind, form = entry.get("type", "object"), entry.get("format")
    if kind == "object":
        return _object_schema(entry)
    if kind == "any":
        return {}
    if kind == "array":
        return {"type": ["array", "null"], "items": _json_schema(entry["items"])}
    if form in ("int64", "uint64"):
        return {"type": ["string", "integer", "null"], "pattern": r"^-?\d{1,19}$"}
    if form in ("int32", "uint32"):
        return {"type": ["integer", "null"], "minimum": -(2**31), "maximum": 2**32 - 1}
    return {"type": [kind, "null"], **({"format": form} if form in ("date", "date-time") else {})}


def _object_schema(entry: Mapping[str, Any]) -> dict[str, Any]:
    extra = entry.get("additionalProperties")
    return {
        "type": ["object", "null"],
        "properties": {name: _json_schema(part) for name, part in entry.get("properties", {}).items()},
        "additionalProperties": _json_schema(extra) if isinstance(extra, Mapping) else False,
    }
