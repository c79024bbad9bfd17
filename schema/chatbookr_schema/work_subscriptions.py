"""What people at work hear of besides conversations and bookings: tasks, channels, calendars, and the clinic itself."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.events import Position
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channels import Calendar, Channel, find_calendar, find_channel
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Context, Info
from chatbookr_schema.event_cursor import event_cursor
from chatbookr_schema.field import STAFF, Needs, argument, field, object_type, subscription
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.subscriptions import HEARER, After, Topic, events_of, of_subject
from chatbookr_schema.tasks import StaffTask, find_task

TASKS, CHANNELS, CALENDARS, CLINICS = "taskChanged", "channelChanged", "calendarChanged", "clinicChanged"


@object_type("A task for staff is new or not as it was.")
class TaskChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    task_key: strawberry.Private[UUID]

    @field("The task as it is now.", policy=Needs(Permission.TASK_READ), cost=1)
    async def task(self, info: Info) -> StaffTask | None:
        return await find_task(info.context, self.task_key)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, TASKS, self.clinic_id, self.position)


@object_type("A messaging account is not as it was, or its provider said something about it.")
class ChannelChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    channel_key: strawberry.Private[UUID]

    @field("The account as it is now.", policy=Needs(Permission.CONNECTION_READ), cost=1)
    async def channel(self, info: Info) -> Channel | None:
        return await find_channel(info.context, self.channel_key)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, CHANNELS, self.clinic_id, self.position)


@object_type("A practitioner's calendar account is not as it was, or has been read.")
class CalendarChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    calendar_key: strawberry.Private[UUID]

    @field("The account as it is now.", policy=Needs(Permission.CONNECTION_READ), cost=1)
    async def calendar(self, info: Info) -> Calendar | None:
        return await find_calendar(info.context, self.calendar_key)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, CALENDARS, self.clinic_id, self.position)


@object_type("A clinic is not as it was: what it says of itself, its rules, services, people, places, hours or rooms.")
class ClinicChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]

    @field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ), cost=1)
    async def clinic(self, info: Info) -> Clinic | None:
        return await find_clinic(info.context, self.clinic_id)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, CLINICS, self.clinic_id, self.position)


async def _reaches_task(value: TaskChange, context: Context) -> bool:
    is_limited = context.reach(value.clinic_id).is_limited
    return not is_limited or await find_task(context, value.task_key) is not None


async def _reaches_channel(value: ChannelChange, context: Context) -> bool:
    """Pass over calendars, whose connections are told of by the same word."""
    return await find_channel(context, value.channel_key) is not None


async def _reaches_calendar(value: CalendarChange, context: Context) -> bool:
    """Pass over messaging accounts, whose connections are told of by the same word."""
    return await find_calendar(context, value.calendar_key) is not None


async def _reaches_clinic(value: ClinicChange, context: Context) -> bool:
    """Tell everybody who reads the clinic: what they hear of it is read with their permissions."""
    return await find_clinic(context, value.clinic_id) is not None


@strawberry.type
class WorkSubscriptions:
    @subscription(
        "What staff of a clinic must look at, as it comes up and is done.",
        policy=Needs(Permission.TASK_READ),
        surfaces=STAFF,
    )
    async def task_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[TaskChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.TASK_READ)

        value_of = of_subject(
            "task", lambda key, position: TaskChange(clinic_id=clinic, position=position, task_key=key)
        )
        return await events_of(info, Topic(TASKS, clinic, Permission.TASK_READ, value_of, _reaches_task), after)

    @subscription(
        "Messaging accounts of a clinic, as they are lost, rest, come back and are connected.",
        policy=Needs(Permission.CONNECTION_READ),
        surfaces=STAFF,
    )
    async def channel_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[ChannelChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)

        value_of = of_subject(
            "connection", lambda key, position: ChannelChange(clinic_id=clinic, position=position, channel_key=key)
        )
        return await events_of(
            info, Topic(CHANNELS, clinic, Permission.CONNECTION_READ, value_of, _reaches_channel), after
        )

    @subscription(
        "Practitioners' calendar accounts of a clinic: as they are connected, chosen from, lost and disconnected, and "
        "each time they have been read. That one is not fresh any more comes of time alone, "
        "`calendarFreshnessMinutes` after `fetchedAt`, and is told by nothing.",
        policy=Needs(Permission.CONNECTION_READ),
        surfaces=STAFF,
    )
    async def calendar_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[CalendarChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)

        value_of = of_subject(
            "connection", lambda key, position: CalendarChange(clinic_id=clinic, position=position, calendar_key=key)
        )
        return await events_of(
            info, Topic(CALENDARS, clinic, Permission.CONNECTION_READ, value_of, _reaches_calendar), after
        )

    @subscription(
        "A clinic, as what it says of itself, its rules, services, people, places, hours or rooms change.",
        policy=Needs(Permission.CLINIC_READ),
        surfaces=STAFF,
    )
    async def clinic_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("This clinic.")],
        after: After = None,
    ) -> AsyncGenerator[ClinicChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.CLINIC_READ)

        value_of = of_subject("clinic", lambda key, position: ClinicChange(clinic_id=key, position=position))
        return await events_of(info, Topic(CLINICS, clinic, Permission.CLINIC_READ, value_of, _reaches_clinic), after)
