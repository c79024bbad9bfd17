"""What is out of the ordinary in a clinic's audit log, and the rules that say what that is."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.anomalies.queries import ANOMALY_ORDERS, AnomalyRecord, Wanted, anomalies_where
from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.anomalies.watching import terms_of
from chatbookr_core.keys.vault import Keys
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.values import aware

READ, HANDLE, MANAGE = (
    Needs(Permission.ANOMALY_READ),
    Needs(Permission.ANOMALY_HANDLE),
    Needs(Permission.ANOMALY_MANAGE),
)


@enum_type("A rule about the audit log.", **{code.upper(): rule.says for code, rule in RULES.items()})
class AnomalyRuleCode(Enum):
    FAILED_LOG_INS = "failed_log_ins"
    PASSWORD_SPRAYING = "password_spraying"  # noqa: S105  # what somebody does, no secret
    NEW_COUNTRY = "new_country"
    NEW_DEVICES = "new_devices"
    MASS_READS = "mass_reads"
    MASS_EXPORTS = "mass_exports"
    KEY_MISUSE = "key_misuse"
    FORGED_WEBHOOKS = "forged_webhooks"
    PERMISSION_PROBING = "permission_probing"
    BACKUP_MISSED = "backup_missed"


@enum_type("How soon somebody should look.", WARNING="Today.", CRITICAL="Now.")
class AnomalySeverity(Enum):
    WARNING = "warning"
    CRITICAL = "critical"


@enum_type(
    "How far an alert was dealt with.",
    OPEN="Nobody has said anything of it.",
    ACKNOWLEDGED="Somebody looks into it.",
    CLOSED="It is settled; what follows is counted anew.",
)
class AnomalyState(Enum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@object_type(
    "That something in the audit log was out of the ordinary.", needs=Permission.ANOMALY_READ, record=AnomalyRecord
)
class Anomaly(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[AnomalyRecord]
    keys: strawberry.Private[Keys]
    rule: AnomalyRuleCode = field("By which rule.", policy=OF_PARENT)
    severity: AnomalySeverity = field("How soon somebody should look.", policy=OF_PARENT)
    state: AnomalyState = field("How far it was dealt with.", policy=OF_PARENT)
    count: int = field("How much was counted, up to `lastSeenAt`.", policy=OF_PARENT)
    threshold: int = field("From how much on the rule spoke then.", policy=OF_PARENT)
    started_at: datetime = field("The first entry of the window in which it was too much.", policy=OF_PARENT)
    last_seen_at: datetime = field("The last entry that was counted.", policy=OF_PARENT)
    acknowledged_at: datetime | None = field("When somebody said that they look into it.", policy=OF_PARENT)
    closed_at: datetime | None = field("When it was closed.", policy=OF_PARENT)
    subject: str | None = field(
        "Whom it is about: `staff:`, `key:` or `operator:` and an id as in the audit log, or `address:`, `email:` and "
        "a keyed hash as there.",
        policy=Needs(Permission.AUDIT_READ),
    )

    @field("What it means, in English.", policy=OF_PARENT, reads=("rule",))
    def says(self) -> str:
        return RULES[self.record.rule].says

    @field("What to do next, in English.", policy=OF_PARENT, reads=("rule",))
    def next_step(self) -> str:
        return RULES[self.record.rule].next_step


@object_type("What a clinic says of a rule.", needs=Permission.ANOMALY_READ)
class AnomalyRule:
    clinic_id: strawberry.Private[UUID]
    rule: AnomalyRuleCode = field("Which rule.", policy=OF_PARENT)
    severity: AnomalySeverity = field("How soon somebody should look when it speaks.", policy=OF_PARENT)
    is_enabled: bool = field("Whether it speaks at all.", policy=OF_PARENT)
    threshold: int = field("From how much on it speaks.", policy=OF_PARENT)
    default_threshold: int = field("From how much on where the clinic says nothing.", policy=OF_PARENT)
    window_minutes: int = field("Within how many minutes that is counted.", policy=OF_PARENT)
    says: str = field("What it means when it speaks, in English.", policy=OF_PARENT)
    next_step: str = field("What to do then, in English.", policy=OF_PARENT)


async def find_anomaly(context: Context, key: UUID) -> Anomaly | None:
    record = await context.loaders.anomalies.load(key)
    return Anomaly.of(record) if record else None


async def rules_of(clinic: UUID) -> list[AnomalyRule]:
    """List what a clinic says of each rule."""
    terms = await terms_of(clinic)
    return [
        AnomalyRule(
            clinic_id=clinic,
            rule=AnomalyRuleCode(one.code),
            severity=AnomalySeverity(one.severity.value),
            is_enabled=one.code not in terms.disabled,
            threshold=terms.thresholds.get(one.code, one.threshold),
            default_threshold=one.threshold,
            window_minutes=int(one.window.total_seconds()) // 60,
            says=one.says,
            next_step=one.next_step,
        )
        for one in RULES.values()
    ]


@input_type("Which alerts; what is left out does not matter.")
class AnomalyWhere:
    states: list[AnomalyState] | None = optional_input("Dealt with so far.", policy=OF_PARENT)
    rules: list[AnomalyRuleCode] | None = optional_input("By these rules.", policy=OF_PARENT)
    severity: AnomalySeverity | None = optional_input("So severe.", policy=OF_PARENT)
    since: datetime | None = optional_input("Last seen at this moment or later.", policy=OF_PARENT)
    until: datetime | None = optional_input("Last seen before this moment.", policy=OF_PARENT)


@enum_type(
    "What alerts are ordered by.", LAST_SEEN_AT="The last entry that was counted.", STARTED_AT="The first of them."
)
class AnomalyOrderField(Enum):
    LAST_SEEN_AT = "last_seen_at"
    STARTED_AT = "started_at"


@input_type("The order of alerts.")
class AnomalyOrderBy:
    by: AnomalyOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _wanted(where: AnomalyWhere | None) -> Wanted:
    if where is None:
        return Wanted()
    return Wanted(
        [one.value for one in where.states] if where.states is not None else None,
        [one.value for one in where.rules] if where.rules is not None else None,
        where.severity.value if where.severity else None,
        aware(where.since, "where.since") if where.since else None,
        aware(where.until, "where.until") if where.until else None,
    )


@strawberry.type
class AnomalyQueries:
    @field("What a clinic says of the rules about its audit log.", policy=READ, cost=1, lists=len(RULES))
    async def anomaly_rules(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[AnomalyRule] | None:
        return await rules_of(clinic_for(info.context, clinic_id, Permission.ANOMALY_READ))

    @field("What was out of the ordinary, what was seen last first unless ordered.", policy=READ, cost=1)
    async def anomalies(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[AnomalyWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[AnomalyOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Anomaly] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.ANOMALY_READ)
        selection = anomalies_where(context.reach(clinic), ordered(ANOMALY_ORDERS, order_by), _wanted(where))
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(Anomaly), clinic)
