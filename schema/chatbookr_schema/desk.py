"""The schema of operators' own business, which is no clinic's: incidents. What a clinic opens to them is elsewhere."""

from functools import cache

from chatbookr_schema.build import build
from chatbookr_schema.incident_changes import DeskMutation
from chatbookr_schema.incidents import DeskQuery
from chatbookr_schema.surface_schema import ChatbookrSchema


@cache
def desk_schema() -> ChatbookrSchema:
    """Return what operators see at their desk. Raises InvalidSettings where a field keeps silent about its policy."""
    schema = build(DeskQuery, DeskMutation, None)
    schema.is_desk = True
    return schema
