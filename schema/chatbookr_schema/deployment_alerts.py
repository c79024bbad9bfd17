"""Alerts of no clinic, as operators see them at their desk: who tries to get in where nobody is known yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any

import strawberry

from chatbookr_core.anomalies.queries import ANOMALY_ORDERS, AlertRecord, alerts_of_no_clinic
from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.incidents.service import decider
from chatbookr_core.scope import every_clinic
from chatbookr_schema import paging
from chatbookr_schema.anomalies import AnomalyOrderBy, AnomalyRuleCode, AnomalySeverity, AnomalyState
from chatbookr_schema.context import Info
from chatbookr_schema.field import AUTHENTICATED, OF_PARENT, argument, field, input_type, object_type, optional_input
from chatbookr_schema.paging import After, Before, Connection, First, Last, Pageable, ordered


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
    def of(cls, row: AlertRecord) -> "DeploymentAlert":
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


@input_type("Which alerts of no clinic.")
class DeploymentAlertWhere:
    is_settled: bool | None = optional_input("Those that are closed instead; left out: the others.", policy=OF_PARENT)


@strawberry.type
class AlertQueries:
    @field("Alerts of no clinic, the last seen first unless ordered.", policy=AUTHENTICATED, cost=5)
    async def deployment_alerts(
        self,
        info: Info,
        where: Annotated[DeploymentAlertWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[AnomalyOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[DeploymentAlert] | None:
        await decider(info.context.deployment, info.context.principal())
        order = ordered(ANOMALY_ORDERS, order_by)
        selection = alerts_of_no_clinic(order, are_settled=bool(where and where.is_settled))

        async def make(rows: Sequence[Any]) -> Sequence[DeploymentAlert]:
            return [DeploymentAlert.of(one) for one in rows]

        with every_clinic("anomalies"):
            found = await paging.listed(info, selection, Pageable(first, after, last, before), make)
        return replace(found, count=partial(_counted, found))


async def _counted(found: Connection[DeploymentAlert]) -> int:
    """Count when that is asked for, which is after the page was read."""
    with every_clinic("anomalies"):
        return await found.count()
