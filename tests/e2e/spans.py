"""Has a process print its spans: the program writes to whatever SDK is set up, and sets up none itself."""

from pathlib import Path

SET_UP = """
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
trace.set_tracer_provider(provider)
"""


def printed_spans(folder: Path) -> dict[str, str]:
    """Return the variables that make a process started anew (no fork) print spans among what it says."""
    place = folder / "spans"
    place.mkdir()
    (place / "sitecustomize.py").write_text(SET_UP)
    return {"CHATBOOKR_TELEMETRY": "1", "PYTHONPATH": str(place)}
