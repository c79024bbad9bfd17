"""Knows a word with a slip of the thumb in it: a letter wrong, missing or too many, or two that changed places."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from chatbookr_core.dialogue.words import bare, says

SHORTEST: Final = 5
"""Letters of a word that is known in spite of a slip; of one that has one less, two may have changed places."""
_FEW_WORDS: Final = 3
_LONG: Final = 9


def is_slip_of(typed: str, word: str) -> bool:
    """Tell whether a word was meant by what was typed: it is that word, or one slip away from it."""
    if typed == word:
        return True
    if len(word) < SHORTEST - 1 or abs(len(typed) - len(word)) > 1:
        return False
    start = _alike(typed, word)
    left, right = typed[start:], word[start:]
    end = _alike(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    is_swapped = len(left) == 2 and left == right[::-1]
    return is_swapped or (max(len(left), len(right)) == 1 and len(word) >= SHORTEST)


def _alike(one: str, other: str) -> int:
    """Count the letters by which two words begin alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


class SlipIndex:
    """Words that are found by what was typed without a look at each: words a slip apart have a part in common."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_part: defaultdict[str, set[str]] = defaultdict(set)
        for word in words:
            for part in _parts(word):
                self._by_part[part].add(word)

    def meant_by(self, typed: str) -> set[str]:
        """Return the words that may have been meant."""
        near = set().union(*(self._by_part.get(part, ()) for part in _parts(typed)))
        return {word for word in near if is_slip_of(typed, word)}


def _parts(word: str) -> Iterator[str]:
    """List a word, and what is left of it without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def names(text: str, title: str) -> bool:
    """Tell whether a plain text holds a title, also as one word or two ("check up"), and with a slip.

    A slip is allowed in a few words, or in a long title: in a sentence "message" is no slip of "massage".
    """
    if says(text, (title,)):
        return True
    said, wanted = re.findall(r"\w+", bare(text)), re.findall(r"\w+", bare(title))
    whole = "".join(wanted)
    is_slip_allowed = len(said) <= _FEW_WORDS or len(whole) >= _LONG
    for length in range(max(len(wanted) - 1, 1), len(wanted) + 2):
        for start in range(len(said) - length + 1):
            typed = "".join(said[start : start + length])
            if typed == whole or (is_slip_allowed and is_slip_of(typed, whole)):
                return True
    return False
