"""Every address of Meta's half, on one screen."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.meta import files, messages, objects, tokens
from chatbookr_sandbox.meta.batch import batch_call
from chatbookr_sandbox.meta.control import control_routes
from chatbookr_sandbox.meta.graph import Act, graph_call, graph_file
from chatbookr_sandbox.meta.patients import patient_routes
from chatbookr_sandbox.meta.phone import phone_routes
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject

# (method, path below /meta/{version}, the operation faults name, what answers)
GRAPH: tuple[tuple[str, str, str, Act], ...] = (
    ("GET", "/oauth/access_token", "token", tokens.exchange),
    ("POST", "/oauth/access_token", "token", tokens.exchange),
    ("GET", "/debug_token", "token.inspect", tokens.inspect),
    ("POST", "/{object_id}/messages", "messages.send", messages.send),
    ("POST", "/{object_id}/register", "register", objects.register),
    ("POST", "/{object_id}/deregister", "deregister", objects.deregister),
    ("POST", "/{object_id}/media", "media.upload", files.upload),
    ("GET", "/{object_id}/phone_numbers", "phone_numbers.list", objects.list_numbers),
    ("GET", "/{object_id}/subscribed_apps", "subscribed_apps.list", objects.list_subscribed),
    ("POST", "/{object_id}/subscribed_apps", "subscribed_apps.add", objects.subscribe),
    ("DELETE", "/{object_id}/subscribed_apps", "subscribed_apps.remove", objects.unsubscribe),
    ("GET", "/{object_id}/message_templates", "templates.list", objects.list_templates),
    ("POST", "/{object_id}/message_templates", "templates.add", objects.add_template),
    ("DELETE", "/{object_id}/message_templates", "templates.remove", objects.remove_template),
    ("GET", "/{object_id}/subscriptions", "subscriptions.list", tokens.list_subscriptions),
    ("POST", "/{object_id}/subscriptions", "subscriptions.set", tokens.subscribe_app),
    ("DELETE", "/{object_id}/permissions", "permissions.revoke", tokens.revoke),
    ("GET", "/{object_id}", "object.show", objects.show),
    ("POST", "/{object_id}", "phone_number.update", objects.update_number),
    ("DELETE", "/{object_id}", "media.delete", files.delete),
)


def meta_routes(context: SandboxContext) -> list[BaseRoute]:
    """Route `/meta/{version}/...`, `/phone` and `/sandbox/meta/...`."""
    platform = Platform(context)
    graph: list[BaseRoute] = [
        Route(f"/meta/{{version}}{path}", graph_call(platform, operation, act), methods=[method])
        for method, path, operation, act in GRAPH
    ]
    attachments = graph_file(platform, "media.download", files.download)
    media = Route("/meta/{version}/attachments/", attachments, methods=["GET"])
    everything = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    nowhere = Route("/meta/{version}/{rest:path}", graph_call(platform, "unknown", _unknown_path), methods=everything)
    batch = Route("/meta/", batch_call(graph), methods=["POST"])
    return [batch, media, *graph, nowhere, *control_routes(platform), *patient_routes(platform), *phone_routes()]


async def _unknown_path(_: Platform, request: Request) -> JsonObject:
    path = request.path_params["rest"]
    raise GraphRefusal(2500, f"Unknown path components: /{path}", status=400)
