"""Takes text apart into the words it can be found by: without case, accents or width (Unicode NFKD, UAX 15)."""

import re
import unicodedata
from itertools import chain, product
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")
DIALLED: Final = re.compile(r"[+0-9\s().\-/]+")  # a number as people write it
DIGITS_ALONE: Final = re.compile(r"[^0-9]")
UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
PAIR: Final = re.compile("((?:ae|oe|(?<![aeq])ue)(?!$))")  # neue, Bauer, Quelle, and the end of zoe, are no umlaut
MOST_PAIRS: Final = 4  # of one word, each on its own: 16 spellings
SHORTEST: Final = 2
LONGEST: Final = 64  # characters of a word that count; of a longer one the rest does not
MOST_WORDS: Final = 1000  # of one text; a body has 4096 characters at most
SHORTEST_BEGINNING: Final = 3
SHORTEST_ENDING: Final = 4
SHORTEST_DIALLED: Final = 8  # digits of a number with the zero it is dialled with inland
QUERY_CHARS: Final = 200
QUERY_WORDS: Final = 8


def plain(text: str) -> str:
    """Write a text as it is compared: no case, no accents, compatible characters alike."""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", "".join(one for one in taken_apart if unicodedata.category(one) != "Mn"))


def words_of(text: str) -> list[str]:
    """List the different words of a text of two characters or more, in their order, the first thousand."""
    found = (one[:LONGEST] for one in WORD.findall(plain(text)) if len(one) >= SHORTEST)
    return list(dict.fromkeys(found))[:MOST_WORDS]


def beginnings_of(word: str) -> list[str]:
    """List what a word of a name is found by: its beginnings of three characters or more, and itself."""
    return [word[:length] for length in range(SHORTEST_BEGINNING, len(word))] + [word]


def endings_of(digits: str) -> list[str]:
    """List what a phone number is found by: its last four digits, five, and so on up to all of them."""
    return [digits[-length:] for length in range(SHORTEST_ENDING, len(digits) + 1)]


def marks_of(name: str | None, phone: str | None) -> list[str]:
    """List what a patient is found by; either may be unknown."""
    of_name = [one for word in words_of(name or "") for one in beginnings_of(word)]
    return list(dict.fromkeys([*of_name, *endings_of(DIGITS_ALONE.sub("", phone or ""))]))


def spellings_of(word: str, written_out: str) -> tuple[str, ...]:
    """List how a word may be spelt that is found: `mueller` is Müller, too, and Müller is `mueller`.

    A keyboard without umlauts writes them out (DIN 5007-2 sorts names so): each may be one. Of a word with more than
    four all are, or none. `word` is as it was typed, `written_out` the same with its umlauts written out; both plain.
    """
    parts = PAIR.split(written_out)
    pairs, between = parts[1::2], parts[::2]
    each = product(*((pair, pair[0]) for pair in pairs))
    chosen = each if len(pairs) <= MOST_PAIRS else (pairs, [pair[0] for pair in pairs])
    spelt = ("".join(chain.from_iterable(zip(between, (*one, ""), strict=True))) for one in chosen)
    return tuple(dict.fromkeys(one[:LONGEST] for one in (word, *spelt)))


def spelt_words(text: str) -> list[tuple[str, ...]]:
    """Take a text apart: of each word, single letters among them, how it may be spelt, first as it was typed."""
    typed = unicodedata.normalize("NFC", text).casefold()
    words = zip(WORD.findall(plain(typed)), WORD.findall(plain(typed.translate(UMLAUTS))), strict=True)
    return [spellings_of(*one) for one in words]


def asked_words(query: str) -> list[tuple[str, ...]]:
    """Take a query for messages apart: of each word, how it may be spelt.

    Raises ValueError for one without words, and for one that is too long.
    """
    return _checked([one for one in spelt_words(query) if len(one[0]) >= SHORTEST], query)


def asked_marks(query: str) -> list[tuple[str, ...]]:
    """Take a query for patients apart: a number however it is written is one mark, else its words. As `asked_words`.

    The zeros a number begins with are left out: inland it is dialled with one that is not a part of it. What is too
    short for a number that is dialled is how one ends, zeros and all.
    """
    if DIALLED.fullmatch(query.strip()):
        written = DIGITS_ALONE.sub("", query)
        digits = written.lstrip("0")
        if digits and (len(written) < SHORTEST_DIALLED or len(digits) < SHORTEST_ENDING):
            digits = written
        return _checked([(digits,)] if len(digits) >= SHORTEST_ENDING else [], query)
    return asked_words(query)


def _checked(words: list[tuple[str, ...]], query: str) -> list[tuple[str, ...]]:
    different = list(dict.fromkeys(words))
    if not different or len(different) > QUERY_WORDS or len(query) > QUERY_CHARS:
        raise ValueError("words")
    return different
