"""The grade of HTTPS in CI goes down with what is weak, and no weakness passes for one of the certificate."""

import pytest
from ci_tls import grade_of, together, weaknesses

OURS = {
    "SSLv3": "not offered",
    "TLS1": "not offered",
    "TLS1_2": "offered",
    "TLS1_3": "offered with final",
    "cert_keySize": "EC 256 bits",
    "cipherorder_TLSv1_2": "ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES128-GCM-SHA256",
    "cipherorder_TLSv1_3": "TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256",
}


@pytest.mark.parametrize(
    ("change", "letter"),
    [
        ({}, "A"),
        ({"cert_keySize": "RSA 2048 bits"}, "A"),
        ({"SSLv2": "offered", "cipherorder_SSLv2": "RC4-MD5 DES-CBC3-SHA"}, "B"),
        ({"SSLv2": "offered", "cert_keySize": "RSA 1024 bits", "cipherorder_TLSv1": "RC4-MD5"}, "C"),
        ({"TLS1_2": "not offered", "TLS1_3": "not offered"}, "F"),
        ({"cipherorder_TLSv1_2": "", "cipherorder_TLSv1_3": ""}, "F"),
    ],
)
def test_the_grade_is_that_of_the_weakest_with_the_best(change: dict[str, str], letter: str) -> None:
    assert grade_of(OURS | change)[0] == letter


def test_only_what_is_so_of_a_certificate_for_one_occasion_is_let_pass() -> None:
    report = [
        {"id": "SSLv3", "severity": "HIGH", "finding": "offered"},
        {"id": "cert_revocation", "severity": "HIGH", "finding": "Neither CRL nor OCSP URI provided"},
        {"id": "BREACH", "severity": "LOW", "finding": "gzip"},
        {"id": "TLS1_3", "severity": "OK", "finding": "offered"},
    ]

    assert weaknesses(report) == ["HIGH: SSLv3: offered", "LOW: BREACH: gzip"]


def test_a_check_that_one_scan_could_not_make_counts_as_another_made_it() -> None:
    def found(severity: str, finding: str, name: str = "ticket") -> dict[str, str]:
        return {"id": name, "severity": severity, "finding": finding}

    made, weak, not_made = found("OK", "fine"), found("LOW", "weak"), found("WARN", "connect problem")

    assert together([made], [not_made]) == [made]
    assert together([weak], [not_made]) == [weak]
    assert together([weak], [made]) == [made]
    assert together([not_made], [not_made]) == [not_made]
    assert together([], [not_made, found("OK", "fine", "other")]) == [not_made, found("OK", "fine", "other")]
