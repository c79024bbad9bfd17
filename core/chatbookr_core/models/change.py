"""What changed, in the order of its commits: for subscribers that come back, and for webhooks."""

from tortoise import fields

from chatbookr_core.models.base import Table


class LoggedChange(Table):
    """A change as it was told, written in the transaction that made it; ids alone, kept for a while."""

    id = fields.BigIntField(primary_key=True, generated=True)
    snapshot = fields.CharField(max_length=400, db_default="")  # PostgreSQL's, then: what was told
    transaction_id = fields.BigIntField(null=True)  # PostgreSQL's (xid8); 0 on SQLite
    clinic_id = fields.UUIDField(null=True)
    kind = fields.CharField(max_length=16)
    subject_id = fields.UUIDField(null=True)
    parent_id = fields.UUIDField(null=True)
    happened_at = fields.DatetimeField()

    class Meta:
        table = "change_log"
        indexes = (("clinic_id", "transaction_id"), ("transaction_id", "id"))


class SlotChange(Table):
    """What free times are made of is not as it was; the database's own triggers write it, whoever changes what.

    Without a subject it is how the clinic works that changed: hours, places, people, services.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    transaction_id = fields.BigIntField()  # PostgreSQL's (xid8); 0 on SQLite
    clinic_id = fields.UUIDField()
    subject_id = fields.UUIDField(null=True)  # the practitioner, room or device whose time was taken or given back
    happened_at = fields.DatetimeField()

    class Meta:
        table = "slot_change"
        indexes = (("clinic_id", "transaction_id"),)
