"""The clinic and what it offers: places, people, services, rooms and hours."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row


class Clinic(Row):
    name = fields.CharField(max_length=80)
    zone = fields.CharField(max_length=64)  # IANA
    locale = fields.CharField(max_length=8, default="en")
    privacy_url = fields.CharField(max_length=200, default="")
    phone = fields.CharField(max_length=32, default="")
    emergency_number = fields.CharField(max_length=16, default="112")
    opening_text = fields.CharField(max_length=80, default="")  # where the patient's language has none of its own
    opening_texts = fields.JSONField[dict[str, str] | None](null=True)  # by language
    hold_minutes = fields.IntField(default=10)
    notice_minutes = fields.IntField(default=60)
    horizon_days = fields.IntField(default=42)
    cutoff_minutes = fields.IntField(default=1440)
    calendar_freshness_minutes = fields.IntField(default=15)
    quiet_from_minute = fields.SmallIntField(default=1200, db_default=1200)  # local wall minutes since midnight
    quiet_until_minute = fields.SmallIntField(default=480, db_default=480)  # the same as above: no quiet hours
    region = fields.CharField(max_length=8, default="EU", db_default="EU")  # where its data may be handled
    allows_transfers = fields.BooleanField(default=True, db_default=True)  # out of there, under a declared mechanism
    consent_mode = fields.CharField(max_length=16, default="notice_only", db_default="notice_only")  # | explicit_first
    requires_second_factor = fields.BooleanField(default=False, db_default=False)
    watched_reads = fields.CharField(max_length=2000, default="", db_default="")  # fields, with blanks between
    calendar_drift_mode = fields.CharField(max_length=12, default="ask", db_default="ask")  # | follow | put_back
    sends_reminders = fields.BooleanField(default=True, db_default=True)
    reminder_hours = fields.SmallIntField(default=48, db_default=48)  # before the start; 0: no first reminder
    last_reminder_hours = fields.SmallIntField(default=3, db_default=3)  # where the first was not answered; 0: none
    reminders_name_services = fields.BooleanField(default=False, db_default=False)
    follows_up_no_shows = fields.BooleanField(default=False, db_default=False)
    books_for_others = fields.BooleanField(default=False, db_default=False)  # in the chat, from one phone
    asks_birth_date = fields.BooleanField(default=False, db_default=False)  # of whom somebody else books for
    completes_bookings = fields.BooleanField(default=False, db_default=False)  # at the day's end
    nudge_minutes = fields.SmallIntField(default=0, db_default=0)  # of silence in mid-booking; 0: nobody is asked
    answer_minutes = fields.IntField(default=120, db_default=120)  # of opening hours, within which people are answered
    travel_minutes = fields.IntField(default=0, db_default=0)  # what a practitioner takes from one place to another
    waitlist_minutes = fields.SmallIntField(default=15, db_default=15)  # for so long an offer is kept; 0: no waitlist
    created_at = fields.DatetimeField()

    class Meta:
        table = "clinic"


class Location(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    name = fields.CharField(max_length=24)
    address = fields.CharField(max_length=120, default="")
    zone = fields.CharField(max_length=64)
    is_active = fields.BooleanField(default=True)
    holiday_country = fields.CharField(max_length=2, null=True)  # ISO 3166-1; none: it keeps no public holidays
    holiday_region = fields.CharField(max_length=24, null=True)  # ISO 3166-2 within the country, mostly
    holidays_worked = fields.JSONField[list[str] | None](null=True)  # names of holidays on which it is open

    class Meta:
        table = "location"
        indexes = (("clinic_id", "name", "id"),)


class Practitioner(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    full_name = fields.CharField(max_length=80)
    short_name = fields.CharField(max_length=24)
    is_active = fields.BooleanField(default=True)
    bookings_per_day = fields.SmallIntField(null=True)  # none: as many as there is time for
    bookings_per_week = fields.SmallIntField(null=True)

    class Meta:
        table = "practitioner"
        indexes = (("clinic_id", "full_name", "id"),)


class Service(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    title = fields.CharField(max_length=80)
    short_title = fields.CharField(max_length=24)  # what fits a list row; longer ones are refused, never cut
    duration_minutes = fields.IntField()
    buffer_before_minutes = fields.IntField(default=0)
    buffer_after_minutes = fields.IntField(default=0)
    step_minutes = fields.IntField(default=15)
    price_minor_units = fields.IntField(null=True)
    currency = fields.CharField(max_length=3, null=True)
    is_active = fields.BooleanField(default=True)
    other_durations = fields.JSONField[list[int] | None](null=True)  # minutes; what else it can take
    is_on_request = fields.BooleanField(default=False, db_default=False)  # staff confirm what patients ask for
    seats = fields.SmallIntField(default=1, db_default=1)  # more: a group appointment, for so many patients at once
    bookings_per_day = fields.SmallIntField(null=True)  # of all practitioners together
    bookings_per_week = fields.SmallIntField(null=True)

    class Meta:
        table = "service"
        indexes = (("clinic_id", "title", "id"),)


class ServicePractitioner(Row):
    """Who gives a service, and where."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    service_id: UUID
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name=False, on_delete=fields.CASCADE
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE
    )

    class Meta:
        table = "service_practitioner"
        unique_together = (("clinic_id", "service_id", "practitioner_id"),)


class Resource(Row):
    """A room or a device that some services need."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    location_id: UUID
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=80)
    kind = fields.CharField(max_length=40)  # resources of one kind at one place stand in for each other
    is_active = fields.BooleanField(default=True)

    class Meta:
        table = "resource"
        indexes = (("clinic_id", "location_id", "kind"),)


class ServiceResource(Row):
    """A service needs one resource of a kind for the whole block."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    service_id: UUID
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name=False, on_delete=fields.CASCADE
    )
    resource_kind = fields.CharField(max_length=40)

    class Meta:
        table = "service_resource"
        unique_together = (("clinic_id", "service_id", "resource_kind"),)


class WorkingHours(Row):
    """A weekly stretch in the place's local wall time; several may fall on one day."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE
    )
    location_id: UUID
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.CASCADE
    )
    weekday = fields.SmallIntField()  # ISO: 1 Monday … 7 Sunday
    start_minute = fields.SmallIntField()  # local wall minutes since midnight
    end_minute = fields.SmallIntField()
    valid_from = fields.DateField(null=True)  # local dates, both included
    valid_until = fields.DateField(null=True)

    class Meta:
        table = "working_hours"
        indexes = (("clinic_id", "practitioner_id", "weekday"),)


class ResourceHours(Row):
    """A weekly stretch in which a room or device can be used; one without any can be used always."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    resource_id: UUID
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    weekday = fields.SmallIntField()  # as in WorkingHours
    start_minute = fields.SmallIntField()
    end_minute = fields.SmallIntField()
    valid_from = fields.DateField(null=True)
    valid_until = fields.DateField(null=True)

    class Meta:
        table = "resource_hours"
        indexes = (("clinic_id", "resource_id", "weekday"),)


class WorkingException(Row):
    """One date on which other hours hold (none: closed): of a practitioner, of a room or device, or of the clinic."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID | None
    practitioner: fields.ForeignKeyNullableRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE, null=True
    )
    resource_id: UUID | None
    resource: fields.ForeignKeyNullableRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name=False, on_delete=fields.CASCADE, null=True
    )
    day = fields.DateField()
    windows = fields.JSONField[list[list[int]]]()  # [[start_minute, end_minute], …]

    class Meta:
        table = "working_exception"
        indexes = (("clinic_id", "day"),)
