"""What breaks a rule of the house, told in one go."""


def listed(offences: list[str]) -> str:
    """Name every offence, however many."""
    return "\n".join(["", *offences])
