"""What the desk writes can be read: 4.5 to 1 (WCAG 2.2, 1.4.3) for the colours that its styles put together."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

DESK = Path(__file__).parents[1] / "web" / "desk" / "src"
LEAST = 4.5
STATUSES = ("accent", "requested", "checked_in", "completed", "no_show")
DARK = "@media (prefers-color-scheme: dark) {"

Colour = tuple[float, float, float]


def block_of(text: str, begin: str) -> str:
    """Return what stands between the braces that open at `begin`."""
    start = text.index(begin) + len(begin)
    depth, end = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return text[start : end - 1]


def colours(theme: str) -> Mapping[str, str]:
    """Read the variables of a theme, and each status's tone by the status's name."""
    shell, agenda = ((DESK / area / "style.css").read_text(encoding="utf-8") for area in ("shell", "agenda"))
    texts = [block_of(shell, ":root {")]
    tones = [agenda]
    if theme == "dark":
        texts.append(block_of(block_of(shell, DARK), ":root {"))
        tones.append(block_of(agenda, DARK))
    found = {name: value for text in texts for name, value in re.findall(r"--([\w-]+): (#\w+);", text)}
    for text in tones if theme == "dark" else [agenda.replace(block_of(agenda, DARK), "")]:
        for names, value in re.findall(r"^\s*((?:\.\w+,? ?)+)\{ --tone: (#\w+); \}", text, re.MULTILINE):
            found |= dict.fromkeys(re.findall(r"\w+", names), value)
    return found


def rgb(written: str) -> Colour:
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """As `color-mix(in srgb, one share, other)` does."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


PAIRS = [
    *[(text, ground) for text in ("ink", "faint", "problem", "accent") for ground in ("paper", "ground")],
    ("ink", "soft"),
    ("faint", "soft"),
    ("accent-strong", "soft"),
    ("accent-strong", "paper"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-warn", "warn"),
    ("warn", "on-warn"),
    ("paper", "problem"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids="/".join)
def test_colours_that_the_desk_puts_together_can_be_told_apart(theme: str, text: str, ground: str) -> None:
    known = colours(theme)

    assert contrast(rgb(known[text]), rgb(known[ground])) >= LEAST


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_card_of_each_status_can_be_read(theme: str, status: str) -> None:
    known = {name: rgb(value) for name, value in colours(theme).items()}
    paper, tone = known["paper"], known[status]
    tint = mixed(tone, paper, 0.08 if status in ("completed", "no_show") else 0.15)

    written = {"ink": known["ink"], "faint": known["faint"], "what": mixed(known["ink"], paper, 0.8)}
    assert {
        name: round(contrast(text, tint), 2) for name, text in written.items() if contrast(text, tint) < LEAST
    } == {}
    assert contrast(tone, tint) >= 3  # a sign beside its word: WCAG 2.2, 1.4.11


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_stands_behind_the_cards_can_be_read(theme: str) -> None:
    known = {name: rgb(value) for name, value in colours(theme).items()}
    other, share = ((0.0, 0.0, 0.0), 0.7) if theme == "dark" else (known["line"], 0.6)
    closed = mixed(known["ground"], other, share)

    assert contrast(known["ink"], closed) >= LEAST
    assert contrast(known["ink"], mixed(known["faint"], known["paper"], 0.24)) >= LEAST
    assert contrast(known["faint"], mixed(known["faint"], known["paper"], 0.2)) >= LEAST  # what is another's
