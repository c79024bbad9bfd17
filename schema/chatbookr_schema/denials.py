"""What was closed to whoever asked, written into the audit log: probing shows there."""

from collections.abc import Iterable

from graphql import FieldNode, GraphQLError

from chatbookr_core.audit.entries import MOST_LISTED
from chatbookr_core.audit.lately import Lately
from chatbookr_core.audit.recording import note_alone
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_schema.context import Context
from chatbookr_schema.errors import DENIED

LATELY = Lately()


async def log_denied(context: Context, errors: Iterable[GraphQLError]) -> None:
    """Write one entry for all that an operation found closed; nobody's operations are not written down.

    The same for the same asker once a minute in each process. Begins a transaction of its own.
    """
    fields, permissions = set[str](), set[str]()
    for error in errors:
        problem, extensions = error.original_error, error.extensions or {}
        if isinstance(problem, PermissionDenied):
            permissions.add(problem.permission.value)
        elif extensions.get("code") == DENIED[0]:
            permissions.update(str(one) for one in extensions.get("requiredPermissions", ()))
        else:
            continue
        fields.update(one.name.value for one in error.nodes or () if isinstance(one, FieldNode))
    if not (fields or permissions) or context.actor is None:
        return
    if LATELY.claim((context.actor.principal_id, *sorted(fields), *sorted(permissions)), context.now):
        await note_alone(
            context.now,
            "requestDenied",
            context.actor,
            outcome="denied",
            fields=sorted(fields)[:MOST_LISTED],
            permissions=sorted(permissions),
        )
