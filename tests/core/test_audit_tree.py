"""The Merkle tree, held to the vectors of RFC 6962 and RFC 9162, and to what a naive tree says."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.audit.tree import (
    WIDTH,
    Frontier,
    Place,
    ProofRefused,
    Span,
    check_consistency,
    check_inclusion,
    consistency_spans,
    frontier_spans,
    hash_of,
    inclusion_spans,
    leaf_hash,
    node_hash,
    places_of,
    root_of,
    split_of,
)

VECTORS = Path(__file__).parent.parent / "fixtures" / "tlog"


def _vectors(name: str) -> list[Any]:
    lines = (VECTORS / name).read_text().splitlines()
    return [pytest.param(one, id=one["file"]) for one in map(json.loads, lines)]


def _bytes(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def _naive(hashes: list[bytes]) -> bytes:
    """Hash as RFC 9162 2.1.1 defines it, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    middle = split_of(len(hashes))
    return node_hash(_naive(hashes[:middle]), _naive(hashes[middle:]))


def _kept(hashes: list[bytes]) -> dict[Place, bytes]:
    kept, level, width = {Place(0, index): one for index, one in enumerate(hashes)}, 1, WIDTH
    while width <= len(hashes):
        for position in range(len(hashes) // width):
            kept[Place(level, position)] = _naive(hashes[position * width : (position + 1) * width])
        level, width = level + 1, width * WIDTH
    return kept


LEAVES = [leaf_hash(b"%d" % number) for number in range(600)]
KEPT = {size: _kept(LEAVES[:size]) for size in (1, 2, 15, 16, 17, 33, 255, 256, 257, 511, 600)}


@pytest.mark.parametrize("vector", _vectors("inclusion.jsonl"))
def test_inclusion_vectors(vector: dict[str, Any]) -> None:
    proof = [_bytes(one) for one in vector["proof"] or ()]
    given = (vector["leafIdx"], vector["treeSize"], _bytes(vector["leafHash"]), proof, _bytes(vector["root"]))

    if vector["wantErr"]:
        with pytest.raises(ProofRefused):
            check_inclusion(*given)
    else:
        check_inclusion(*given)


@pytest.mark.parametrize("vector", _vectors("consistency.jsonl"))
def test_consistency_vectors(vector: dict[str, Any]) -> None:
    proof = [_bytes(one) for one in vector["proof"] or ()]
    given = (vector["size1"], vector["size2"], _bytes(vector["root1"]), _bytes(vector["root2"]), proof)

    if vector["wantErr"] or vector["size1"] == 0:
        with pytest.raises(ProofRefused):
            check_consistency(*given)
    else:
        check_consistency(*given)


def test_there_are_as_many_vectors_as_were_copied() -> None:
    assert [len(_vectors(name)) for name in ("inclusion.jsonl", "consistency.jsonl")] == [98, 98]


def test_the_reference_trees_roots() -> None:
    reference = json.loads((VECTORS / "rfc6962_reference_tree.json").read_text())
    frontier, roots = Frontier(), [Frontier().root.hex()]

    for leaf in reference["leaves_hex"]:
        frontier.append(leaf_hash(bytes.fromhex(leaf)))
        roots.append(frontier.root.hex())

    assert roots == reference["root_hex_by_size"]


def test_no_proof_begins_with_an_empty_tree() -> None:
    with pytest.raises(ProofRefused):
        check_consistency(0, 1, root_of(()), LEAVES[0], [])
    with pytest.raises(ProofRefused):
        consistency_spans(0, 1)


@pytest.mark.parametrize("size", sorted(KEPT))
def test_every_leaf_is_proven(size: int) -> None:
    kept, root = KEPT[size], _naive(LEAVES[:size])

    for index in range(size):
        proof = [hash_of(span, kept) for span in inclusion_spans(index, size)]
        check_inclusion(index, size, LEAVES[index], proof, root)


@examples(300)
@given(st.sampled_from(sorted(KEPT)), st.data())
def test_every_growth_is_proven(size: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(1, size))

    proof = [hash_of(span, KEPT[size]) for span in consistency_spans(before, size)]

    check_consistency(before, size, _naive(LEAVES[:before]), _naive(LEAVES[:size]), proof)


@examples(300)
@given(st.sampled_from([size for size in sorted(KEPT) if size > 1]), st.data())
def test_a_proof_with_one_bit_turned_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = [hash_of(span, KEPT[size]) for span in inclusion_spans(index, size)]
    bit = data.draw(st.integers(0, 256 * len(proof) - 1))
    turned = bytearray(proof[bit // 256])
    turned[bit % 256 // 8] ^= 1 << bit % 8

    with pytest.raises(ProofRefused):
        check_inclusion(
            index,
            size,
            LEAVES[index],
            [*proof[: bit // 256], bytes(turned), *proof[bit // 256 + 1 :]],
            _naive(LEAVES[:size]),
        )


@examples(100)
@given(st.integers(1, 600))
def test_a_frontier_says_what_the_whole_tree_says(size: int) -> None:
    frontier = Frontier()
    for one in LEAVES[:size]:
        frontier.append(one)

    assert frontier.root == _naive(LEAVES[:size])
    assert frontier.hashes == tuple(_naive(LEAVES[span.start : span.end]) for span in frontier_spans(size))
    assert Frontier(size, frontier.hashes).root == frontier.root


@examples(200)
@given(st.integers(1, 10**9))
def test_a_root_reads_few_hashes(size: int) -> None:
    levels = len(f"{size:x}")

    assert len(list(places_of(Span(0, size)))) <= (WIDTH - 1) * levels


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ProofRefused):
        Frontier(3, LEAVES[:1])
