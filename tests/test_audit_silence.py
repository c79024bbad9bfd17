"""Nothing is done in silence: an edge that begins a transaction writes down what it did, or says why not."""

import ast

from tests.sources import Module, calls_in, shipped_modules

from chatbookr_core.audit.actions import ACTIONS, OTHERS

NOTES = ("note", "note_alone", "_note")
EDGES = ("api/chatbookr_api/", "schema/chatbookr_schema/")
SILENT = {
    "api/chatbookr_api/cli/clinic.py:_open": "`open_clinic` writes it down",
    "api/chatbookr_api/cli/incident.py:_do": "each of DEEDS writes it down",
    "api/chatbookr_api/cli/incident.py:_write_record": "`record_of` writes it down",
    "api/chatbookr_api/cli/jobs.py:_revive": "makes a dead job due again, which changes nothing of a clinic's",
    "api/chatbookr_api/cli/operator.py:_do": "`suspend` writes it down",
    "api/chatbookr_api/cli/operator.py:_invite": "`invite` writes it down",
    "api/chatbookr_api/exports.py:fetch": "`fetch_file` writes it down",
    "api/chatbookr_api/media.py:fetch": "`open_file` writes it down",
    "api/chatbookr_api/login.py:log_out": "`log_out` of core writes it down",
    "api/chatbookr_api/operator_desk.py:ask": "`request_access` writes it down",
    "api/chatbookr_api/operator_desk.py:begin_enrolment": "a challenge alone",
    "api/chatbookr_api/operator_desk.py:begin_log_in": "a challenge alone",
    "api/chatbookr_api/operator_desk.py:end": "`end_as_operator` writes it down",
    "api/chatbookr_api/operator_desk.py:log_out": "`log_out` of core writes it down",
    "api/chatbookr_api/passkeys.py:begin_log_in": "a challenge alone",
    "api/chatbookr_api/passkeys.py:begin_second_factor": "a challenge alone",
    "api/chatbookr_api/passkeys.py:begin_step_up": "a challenge alone",
    "api/chatbookr_api/second_factor.py:confirm": "a letter alone: `confirm_totp` writes it down",
    "schema/chatbookr_schema/incidents.py:incident_record": "`record_of` writes it down",
    "schema/chatbookr_schema/passkey_proofs.py:work": "a challenge alone, where it does not call what writes it down",
    "schema/chatbookr_schema/factor_changes.py:work": "a letter alone: `confirm_totp` writes it down",
}


def _calls(node: ast.AST) -> set[str]:
    return {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}


def _is_within(inner: ast.AsyncFunctionDef, outer: ast.AsyncFunctionDef) -> bool:
    return outer.lineno <= inner.lineno and (inner.end_lineno or 0) <= (outer.end_lineno or 0)


def _silent_in(module: Module) -> set[str]:
    if "transaction(" not in module.text:  # nobody begins one there: parsing takes long
        return set()
    functions = [one for one in module.walk() if isinstance(one, ast.AsyncFunctionDef)]
    inner = [one for one in functions if not any(_is_within(other, one) for other in functions if other is not one)]
    return {
        f"{module.place}:{one.name}"
        for one in inner
        if "transaction" in _calls(one)
        and not any(
            "note" in ast.unparse(call) or "deed.write" in ast.unparse(call)
            for call in ast.walk(one)
            if isinstance(call, ast.Call)
        )
    }


def test_every_transaction_at_an_edge_is_written_down_or_argued() -> None:
    found = {name for module in shipped_modules() if module.place.startswith(EDGES) for name in _silent_in(module)}

    assert found == set(SILENT)


def test_every_action_that_is_noted_is_listed_and_each_listed_one_is_noted_somewhere() -> None:
    noted = set[str]()
    for module in shipped_modules():
        for call, _ in calls_in(module) if "note" in module.text else ():  # as above
            if getattr(call.func, "id", "") in NOTES:
                noted |= {str(one.value) for one in call.args[:2] if isinstance(one, ast.Constant)}

    assert noted <= ACTIONS
    assert set(OTHERS) <= noted
