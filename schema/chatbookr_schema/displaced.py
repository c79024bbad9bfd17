"""What of the bookings to come a change has come over: the answers of hours, people, places and rooms name it."""

from typing import Final

from chatbookr_core.bookings.displacing import displaced_in
from chatbookr_core.bookings.standing import Scope
from chatbookr_permissions.actions import Permission
from chatbookr_schema.bookings import Booking
from chatbookr_schema.context import Context
from chatbookr_schema.field import Needs
from chatbookr_schema.series import found_bookings

MOST: Final = 100
USUALLY: Final = 20
NAMED: Final = Needs(Permission.BOOKING_READ)
AFFECTED: Final = (
    f"The bookings to come, {{}}, that need another time: the first {MOST} by their start. They stand until they are "
    "moved or cancelled; a task for staff counts those of the whole clinic, and "
    "`bookings(where: {{isDisplaced: true}})` lists them."
)


async def affected_in(context: Context, scope: Scope) -> list[Booking] | None:
    """Read them as far as the asker may; None where they may not read bookings."""
    if not context.can(Permission.BOOKING_READ, scope.clinic_id):
        return None
    ids = await displaced_in(scope, context.reach(scope.clinic_id), context.now, most=MOST)
    return await found_bookings(context, ids)
