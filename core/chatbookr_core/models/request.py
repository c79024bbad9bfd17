"""What is remembered of requests: keys under which a change was asked for, and how much each asker has spent."""

from tortoise import fields

from chatbookr_core.models.base import Row


class IdempotentRequest(Row):
    """A change asked for under a key of the asker's: asked again, it is answered again and not done again."""

    clinic_id = fields.UUIDField(null=True)  # a key's clinic; staff name none before the change is looked up
    principal_id = fields.UUIDField()  # the user, or the API key
    field = fields.CharField(max_length=80)  # the mutation
    key_hash = fields.CharField(max_length=64)
    arguments_hash = fields.CharField(max_length=64)  # keyed: arguments can be people's words
    state = fields.CharField(max_length=8)  # running | done
    outcome = fields.JSONField[dict[str, object]](null=True)  # ids and codes, never text of people
    running_until = fields.DatetimeField()  # a process that died meanwhile blocks no longer than this
    created_at = fields.DatetimeField()

    class Meta:
        table = "idempotent_request"
        unique_together = (("principal_id", "field", "key_hash"),)
        indexes = (("created_at",),)


class CostBucket(Row):
    """How much a principal has left to spend; `id` is the user's or the key's."""

    clinic_id = fields.UUIDField(null=True)
    level = fields.FloatField()  # points left at `leveled_at`; it fills from there
    leveled_at = fields.DatetimeField()

    class Meta:
        table = "cost_bucket"
