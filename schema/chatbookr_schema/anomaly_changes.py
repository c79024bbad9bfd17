"""What a clinic says of rules about its audit log, and of what they found."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.anomalies.service import acknowledge, close, set_rule
from chatbookr_schema.anomalies import (
    HANDLE,
    MANAGE,
    READ,
    Anomaly,
    AnomalyRule,
    AnomalyRuleCode,
    find_anomaly,
    rules_of,
)
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import (
    COMMON,
    OUTCOME,
    STEP_UP,
    UserError,
    change,
    error_codes,
)


@error_codes(
    "Why a rule was not set.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    INVALID_VALUE=COMMON["INVALID_VALUE"],
)
class AnomalyRuleSetErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    INVALID_VALUE = "INVALID_VALUE"


@input_type("What a clinic says of a rule from now on.")
class AnomalyRuleSetInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    rule: AnomalyRuleCode = field("Which rule.", policy=OF_PARENT)
    is_enabled: bool = field("Whether it speaks at all.", policy=OF_PARENT)
    threshold: int | None = optional_input("From how much on; left out: the default.", policy=OF_PARENT)


@object_type("What became of setting a rule.")
class AnomalyRuleSetPayload:
    clinic_id: strawberry.Private[UUID | None]
    anomaly_rules: list[AnomalyRule] | None = field("What the clinic says now.", policy=READ, lists=9)
    user_errors: list[UserError[AnomalyRuleSetErrorCode]] = field("Why it was not set.", policy=OUTCOME)


@error_codes("Why an alert was not acknowledged.", NOT_FOUND=COMMON["NOT_FOUND"])
class AnomalyAcknowledgeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of acknowledging an alert.")
class AnomalyAcknowledgePayload:
    clinic_id: strawberry.Private[UUID | None]
    anomaly: Anomaly | None = field("The alert as it is now.", policy=READ)
    user_errors: list[UserError[AnomalyAcknowledgeErrorCode]] = field("Why it was not acknowledged.", policy=OUTCOME)


@error_codes("Why an alert was not closed.", NOT_FOUND=COMMON["NOT_FOUND"])
class AnomalyCloseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of closing an alert.")
class AnomalyClosePayload:
    clinic_id: strawberry.Private[UUID | None]
    anomaly: Anomaly | None = field("The alert as it is now.", policy=READ)
    user_errors: list[UserError[AnomalyCloseErrorCode]] = field("Why it was not closed.", policy=OUTCOME)


@strawberry.type
class AnomalyMutations:
    @field("Say from how much on a rule speaks in a clinic, or that it does not.", policy=MANAGE, cost=10)
    async def anomaly_rule_set(
        self, info: Info, input: Annotated[AnomalyRuleSetInput, argument("Which rule, and what of it.")]
    ) -> AnomalyRuleSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")

        async def work() -> UUID:
            return await set_rule(
                context.deployment,
                actor,
                key,
                input.rule.value,
                threshold=input.threshold,
                is_enabled=input.is_enabled,
            )

        outcome = await change(info, input, AnomalyRuleSetErrorCode, work)
        return AnomalyRuleSetPayload(
            clinic_id=outcome.key,
            anomaly_rules=await rules_of(key) if outcome.key else None,
            user_errors=outcome.user_errors,
        )

    @field("Say that somebody looks into an alert.", policy=HANDLE, cost=10)
    async def anomaly_acknowledge(
        self, info: Info, anomaly_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> AnomalyAcknowledgePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(anomaly_id, "Anomaly", field="anomalyId")
        outcome = await change(
            info, None, AnomalyAcknowledgeErrorCode, lambda: acknowledge(context.deployment, actor, key)
        )
        found = await find_anomaly(context, outcome.key) if outcome.key else None
        return AnomalyAcknowledgePayload(
            clinic_id=found.record.clinic_id if found else None, anomaly=found, user_errors=outcome.user_errors
        )

    @field("Close an alert: it is settled, and what follows is counted anew.", policy=HANDLE, cost=10)
    async def anomaly_close(
        self, info: Info, anomaly_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> AnomalyClosePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(anomaly_id, "Anomaly", field="anomalyId")
        outcome = await change(info, None, AnomalyCloseErrorCode, lambda: close(context.deployment, actor, key))
        found = await find_anomaly(context, outcome.key) if outcome.key else None
        return AnomalyClosePayload(
            clinic_id=found.record.clinic_id if found else None, anomaly=found, user_errors=outcome.user_errors
        )
