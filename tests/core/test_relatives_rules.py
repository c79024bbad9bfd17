"""What counts as a name and as a date of birth, as people type them."""

from datetime import date

import pytest

from chatbookr_core.dialogue.births import birth_date_in
from chatbookr_core.relatives.rules import first_name, is_same_name, name_from


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tim Vos", "Tim Vos"),
        ("  José  María de la Cruz ", "José María de la Cruz"),
        ("Jean-Luc O'Neill", "Jean-Luc O'Neill"),
        ("Vos, Tim", "Vos, Tim"),
        ("李 小龙", "李 小龙"),
        ("Ada Vos.", "Ada Vos"),
        ("Tim", None),
        ("", None),
        ("Tim Vos 2", None),
        ("Tim <b>Vos</b>", None),
        ("call me +49 151", None),
        ("he has had a very bad pain since last tuesday evening", None),
        ("- -", None),
        (f"{'a' * 70} {'b' * 70}", None),
        ("Tim Vos 🙂", None),
        ("\u3164 \u3164", None),
        ("\u115f\u1160 \uffa0", None),
        ("T\u200bim V\u00ados", "Tim Vos"),
        ("https://evil.example x", None),
    ],
)
def test_what_is_a_name(text: str, name: str | None) -> None:
    assert name_from(text) == name


def test_a_first_name_is_what_comes_first_or_after_the_comma() -> None:
    assert [first_name(one) for one in ("Tim Vos", "Vos, Tim Jan", "Vos,", "")] == ["Tim", "Tim", "Vos", ""]
    assert is_same_name("José Peña", "jose  pena")
    assert not is_same_name("Tim Vos", "Tom Vos")


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("24.12.1990", date(1990, 12, 24)),
        ("3/4/2018", date(2018, 4, 3)),
        ("2018-04-03", date(2018, 4, 3)),
        ("3 4 2018", date(2018, 4, 3)),
        ("born on 12 march 2018", date(2018, 3, 12)),
        ("am 12. märz 2018", date(2018, 3, 12)),
        ("12 de marzo de 2018", date(2018, 3, 12)),
        ("march 12, 2018", date(2018, 3, 12)),
        ("1er février 2018", date(2018, 2, 1)),
        ("31.2.2018", None),
        ("1.1.1899", None),
        ("1.1.2099", None),
        ("last year", None),
        ("12.3.18", None),
    ],
)
def test_when_somebody_was_born(text: str, born: date | None) -> None:
    assert birth_date_in(text, date(2027, 3, 1), "en") == born
