"""Charges operations to whoever asks: refused above the most one may cost, taken before, the unused part given back.

The answer says what it cost (`extensions.cost`) and how much is left (RateLimit headers, both the older names and
draft-ietf-httpapi-ratelimit-headers-10).
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from chatbookr_core.errors import LimitExceeded
from chatbookr_core.settings import Settings
from chatbookr_core.spending.rules import Terms
from chatbookr_core.spending.service import Payer, Spender, Visitor
from chatbookr_permissions.actor import KeyActor, OperatorActor, Principal, StaffActor
from chatbookr_schema.admitted import Charge
from chatbookr_schema.context import AnswerHead, Context
from chatbookr_schema.cost import CostPlan
from chatbookr_schema.errors import COST_EXCEEDED, RATE_LIMITED, CodedError
from chatbookr_schema.limits import COST

REFUSAL = 10  # points, for variables that were read and do not fit
STRANGERS_SHARE = 10  # somebody unknown has a tenth of what people and keys have
POLICY = "cost"
TOO_MANY_REQUESTS = 429


def payer_of(actor: Principal | None, address: str | None) -> Payer:
    """Say who pays: a person, a key in the name of its clinic, or for nobody known the address they ask from."""
    if isinstance(actor, StaffActor):
        return Spender(actor.user_id, None)
    if isinstance(actor, KeyActor):
        return Spender(actor.key_id, actor.clinic_id)
    if isinstance(actor, OperatorActor):
        return Spender(actor.operator_id, None)
    return Visitor(address or "")


def terms_for(payer: Payer, settings: Settings) -> Terms:
    """Return how much a payer has, and how fast it comes back."""
    share = STRANGERS_SHARE if isinstance(payer, Visitor) else 1
    return _terms(settings.cost_capacity / share, settings.cost_restored_per_second / share)


_terms = cache(Terms)


async def charge(context: Context, plan: CostPlan, variables: Mapping[str, Any]) -> Charge:
    """Take what an operation may cost, before it is executed; `variables` are coerced.

    Raises CodedError: COST_EXCEEDED, and RATE_LIMITED with the answer's status and headers set.
    """
    requested = plan.requested(variables)
    check_cost(requested)
    return await _taken(context, requested)


async def charge_refusal(context: Context) -> None:
    """Take what refusing an operation's variables costs. Raises CodedError (RATE_LIMITED)."""
    await settled(context, await _taken(context, REFUSAL), REFUSAL)


def check_cost(requested: int) -> None:
    """Raises CodedError (COST_EXCEEDED) for more than one operation may cost."""
    if requested > COST:
        raise CodedError(
            f"That would cost {requested} points, and one operation may cost {COST}: ask for smaller pages.",
            COST_EXCEEDED,
            requested=requested,
            mostPerOperation=COST,
        )


async def settle(context: Context, plan: CostPlan, charged: Charge, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give back what an operation did not use; return its `extensions.cost`."""
    actual = plan.actual(data, charged.requested)
    return await settled(context, charged, actual)


async def settled(context: Context, charged: Charge, actual: int) -> dict[str, Any]:
    """Give back what was taken beyond `actual`; return the answer's `extensions.cost`."""
    cost: dict[str, Any] = {"requested": charged.requested, "actual": actual}
    if charged.payer is None or charged.available is None:
        return cost
    terms = terms_for(charged.payer, context.deployment.settings)
    available = charged.available
    if actual < charged.requested:
        spending = context.deployment.spending
        available = await spending.refund(charged.payer, charged.requested - actual, terms, context.now)
    _head(context.answer, terms, available)
    return {
        **cost,
        "maximum": int(terms.capacity),
        "available": math.floor(available),
        "restoreRate": int(terms.restored_per_second),
    }


async def charge_event(context: Context, plan: CostPlan, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Take what one event of a subscription cost; return its `extensions.cost`. Raises CodedError (RATE_LIMITED)."""
    actual = plan.actual(data, COST)
    return await settled(context, await _taken(context, actual), actual)


async def _taken(context: Context, points: int) -> Charge:
    if context.payer is None:
        return Charge(points, None)
    terms = terms_for(context.payer, context.deployment.settings)
    try:
        available = await context.deployment.spending.take(context.payer, points, terms, context.now)
    except LimitExceeded as refusal:
        _head(context.answer, terms, 0)
        context.answer.status = TOO_MANY_REQUESTS
        context.answer.headers["retry-after"] = str(refusal.retry_after_seconds)
        raise CodedError(
            refusal.message, RATE_LIMITED, retryAfterSeconds=refusal.retry_after_seconds, requested=points
        ) from None
    return Charge(points, context.payer, available)


def _head(answer: AnswerHead, terms: Terms, available: float) -> None:
    """Write the headers; the reset is when the bucket is full again, in seconds from now."""
    limit, left = int(terms.capacity), math.floor(available)
    reset = math.ceil((terms.capacity - available) / terms.restored_per_second)
    answer.headers.update(
        {
            "ratelimit-limit": str(limit),
            "ratelimit-remaining": str(left),
            "ratelimit-reset": str(reset),
            "ratelimit-policy": f'"{POLICY}";q={limit};w={math.ceil(terms.window_seconds)}',
            "ratelimit": f'"{POLICY}";r={left};t={reset}',
        }
    )
