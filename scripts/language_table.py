"""`python scripts/language_table.py`: write the table by which a first text's language is seen, from py3langid's model.

The model knows 142 languages by 100,053 sequences of bytes; to read it takes a second and a hundred megabytes. The
table keeps the columns of the languages that are told apart, and the sequences that any of them has often enough;
weights are rounded to a byte. `tests/core/test_language_table.py` holds it against the model.
"""

import argparse
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from chatbookr_core.dialogue.language_table import HIGHEST, LEVELS, LOWEST, PATH
from chatbookr_core.dialogue.languages import NOT_SPOKEN
from chatbookr_core.voice import PATIENTS_LANGUAGES

LANGUAGES = (*PATIENTS_LANGUAGES, *NOT_SPOKEN)
OFTEN = -11.0  # the logarithm of how often; below it, no sentence of the catalogues is seen otherwise
SOURCE = "py3langid 0.4, https://github.com/adbar/py3langid"
LICENCE = "BSD-3-Clause (py3langid), BSD-2-Clause (langid.py, Marco Lui)"


def sequences_of(model: Any) -> dict[bytes, int]:
    """Name the features of the model's automaton: the bytes after which it is found, and its row."""
    rows, row_of = np.asarray(model.tk_nextmove).reshape(-1, 256), np.asarray(model.tk_row)
    output, names, level = model.tk_output, {0: b""}, [0]
    while level:
        after: list[int] = []
        for state in level:
            for letter, reached in enumerate(rows[row_of[state]].tolist()):
                if reached not in names:  # the shortest way to it is its name
                    names[reached] = names[state] + bytes([letter])
                    after.append(reached)
        level = after
    found: dict[int, bytes] = {}
    for state, name in names.items():  # the shortest first
        if output[state] >= 0:
            found.setdefault(output[state], name)
    return {name: feature for feature, name in found.items()}


def table_of(model: Any) -> bytes:
    """Write the table: a line of JSON, then compressed: the sequences by length, each in order, and a row for each."""
    columns = [model.nb_classes.index(tag) for tag in LANGUAGES]
    weights = model.nb_ptc[:, columns].astype(np.float32)
    often = weights.max(axis=1) >= OFTEN
    kept = {name: feature for name, feature in sequences_of(model).items() if often[feature]}
    ordered = sorted(kept, key=lambda name: (len(name), name))
    lengths = [sum(len(name) == length for name in ordered) for length in range(1, len(ordered[-1]) + 1)]
    scaled = np.round((weights[[kept[name] for name in ordered]] - LOWEST) / (HIGHEST - LOWEST) * LEVELS)
    head = {
        "source": SOURCE,
        "licence": LICENCE,
        "languages": LANGUAGES,
        "priors": [round(float(one), 4) for one in model.nb_pc[columns]],
        "lengths": lengths,
    }
    body = b"".join(ordered) + scaled.clip(0, LEVELS).astype(np.uint8).tobytes()
    return json.dumps(head).encode() + b"\n" + zlib.compress(body, 9)


def main() -> int:
    table = table_of(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))
    Path(PATH).write_bytes(table)
    sys.stdout.write(f"{PATH.name}: {len(table)} bytes\n")
    return 0


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
