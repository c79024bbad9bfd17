"""Alerts and rules as a clinic reads and changes them: who may, after which proof, and nobody else's."""

from datetime import timedelta
from typing import Any

from tests.alarms import make_anomaly
from tests.factories import make_clinic
from tests.schema.desk import Desk, ask

from chatbookr_core.anomalies import rules
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Anomaly, AuditEntry, Session
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

ALERTS = """query ($clinic: ID!, $where: AnomalyWhere, $by: AnomalyOrderBy) {
  anomalies(clinicId: $clinic, where: $where, orderBy: $by, first: 20) {
    totalCount nodes { id rule severity state count threshold subject says nextStep }
  }
}"""
RULES = "query ($clinic: ID!) { anomalyRules(clinicId: $clinic) { rule isEnabled threshold defaultThreshold } }"
SET = """mutation ($input: AnomalyRuleSetInput!) {
  anomalyRuleSet(input: $input) {
    anomalyRules { rule isEnabled threshold } userErrors { code field }
  }
}"""
ACKNOWLEDGE = """mutation ($id: ID!) {
  anomalyAcknowledge(anomalyId: $id) { anomaly { state acknowledgedAt } userErrors { code } }
}"""
CLOSE = "mutation ($id: ID!) { anomalyClose(anomalyId: $id) { anomaly { state closedAt } userErrors { code } } }"


async def step_up(desk: Desk, clock: TurnableClock) -> None:
    async with transaction():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())


def ruled(desk: Desk, **given: Any) -> dict[str, Any]:
    return {"input": {"clinicId": desk.id_of("Clinic"), "rule": "MASS_READS", "isEnabled": True, **given}}


async def test_who_may_see_alerts_sees_them_and_of_whom_takes_the_audit_log(deployment: Deployment, desk: Desk) -> None:
    given = {"clinic": desk.id_of("Clinic")}

    for role in (Role.OWNER, Role.MANAGER, Role.AUDITOR):
        answer = await ask(deployment, desk.actor(role), ALERTS, given)
        assert answer.errors == []
        (node,) = answer.data["anomalies"]["nodes"]
        assert (node["rule"], node["state"], node["count"]) == ("MASS_READS", "OPEN", 201)
        assert node["subject"] == desk.anomaly.subject
        assert node["nextStep"]
    for closed_to in (Role.PRACTITIONER, Role.RECEPTIONIST):
        refused = await ask(deployment, desk.actor(closed_to), ALERTS, given)
        assert refused.data["anomalies"] is None
        assert refused.codes == ["FORBIDDEN"]


async def test_alerts_are_chosen_and_ordered_and_another_clinics_are_not_there(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    now = clock.now() + timedelta(minutes=5)
    await make_anomaly(
        desk.clinic, desk.user, rule="new_devices", severity="warning", started_at=now, last_seen_at=now, state="closed"
    )
    theirs = await make_anomaly(await make_clinic(), desk.user)

    async def rules(where: dict[str, Any] | None = None, **by: str) -> list[str]:
        given = {"clinic": desk.id_of("Clinic"), "where": where, "by": by or None}
        answer = await ask(deployment, desk.actor(Role.AUDITOR), ALERTS, given)
        return [one["rule"] for one in answer.data["anomalies"]["nodes"]]

    assert await rules() == ["NEW_DEVICES", "MASS_READS"]
    assert await rules(field="STARTED_AT", direction="ASC") == ["MASS_READS", "NEW_DEVICES"]
    assert await rules({"states": ["OPEN", "ACKNOWLEDGED"]}) == ["MASS_READS"]
    assert await rules({"rules": ["NEW_DEVICES"]}) == ["NEW_DEVICES"]
    assert await rules({"severity": "CRITICAL"}) == ["MASS_READS"]
    assert await rules({"since": (now - timedelta(minutes=1)).isoformat()}) == ["NEW_DEVICES"]
    foreign = await ask(deployment, desk.actor(Role.OWNER), CLOSE, {"id": global_id("Anomaly", theirs.id)})
    assert foreign.data["anomalyClose"]["userErrors"] == [{"code": "NOT_FOUND"}]
    assert (await Anomaly.get(id=theirs.id)).state == "open"


async def test_a_threshold_takes_an_owner_who_proved_again_who_they_are(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    unproven = await ask(deployment, desk.actor(Role.OWNER), SET, ruled(desk, threshold=7))
    await step_up(desk, clock)
    manager = await ask(deployment, desk.actor(Role.MANAGER), SET, ruled(desk, threshold=7))
    wrong = await ask(deployment, desk.actor(Role.OWNER), SET, ruled(desk, threshold=0))
    right = await ask(deployment, desk.actor(Role.OWNER), SET, ruled(desk, threshold=7))
    off = await ask(deployment, desk.actor(Role.OWNER), SET, ruled(desk, isEnabled=False))

    assert unproven.data["anomalyRuleSet"]["userErrors"][0]["code"] == "STEP_UP_REQUIRED"
    assert manager.codes == ["FORBIDDEN"]
    assert wrong.data["anomalyRuleSet"]["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "threshold"]}]
    assert {"rule": "MASS_READS", "isEnabled": True, "threshold": 7} in right.data["anomalyRuleSet"]["anomalyRules"]
    assert {"rule": "MASS_READS", "isEnabled": False, "threshold": 200} in off.data["anomalyRuleSet"]["anomalyRules"]
    listed = await ask(deployment, desk.actor(Role.AUDITOR), RULES, {"clinic": desk.id_of("Clinic")})
    assert len(listed.data["anomalyRules"]) == len(rules.RULES)
    assert await AuditEntry.filter(action="anomalyRuleSet", outcome="done").count() == 2  # any clinic: a test looks


async def test_an_alert_is_acknowledged_and_closed_by_those_who_run_the_clinic(
    deployment: Deployment, desk: Desk
) -> None:
    given = {"id": desk.id_of("Anomaly")}

    auditor = await ask(deployment, desk.actor(Role.AUDITOR), CLOSE, given)
    seen = await ask(deployment, desk.actor(Role.MANAGER), ACKNOWLEDGE, given)
    settled = await ask(deployment, desk.actor(Role.MANAGER), CLOSE, given)
    late = await ask(deployment, desk.actor(Role.MANAGER), ACKNOWLEDGE, given)

    assert auditor.codes == ["FORBIDDEN"]
    assert seen.data["anomalyAcknowledge"]["anomaly"]["state"] == "ACKNOWLEDGED"
    assert settled.data["anomalyClose"]["anomaly"]["state"] == "CLOSED"
    assert late.data["anomalyAcknowledge"]["anomaly"]["state"] == "CLOSED"
    row = await Anomaly.get(id=desk.anomaly.id)
    assert (row.closed_by_id, row.acknowledged_by_id) == (desk.user.id, desk.user.id)
