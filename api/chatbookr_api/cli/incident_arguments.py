"""What `chatbookr incident` is told; apart from what it does, so that other commands need not load that."""

import argparse

WORDS = {"facts": "what happened", "effects": "likely consequences", "measures": "what was done, or is proposed"}


def incident_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what each action is told."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (("open", "open an incident"), ("drill", "open a drill: everything runs, marked DRILL")):
        opened_ = _deciding(actions, name, text)
        opened_.add_argument("--facts", help="what is known; @FILE reads a file (as for all texts)")
        opened_.add_argument("--aware", metavar="INSTANT", help="when you became aware (now)")
        if name == "drill":
            opened_.add_argument("--delete", action="store_true", help="forget a drill")
    scope = _deciding(actions, "scope", "compute from the audit log whom it concerns")
    scope.add_argument(
        "--actor", action="append", required=True, metavar="KIND:ID", help="staff, key, operator, connection"
    )
    scope.add_argument("--since", required=True, metavar="INSTANT")
    scope.add_argument("--until", required=True, metavar="INSTANT")
    scope.add_argument("--clinic", action="append", default=[], metavar="ID", help="these clinics alone")
    scope.add_argument("--only", action="append", default=[], metavar="ACTION", help="these actions alone: read")
    phase = _deciding(actions, "phase", "decide how it goes on; clinics that were told hear of it")
    phase.add_argument("state", choices=("confirmed", "contained", "dismissed"))
    told = _deciding(actions, "notify", "tell the owners of each clinic concerned, by mail and at their desk")
    for decided in (phase, told, _deciding(actions, "close", "close it")):
        for name, text in {**WORDS, "contact": "whom clinics can ask"}.items():
            decided.add_argument(f"--{name}", default="", help=text)
    listed = actions.add_parser("list", help="list incidents, with what is due")
    listed.add_argument("--drills", action="store_true", help="the drills instead")
    actions.add_parser("show", help="show whom one concerns, and its clocks").add_argument("name")
    record = _deciding(actions, "record", "print the record (Art. 33(5) GDPR), as Markdown")
    record.add_argument("--json", action="store_true", help="for programs, with proofs")
    checked = actions.add_parser("verify", help="check a record; needs no database")
    checked.add_argument("file", help="the record, as JSON")
    checked.add_argument("--key", required=True, help="the audit log's verifier key, from where you keep it")


def _deciding(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=text)
    parser.add_argument("name", help="the incident's: 2026-11-stolen-key")
    parser.add_argument("--operator", required=True, metavar="EMAIL", help="who decides: an operator's account")
    return parser
