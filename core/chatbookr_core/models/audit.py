"""The audit log: entries as they were written, their places in the tree, and the states of it that were signed.

Rows are added and read, never changed: the database refuses it. What is older than the policy is cut off from the
front, up to a recorded truncation.
"""

from tortoise import fields

from chatbookr_core.models.base import Row, Table


class AuditEntry(Row):
    """What somebody did, written in the transaction that did it; `content` is what the log is over, byte for byte."""

    clinic_id = fields.UUIDField(null=True)  # none: the deployment's, or a person's of no clinic
    action = fields.CharField(max_length=40)
    outcome = fields.CharField(max_length=8)
    actor_kind = fields.CharField(max_length=8)
    actor_id = fields.UUIDField(null=True)
    subject_id = fields.UUIDField(null=True)
    happened_at = fields.DatetimeField()
    content = fields.TextField()

    class Meta:
        table = "audit_entry"
        indexes = (("clinic_id", "happened_at", "id"),)


class AuditPending(Table):
    """An entry that has no place yet; the database notes it as the entry is written."""

    entry_id = fields.UUIDField(primary_key=True)

    class Meta:
        table = "audit_pending"


class AuditLeaf(Table):
    """The place of an entry in the log, and in its clinic's part of it, both counted from 0."""

    index = fields.BigIntField(primary_key=True, generated=False, source_field="position")
    entry_id = fields.UUIDField(unique=True)
    clinic_id = fields.UUIDField(null=True)
    clinic_index = fields.BigIntField(null=True)
    hash = fields.BinaryField()

    class Meta:
        table = "audit_leaf"
        unique_together = (("clinic_id", "clinic_index"),)


class AuditNode(Table):
    """The hash of 16**level leaves, from `position` · 16**level on; `level` is at least 1."""

    id = fields.BigIntField(primary_key=True, generated=True)
    level = fields.SmallIntField()
    position = fields.BigIntField()
    hash = fields.BinaryField()

    class Meta:
        table = "audit_node"
        unique_together = (("level", "position"),)


class AuditCheckpoint(Table):
    """A signed state of the log."""

    size = fields.BigIntField(primary_key=True, generated=False)
    note = fields.TextField()
    signed_at = fields.DatetimeField()

    class Meta:
        table = "audit_checkpoint"


class AuditCosignature(Table):
    """A witness's signature line under a checkpoint."""

    id = fields.BigIntField(primary_key=True, generated=True)
    size = fields.BigIntField()
    witness = fields.CharField(max_length=200)
    line = fields.TextField()
    cosigned_at = fields.DatetimeField()

    class Meta:
        table = "audit_cosignature"
        unique_together = (("size", "witness"),)


class AuditTruncation(Table):
    """Up to where entries are gone; the tree's nodes stay, so that whatever follows is proven as before."""

    size = fields.BigIntField(primary_key=True, generated=False)
    truncated_at = fields.DatetimeField()

    class Meta:
        table = "audit_truncation"


class AuditExpiry(Row):
    """That a clinic's entries numbered below `size` are older than it keeps them; their hashes stay in the tree."""

    clinic_id = fields.UUIDField()
    size = fields.BigIntField()
    entry_id = fields.UUIDField()  # that says so in the log; nothing goes before it has its place
    expired_at = fields.DatetimeField()

    class Meta:
        table = "audit_expiry"
        unique_together = (("clinic_id", "size"),)
