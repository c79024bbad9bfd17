"""What stands in the way of appointments of a series, with what is near each of them, as clients see it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.errors import Refusal
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.series.booking import SeriesRequest, first_of
from chatbookr_core.series.changing import Move, instead_of_moves, why_no_moves
from chatbookr_core.series.layout import Layout, lay_out
from chatbookr_core.series.preview import instead_of, why_not
from chatbookr_permissions.actor import Actor
from chatbookr_schema.context import Context
from chatbookr_schema.series import SeriesRefusal, shown_each


async def not_booked(
    context: Context, wanted: Callable[[], Awaitable[SeriesRequest]], refusals: Sequence[Refusal]
) -> tuple[UUID | None, list[SeriesRefusal]]:
    """Say of which clinic a series was to be, and what stands in its way.

    Where whoever was named has left since, what is near is with others, and what was refused is told all the same.
    """
    if not refusals:
        return None, []
    deployment, actor, request = context.deployment, context.principal(), await wanted()
    clinic_id = request.wish.clinic_id
    layout = await _layout(actor, request)
    if layout is None:
        return clinic_id, await refusals_shown(context, refusals, {}, {}, clinic_id)
    whose = refusals[0].practitioner_id
    starts, first = [one.starts_at for one in refusals], first_of(layout, request)
    near = await instead_of(deployment, actor, layout, starts, whose, first=first)
    others = {one.ordinal: near[one.starts_at] for one in refusals}
    against = await why_not(deployment, actor, layout, starts, whose, first=first)
    reasons = {one.ordinal: against[one.starts_at] for one in refusals}
    return clinic_id, await refusals_shown(context, refusals, others, reasons, clinic_id)


async def _layout(actor: Actor, request: SeriesRequest) -> Layout | None:
    """Lay it out as it was, or with others where whoever was named has left; None where nobody gives it there now."""
    for wish in (request.wish, replace(request.wish, practitioner_id=None)):
        with suppress(NotFound, InvalidInput):
            return await lay_out(actor, wish)
    return None


async def not_moved(context: Context, move: Move, refusals: Sequence[Refusal], clinic_id: UUID) -> list[SeriesRefusal]:
    """Say what stands in the way of a move."""
    if not refusals:
        return []
    others = await instead_of_moves(context.deployment, context.principal(), move, refusals)
    reasons = await why_no_moves(context.deployment, context.principal(), move, refusals)
    return await refusals_shown(context, refusals, others, reasons, clinic_id)


async def refusals_shown(
    context: Context,
    refusals: Sequence[Refusal],
    others: Mapping[int, Sequence[OfferedSlot]],
    reasons: Mapping[int, Sequence[Reason]],
    clinic_id: UUID,
) -> list[SeriesRefusal]:
    """Show refusals, with what is near each and why it is not offered, both by number."""
    shown = await shown_each(context, clinic_id, [others.get(one.ordinal, ()) for one in refusals])
    return [
        SeriesRefusal.of(one, instead, reasons.get(one.ordinal, ()), clinic_id)
        for one, instead in zip(refusals, shown, strict=True)
    ]
