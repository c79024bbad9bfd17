"""How names are written on either side of the API."""


def camel(name: str) -> str:
    """Write a Python name as the schema does."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
