"""Tells languages apart by sequences of bytes, out of a table of half a megabyte that is read in milliseconds.

The table is made by `scripts/language_table.py` of py3langid's model, whose way of reckoning this is: at each place of
a text the longest sequence that ends there counts; how often each language has it makes the text likely or not. Whose
the model is, and its licence, stands in `languages.LICENSE`.
"""

import json
import math
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

PATH: Final = Path(__file__).with_name("languages.table")
LOWEST, HIGHEST, LEVELS = -15.0, -2.7, 255  # the logarithms that a byte stands for, from 0 to LEVELS


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """The table as it is read: `names` holds the sequences of each length in order, `rows` a byte for each language."""

    languages: Sequence[str]
    priors: Sequence[float]
    names: Sequence[bytes]
    begins: Sequence[int]  # by length: the row of its first sequence
    rows: bytes

    def likeliest(self, text: str) -> tuple[str, float]:
        """Name the language a text is likeliest in, and how likely: from 0 to 1, among the table's languages."""
        written = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
        found = Counter(row for end in range(1, len(written) + 1) if (row := self._row(written, end)) is not None)
        width, step = len(self.languages), (HIGHEST - LOWEST) / LEVELS
        scores = list(self.priors) if found else [0.0] * width
        for row, count in found.items():
            often = math.log1p(count)
            for place, level in enumerate(self.rows[row * width : (row + 1) * width]):
                scores[place] += often * (LOWEST + level * step)
        return self._chosen(scores, math.sqrt(len(written) or 1))

    def _chosen(self, scores: Sequence[float], spread: float) -> tuple[str, float]:
        """Turn scores into likelihoods; the root of the length keeps a long text from being all too sure."""
        best = max(scores)
        place = scores.index(best)
        return self.languages[place], 1.0 / sum(math.exp((score - best) / spread) for score in scores)

    def _row(self, written: bytes, end: int) -> int | None:
        for length in range(min(len(self.names), end), 0, -1):
            place = _place_of(written[end - length : end], self.names[length - 1])
            if place is not None:
                return self.begins[length - 1] + place
        return None


def _place_of(name: bytes, names: bytes) -> int | None:
    """Find a sequence among those of its length by halving."""
    size, low = len(name), 0
    high = len(names) // size
    while low < high:
        middle = (low + high) // 2
        if names[middle * size : (middle + 1) * size] < name:
            low = middle + 1
        else:
            high = middle
    return low if names[low * size : (low + 1) * size] == name else None


@lru_cache(maxsize=1)
def language_table() -> LanguageTable:
    """Read the table once."""
    head, _, packed = PATH.read_bytes().partition(b"\n")
    told, body = json.loads(head), zlib.decompress(packed)
    names: list[bytes] = []
    begins: list[int] = []
    place = row = 0
    for length, count in enumerate(told["lengths"], start=1):
        names.append(body[place : place + length * count])
        begins.append(row)
        place, row = place + length * count, row + count
    return LanguageTable(tuple(told["languages"]), tuple(told["priors"]), tuple(names), tuple(begins), body[place:])
