"""Writes small MMDB files for tests: which country some IPv4 networks are in (MaxMind DB file format 2.0)."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path

MARKER = b"\xab\xcd\xefMaxMind.com"
EMPTY = -1
STRING, MAP, UINT16, UINT32, UINT64, ARRAY = 2, 7, 5, 6, 9, 11


def _typed(kind: int, size: int) -> bytes:
    """Write the control byte of a value; sizes stay below 29."""
    return bytes([kind << 5 | size]) if kind <= 7 else bytes([size, kind - 7])


def _number(kind: int, value: int) -> bytes:
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return _typed(kind, len(data)) + data


def _text(value: str) -> bytes:
    return _typed(STRING, len(value)) + value.encode()


def _mapping(pairs: Mapping[str, bytes]) -> bytes:
    return _typed(MAP, len(pairs)) + b"".join(_text(name) + value for name, value in pairs.items())


def write_countries(path: Path, countries: Mapping[str, str]) -> None:
    """Write a file that says `country.iso_code` of networks such as 203.0.113.0/24."""
    nodes: list[list[int]] = [[EMPTY, EMPTY]]
    data, places = b"", dict[tuple[int, int], int]()
    for network, code in countries.items():
        places[_leaf(nodes, IPv4Network(network))] = len(data)
        data += _mapping({"country": _mapping({"iso_code": _text(code)})})
    count = len(nodes)
    tree = b"".join(
        (places[at, side] + count + 16 if (at, side) in places else count if to == EMPTY else to).to_bytes(3, "big")
        for at, node in enumerate(nodes)
        for side, to in enumerate(node)
    )
    path.write_bytes(tree + bytes(16) + data + MARKER + _metadata(count))


def _leaf(nodes: list[list[int]], network: IPv4Network) -> tuple[int, int]:
    """Make the way to a network, and return the node and the side it ends at."""
    at, bits = 0, f"{int(network.network_address):032b}"[: network.prefixlen]
    for bit in bits[:-1]:
        if nodes[at][int(bit)] == EMPTY:
            nodes.append([EMPTY, EMPTY])
            nodes[at][int(bit)] = len(nodes) - 1
        at = nodes[at][int(bit)]
    return at, int(bits[-1])


def _metadata(node_count: int) -> bytes:
    return _mapping(
        {
            "node_count": _number(UINT32, node_count),
            "record_size": _number(UINT16, 24),
            "ip_version": _number(UINT16, 4),
            "database_type": _text("Test-Country"),
            "languages": _typed(ARRAY, 0),
            "binary_format_major_version": _number(UINT16, 2),
            "binary_format_minor_version": _number(UINT16, 0),
            "build_epoch": _number(UINT64, 1_800_000_000),
            "description": _typed(MAP, 0),
        }
    )
