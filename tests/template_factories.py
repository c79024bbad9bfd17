"""Rows of message templates, as a sync would keep them."""

from typing import Any

from tests.factories import writing

from chatbookr_core.ids import new_id
from chatbookr_core.models import ChannelConnection, MessageTemplate, TemplateUse


async def make_template(connection: ChannelConnection, **fields: Any) -> MessageTemplate:
    """Make an approved template of one variable, as a sync would keep it."""
    async with writing():
        return await MessageTemplate.create(
            **{
                "id": new_id(),
                "clinic_id": connection.clinic_id,
                "connection_id": connection.id,
                "external_id": new_id().hex,
                "name": "reminder",
                "language": "en",
                "category": "utility",
                "status": "approved",
                "quality": "unknown",
                "body": "You are expected on {{1}}.",
                "replies": ["Cancel"],
                "variables": [["body", "1"]],
                "is_fillable": True,
                "components": "[]",
                "synced_at": connection.connected_at,
                "created_at": connection.connected_at,
                **fields,
            }
        )


async def make_template_use(template: MessageTemplate, purpose: str = "reminder", **fields: Any) -> TemplateUse:
    """Use a template for a purpose."""
    async with writing():
        return await TemplateUse.create(
            **{
                "id": new_id(),
                "clinic_id": template.clinic_id,
                "connection_id": template.connection_id,
                "template_id": template.id,
                "purpose": purpose,
                "language": template.language,
                "fillings": ["date"],
                "created_at": template.created_at,
                **fields,
            }
        )
