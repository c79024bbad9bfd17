"""Hold HTTPS as this program serves it against testssl.sh: grade A and not one weakness, or the check fails.

A server of its own runs, set up as in production, with a certificate made for the occasion; what is said of that
certificate (how long it holds, that nobody revokes it) is no finding. The grade is that of the "SSL Server Rating
Guide" 2009r by Qualys SSL Labs: protocols 30 %, key exchange 30 %, ciphers 40 %; from 80 on an A.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import trustme
from ci_graphql_audit import served

SCANNER = ("testssl", "testssl.sh")  # Debian's name, and the project's own
CHECKS = ("-p", "-s", "-f", "-P", "-S", "-h", "-U")  # all but the simulation of clients
OF_THE_CERTIFICATE = {"cert_validityPeriod", "cert_revocation", "DNS_CAArecord"}
OF_THE_SCANNER = {"engine_problem"}  # its own OpenSSL has no GOST engine, which the server is not asked for
HARMLESS = {"OK", "INFO"}
NOT_MADE = "WARN"  # of a check that met a busy machine
SCANS = 3
PROTOCOLS = {"SSLv2": 0, "SSLv3": 80, "TLS1": 90, "TLS1_1": 95, "TLS1_2": 100, "TLS1_3": 100}
EXCHANGE_OF_EC = {256: 90, 384: 100, 521: 100}  # as strong as RSA of 3072, 7680 and 15360 bits
LEAST = {"A": 80.0, "B": 65.0, "C": 50.0}
Findings = Mapping[str, str]


def grade_of(findings: Findings) -> tuple[str, float]:
    """Rate what was found, by testssl.sh's ids; a letter and the score of 100."""
    offered = [score for name, score in PROTOCOLS.items() if findings.get(name, "not").startswith("offered")]
    bits = int((re.search(r"(\d+) bits", findings.get("cert_keySize", "")) or [0, 0])[1])
    is_curve = findings.get("cert_keySize", "").startswith("EC")
    exchange = EXCHANGE_OF_EC.get(bits, 0) if is_curve else 100 if bits >= 4096 else 90 if bits >= 2048 else 40
    lists = [text for name, text in findings.items() if name.startswith("cipherorder_")]
    names = [one for text in lists for one in text.split()]
    if not offered or not names:
        return "F", 0.0
    strengths = [100 if re.search("256|CHACHA20", one) else 80 if "128" in one else 20 for one in names]
    score = 0.3 * _middle(offered) + 0.3 * exchange + 0.4 * _middle(strengths)
    return next((letter for letter, least in LEAST.items() if score >= least), "F"), score


def _middle(scores: list[int]) -> float:
    return (min(scores) + max(scores)) / 2


def weaknesses(report: list[dict[str, str]]) -> list[str]:
    """List what the scanner thinks little of, but for what is so of a passing certificate, or of the scanner."""
    told = (one for one in report if one["id"] not in OF_THE_CERTIFICATE | OF_THE_SCANNER)
    found = [one for one in told if one["severity"] not in HARMLESS]
    return [f"{one['severity']}: {one['id']}: {one['finding']}" for one in found]


def in_production(folder: Path) -> dict[str, str]:
    """Write a certificate made for the occasion into `folder`, and say how it is served as in production."""
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    (folder / "chain.pem").write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    return {
        "CHATBOOKR_ENVIRONMENT": "production",
        "CHATBOOKR_PLUGINS": "none",
        "CHATBOOKR_TLS_CERTIFICATE": str(folder / "chain.pem"),
        "CHATBOOKR_TLS_KEY": str(folder / "key.pem"),
    }


def scan(scanner: str, address: str, folder: Path, report: str) -> list[dict[str, str]]:
    """Have the scanner look at what is served, and return what it found."""
    options = ["--quiet", "--warnings", "batch", "--color", "0", "--jsonfile", str(folder / report)]
    options += ["--add-ca", str(folder / "authority.pem"), *CHECKS]
    subprocess.run([scanner, *options, address], check=False, stdout=subprocess.DEVNULL)
    found: list[dict[str, str]] = json.loads((folder / report).read_text("utf-8"))
    return found


def together(earlier: list[dict[str, str]], latest: list[dict[str, str]]) -> list[dict[str, str]]:
    """Take what an earlier scan found by checks that the latest could not make: on a busy machine others each time."""
    made = {one["id"]: one for one in earlier if one["severity"] != NOT_MADE}
    return [made.get(one["id"], one) if one["severity"] == NOT_MADE else one for one in latest]


def main() -> int:
    """Scan, again where a check could not be made, and print what was found; 1 for all but an A without weakness."""
    scanner = next((found for name in SCANNER if (found := shutil.which(name))), None)
    if scanner is None:
        print("testssl.sh is missing; on Debian: apt-get install testssl.sh", file=sys.stderr)
        return 1
    report: list[dict[str, str]] = []
    with (
        tempfile.TemporaryDirectory(prefix="chatbookr-tls-") as name,
        served(Path(name), "https", in_production(Path(name))) as address,
    ):
        for number in range(SCANS):
            report = together(report, scan(scanner, f"{address}/health", Path(name), f"report{number}.json"))
            if not any(one["severity"] == NOT_MADE and one["id"] not in OF_THE_SCANNER for one in report):
                break
    weak = weaknesses(report)
    letter, score = grade_of({one["id"]: one["finding"] for one in report})
    print(f"testssl.sh looked at {len(report)} things: grade {letter} ({score:.0f} of 100), {len(weak)} weaknesses")
    print("\n".join(weak))
    return 0 if letter == "A" and not weak else 1


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
