"""`secret:env:NAME`: another variable, for what a platform sets under a name of its own."""

from collections.abc import Mapping

from chatbookr_sdk import Secret, Setting


class Environment:
    """The process's variables."""

    settings: tuple[Setting, ...] = ()

    def read(self, path: str, field: str, environment: Mapping[str, str]) -> Secret:
        """Return a variable's value. Raises LookupError."""
        if not environment.get(path):
            raise LookupError(path)
        return Secret(environment[path])


store = Environment()
