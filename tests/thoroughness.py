"""How often a property is tried: as often as its test says, or a tenth of that in the brief runs of `make unit`."""

from typing import Any

from hypothesis import settings

BRIEF = "brief"
_is_brief = settings.get_current_profile_name() == BRIEF  # pytest has read its options before it imports a test


def tries(count: int) -> int:
    """Give the number of examples to try where a thorough run tries `count`."""
    return max(1, count // 10) if _is_brief else count


def examples(count: int, **others: Any) -> settings:
    """Have Hypothesis try so many examples, with the rest of its settings as they are or as given."""
    return settings(max_examples=tries(count), **others)
