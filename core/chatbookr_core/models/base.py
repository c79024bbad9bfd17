"""What every table shares."""

from tortoise import fields
from tortoise.models import Model

from chatbookr_core.ids import new_id


class Row(Model):
    """A row with a UUIDv7 key; time of creation is given by the use case, never by the database."""

    id = fields.UUIDField(primary_key=True, default=new_id)

    class Meta:
        abstract = True
