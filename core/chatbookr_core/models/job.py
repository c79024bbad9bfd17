"""Work owed: written in the transaction that causes it, finished in the transaction of its effect."""

from tortoise import fields

from chatbookr_core.models.base import Row


class Job(Row):
    clinic_id = fields.UUIDField(null=True)
    kind = fields.CharField(max_length=40)  # the actor's name: "inbound.process"
    subject_id = fields.UUIDField(null=True)  # what it is about; actors re-read everything else
    arguments = fields.JSONField[dict[str, str | int | bool | None]]()  # ids and numbers, never text of people
    dedupe_key = fields.CharField(max_length=120, unique=True, null=True)
    state = fields.CharField(max_length=8)  # due | queued | running | done | dead
    due_at = fields.DatetimeField()  # not before; while queued or running: when it counts as lost
    attempts = fields.IntField(default=0)  # counted before the work starts
    deaths = fields.IntField(default=0)  # attempts in a row that ended without a word (SIGKILL included)
    lease = fields.UUIDField(null=True)  # fencing token of the attempt under way
    give_up_at = fields.DatetimeField()  # temporary failures are retried until then
    last_error = fields.CharField(max_length=120, null=True)  # a code, never text of people
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "job"
        indexes = (("state", "due_at"), ("clinic_id", "kind", "state"))
