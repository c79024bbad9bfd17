"""Writes down which rows have all the words that are sought, as conditions of their lists."""

from collections.abc import Sequence

from chatbookr_core.conditions import Conditions
from chatbookr_core.search.tokens import Sought, Subject


def found_in(conditions: Conditions, subject: Subject, wanted: Sought | None) -> Conditions:
    """Leave the messages, or patients, that have all the words; None seeks nothing."""
    if wanted is None:
        return conditions
    listed = _having(subject, len(conditions.values) + 1, len(wanted.tokens))
    return conditions.numbered(
        " AND ".join(f"{subject}.id IN ({one})" for one in listed), wanted.clinic_id, *wanted.tokens
    )


def said_in(conditions: Conditions, wanted: Sought | None) -> Conditions:
    """Leave the conversations in which one message has all the words; None seeks nothing."""
    if wanted is None:
        return conditions
    at = len(conditions.values) + 1
    having = " AND ".join(f"said.id IN ({one})" for one in _having("message", at, len(wanted.tokens)))
    return conditions.numbered(
        f"conversation.id IN (SELECT said.conversation_id FROM message AS said"  # noqa: S608  # own names, placeholders
        f" WHERE said.clinic_id = ${at} AND {having})",
        wanted.clinic_id,
        *wanted.tokens,
    )


def _having(subject: Subject, at: int, count: int) -> Sequence[str]:
    """Write a SELECT for each token; `$at` is the clinic, the tokens follow."""
    return [
        f"SELECT {subject}_id FROM {subject}_token WHERE clinic_id = ${at} AND token = ${at + 1 + place}"  # noqa: S608  # likewise
        for place in range(count)
    ]
