"""P12 and P15: what no deployment can show of itself, and where it is shown instead."""

import platform
import ssl
from importlib.metadata import PackageNotFoundError, distributions, version

from chatbookr_core.trust.findings import Audience, Fact, Finding, Outcome
from chatbookr_core.trust.looking import Look

ATTACHMENTS = "SELECT COUNT(*) AS number FROM media WHERE {whose}"


async def records(look: Look) -> Finding:
    """Say of P12 what can be said: no program tells a medical record from other words."""
    row = await look.row(ATTACHMENTS)
    return Finding(
        Outcome.NOT_SHOWN,
        (Fact("attachmentsKept", int(row["number"]), "files", Audience.CLINICS),),
        "Whatever people write is kept sealed, and no program can tell whether it is a medical record.",
        "Read what the assistant tells patients (docs/how-to/dialogue.md), and how long files are kept"
        " (docs/how-to/retention.md).",
    )


async def parts(_: Look) -> Finding:
    """Say of P15 what a running program knows: what it is made of. Whether that is sound is asked with each change."""
    names = sorted(name for name in {one.metadata["Name"] for one in distributions()} if name)
    return Finding(
        Outcome.NOT_SHOWN,
        (
            Fact("program", _version_of("chatbookr")),
            Fact("python", platform.python_version()),
            Fact("openssl", ssl.OPENSSL_VERSION),
            Fact("partsInstalled", len(names), "distributions"),
        ),
        "The scan runs with each change of the program, where it is built, and a running program has not its result.",
        "See the last run of the checks of the version that is installed, and how soon it is mended: SECURITY.md.",
    )


def _version_of(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
