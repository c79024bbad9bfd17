"""Alerts of no clinic, as operators see them at their desk: who tries to get in where nobody is known yet."""

from datetime import datetime
from typing import Annotated

import strawberry

from chatbookr_core.anomalies.queries import alerts_of_no_clinic
from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.incidents.service import decider
from chatbookr_core.models import Anomaly
from chatbookr_schema.anomalies import AnomalyRuleCode, AnomalySeverity, AnomalyState
from chatbookr_schema.context import Info
from chatbookr_schema.field import AUTHENTICATED, OF_PARENT, argument, field, object_type

MOST_LISTED = 50


@object_type("That something in the audit log, and of no clinic, was out of the ordinary.")
class DeploymentAlert:
    rule: AnomalyRuleCode = field("By which rule.", policy=OF_PARENT)
    severity: AnomalySeverity = field("How soon somebody should look.", policy=OF_PARENT)
    state: AnomalyState = field("How far it was dealt with.", policy=OF_PARENT)
    subject: str = field("Whom it is about: a kind and an id, or a keyed hash, as in the audit log.", policy=OF_PARENT)
    count: int = field("How much was counted, up to `lastSeenAt`.", policy=OF_PARENT)
    threshold: int = field("From how much on the rule spoke then.", policy=OF_PARENT)
    started_at: datetime = field("The first entry of the window in which it was too much.", policy=OF_PARENT)
    last_seen_at: datetime = field("The last entry that was counted.", policy=OF_PARENT)
    says: str = field("What it means, in English.", policy=OF_PARENT)
    next_step: str = field("What to do next, in English.", policy=OF_PARENT)

    @classmethod
    def of(cls, row: Anomaly) -> "DeploymentAlert":
        rule = RULES[row.rule]
        return cls(
            rule=AnomalyRuleCode(row.rule),
            severity=AnomalySeverity(row.severity),
            state=AnomalyState(row.state),
            subject=row.subject,
            count=row.count,
            threshold=row.threshold,
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            says=rule.says,
            next_step=rule.next_step,
        )


@strawberry.type
class AlertQueries:
    @field(f"Alerts of no clinic, the last seen first, at most {MOST_LISTED}.", policy=AUTHENTICATED, cost=5, lists=10)
    async def deployment_alerts(
        self, info: Info, settled: Annotated[bool, argument("Those that are closed instead.")] = False
    ) -> list[DeploymentAlert] | None:
        await decider(info.context.deployment, info.context.principal())
        return [DeploymentAlert.of(one) for one in await alerts_of_no_clinic(limit=MOST_LISTED, is_settled=settled)]
