"""The Merkle tree of RFC 6962 and RFC 9162 (2.1): hashes, proofs and how they are verified. Pure.

A tree of `size` leaves is kept as hashes of complete subtrees of 1, WIDTH, WIDTH² … leaves (`Place`). Whatever else a
proof needs is computed from those: it reads at most WIDTH hashes for each of its levels.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

WIDTH_BITS: Final = 4
WIDTH: Final = 1 << WIDTH_BITS
HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256().digest()
MOST_LEAVES: Final = 1 << 62


class Place(NamedTuple):
    """A complete subtree: that of the leaves from `position` · WIDTH**`level` on, WIDTH**`level` of them."""

    level: int
    position: int


class Span(NamedTuple):
    """The leaves from `start` up to, and without, `end`, as a subtree of the tree they are part of."""

    start: int
    end: int


class ProofRefused(ValueError):
    """A proof does not show what it is said to."""


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf's data (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_of(size: int) -> int:
    """Return the largest power of two below a size of at least 2: how many leaves the left subtree has."""
    return 1 << ((size - 1).bit_length() - 1)


def places_of(span: Span) -> Iterator[Place]:
    """List the kept subtrees that a span is made of, from left to right. An empty one has none."""
    size = span.end - span.start
    if size <= 0:
        return
    level, rest = divmod(size.bit_length() - 1, WIDTH_BITS)
    if rest == 0 and size == 1 << (level * WIDTH_BITS):
        yield Place(level, span.start >> (level * WIDTH_BITS))
        return
    middle = span.start + split_of(size)
    yield from places_of(Span(span.start, middle))
    yield from places_of(Span(middle, span.end))


def hash_of(span: Span, kept: Mapping[Place, bytes]) -> bytes:
    """Compute a span's hash from kept ones. Raises KeyError where one of `places_of` is missing."""
    size = span.end - span.start
    if size <= 0:
        return EMPTY_ROOT
    level, rest = divmod(size.bit_length() - 1, WIDTH_BITS)
    if rest == 0 and size == 1 << (level * WIDTH_BITS):
        return kept[Place(level, span.start >> (level * WIDTH_BITS))]
    middle = span.start + split_of(size)
    return node_hash(hash_of(Span(span.start, middle), kept), hash_of(Span(middle, span.end), kept))


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Compute the root over the hashes of all leaves."""
    frontier = Frontier()
    for one in hashes:
        frontier.append(one)
    return frontier.root


class Frontier:
    """The complete subtrees of a growing tree, from left to right: all it takes to append, and to tell the root."""

    __slots__ = ("_hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if not 0 <= size <= MOST_LEAVES or len(hashes) != size.bit_count():
            raise ProofRefused(f"a tree of {size} leaves has another number of subtrees than {len(hashes)}")
        self.size = size
        self._hashes = list(hashes)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The subtrees' hashes, the largest first."""
        return tuple(self._hashes)

    @property
    def root(self) -> bytes:
        """The root of the tree as it is."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root

    def append(self, hash_: bytes) -> None:
        """Add the hash of one more leaf."""
        carried, size = hash_, self.size
        while size & 1:
            carried = node_hash(self._hashes.pop(), carried)
            size >>= 1
        self._hashes.append(carried)
        self.size += 1


def frontier_spans(size: int) -> list[Span]:
    """List the complete subtrees of a tree, the largest first."""
    spans, start = [], 0
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            spans.append(Span(start, start + (1 << bit)))
            start += 1 << bit
    return spans


def inclusion_spans(index: int, size: int) -> list[Span]:
    """List whose hashes prove that a leaf is in a tree, lowest first (RFC 9162, 2.1.3.1). Raises ProofRefused."""
    if not 0 <= index < size:
        raise ProofRefused(f"there is no leaf {index} in a tree of {size}")
    return _path(index, Span(0, size))


def _path(index: int, span: Span) -> list[Span]:
    if span.end - span.start == 1:
        return []
    middle = span.start + split_of(span.end - span.start)
    if index < middle:
        return [*_path(index, Span(span.start, middle)), Span(middle, span.end)]
    return [*_path(index, Span(middle, span.end)), Span(span.start, middle)]


def consistency_spans(size_1: int, size_2: int) -> list[Span]:
    """List whose hashes prove that a tree grew from a smaller one (RFC 9162, 2.1.4.1). Raises ProofRefused.

    An empty tree proves nothing and is refused, as in RFC 9162.
    """
    if not 0 < size_1 <= size_2:
        raise ProofRefused(f"no proof leads from {size_1} leaves to {size_2}")
    return _growth(size_1, Span(0, size_2), is_whole=True)


def _growth(size_1: int, span: Span, *, is_whole: bool) -> list[Span]:
    if size_1 == span.end:
        return [] if is_whole else [span]
    middle = span.start + split_of(span.end - span.start)
    if size_1 <= middle:
        return [*_growth(size_1, Span(span.start, middle), is_whole=is_whole), Span(middle, span.end)]
    return [*_growth(size_1, Span(middle, span.end), is_whole=False), Span(span.start, middle)]


def check_inclusion(index: int, size: int, hash_: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofRefused where a proof does not show that a leaf is in a tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size <= MOST_LEAVES:
        raise ProofRefused(f"there is no leaf {index} in a tree of {size}")
    _check_hashes(hash_, root, *proof)
    place, last, found = index, size - 1, hash_
    for one in proof:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(one, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, one)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofRefused("the proof is too short")
    if found != root:
        raise ProofRefused("the proof leads to another root")


def check_consistency(size_1: int, size_2: int, root_1: bytes, root_2: bytes, proof: Sequence[bytes]) -> None:
    """Raise ProofRefused where a proof does not show that one tree is the beginning of another (RFC 9162, 2.1.4.2).

    `size_1` = 0 is refused: every tree begins with none, so it would prove nothing.
    """
    if not 0 < size_1 <= size_2 <= MOST_LEAVES:
        raise ProofRefused(f"no proof leads from {size_1} leaves to {size_2}")
    if size_1 == size_2:
        if proof or root_1 != root_2:
            raise ProofRefused("trees of one size are the same, and need no proof")
        return
    _check_hashes(root_1, root_2, *proof)
    path = [root_1, *proof] if size_1.bit_count() == 1 else list(proof)
    place, last = size_1 - 1, size_2 - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    _follow(path, place, last, root_1, root_2)


def _follow(path: Sequence[bytes], place: int, last: int, root_1: bytes, root_2: bytes) -> None:
    if not path:
        raise ProofRefused("the proof is too short")
    first = second = path[0]
    for one in path[1:]:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if place & 1 or place == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, one)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofRefused("the proof is too short")
    if first != root_1 or second != root_2:
        raise ProofRefused("the proof leads to another root")


def _check_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofRefused(f"a hash has {HASH_BYTES} bytes")
