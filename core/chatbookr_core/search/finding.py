"""Writes down which rows have all the words that are sought, as conditions of their lists."""

from collections.abc import Sequence
from itertools import chain, count

from chatbookr_core.conditions import Conditions
from chatbookr_core.search.tokens import Sought, Subject


def found_in(conditions: Conditions, subject: Subject, wanted: Sought | None) -> Conditions:
    """Leave the messages, or patients, that have all the words; None seeks nothing."""
    if wanted is None:
        return conditions
    listed = _having(subject, len(conditions.values) + 1, wanted)
    return conditions.numbered(
        " AND ".join(f"{subject}.id IN ({one})" for one in listed), wanted.clinic_id, *chain(*wanted.tokens)
    )


def said_in(conditions: Conditions, wanted: Sought | None) -> Conditions:
    """Leave the conversations in which one message has all the words; None seeks nothing."""
    if wanted is None:
        return conditions
    at = len(conditions.values) + 1
    having = " AND ".join(f"said.id IN ({one})" for one in _having("message", at, wanted))
    return conditions.numbered(
        f"conversation.id IN (SELECT said.conversation_id FROM message AS said"  # noqa: S608  # own names, placeholders
        f" WHERE said.clinic_id = ${at} AND {having})",
        wanted.clinic_id,
        *chain(*wanted.tokens),
    )


def _having(subject: Subject, at: int, wanted: Sought) -> Sequence[str]:
    """Write a SELECT for each word, however it is spelt; `$at` is the clinic, the tokens follow."""
    places = count(at + 1)
    listed = (", ".join(f"${next(places)}" for _ in spellings) for spellings in wanted.tokens)
    return [
        f"SELECT {subject}_id FROM {subject}_token WHERE clinic_id = ${at} AND token IN ({one})"  # noqa: S608  # likewise
        for one in listed
    ]
