"""An operation that may be executed: what was found out about it, and what was taken for it."""

from dataclasses import dataclass

from graphql.execution.values import VariableValues

from chatbookr_core.spending.service import Payer
from chatbookr_schema.cost import CostPlan


@dataclass(frozen=True, slots=True)
class Charge:
    """What was taken for one operation; `available` is None where nobody pays: the host itself asks."""

    requested: int
    payer: Payer | None
    available: float | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """An operation that may be executed: its variables, its price, and what was taken for it.

    `charged` is None for a subscription, which pays for each of its events.
    """

    values: VariableValues
    plan: CostPlan
    charged: Charge | None
