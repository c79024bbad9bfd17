"""The Graph API's media: upload, address, download, delete; and what a patient sends from the phone."""

from __future__ import annotations

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from chatbookr_sandbox.meta.accounts import ClinicNumber
from chatbookr_sandbox.meta.graph import grant_in
from chatbookr_sandbox.meta.media import (
    IDS_OF_UPLOADS_SECONDS,
    IDS_OF_WEBHOOKS_SECONDS,
    LIMITS,
    UPLOADED,
    MediaFile,
    kind_of,
    parts_of,
)
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import (
    GraphRefusal,
    JsonObject,
    bad_parameter,
    graph_answer,
    invalid,
    unknown_object,
)

_JPEG = (
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
_WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
MADE_UP: dict[str, tuple[str, bytes]] = {
    "image": ("image/jpeg", base64.b64decode(_JPEG)),
    "audio": ("audio/ogg; codecs=opus", b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(17)),
    "video": ("video/mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(40)),
    "document": ("application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
    "sticker": ("image/webp", base64.b64decode(_WEBP)),
}
"""A small file of each kind, by its first bytes what it says it is."""


def sent_from_phone(platform: Platform, number: ClinicNumber, kind: str, wish: JsonObject) -> JsonObject:
    """Shelve what a patient sends (`file`: `content` in base64, `mime_type`, `filename`) and write its webhook object.

    Left out: a made-up file. Raises ValueError for what is no file; a phone sends none beyond the limits.
    """
    said, (mime_type, content) = wish.get("file", {}), MADE_UP[kind]
    if not isinstance(said, dict):
        raise ValueError("file must be an object with content, mime_type and filename")
    if "content" in said:
        try:
            content = base64.b64decode(str(said["content"]), validate=True)
        except binascii.Error as problem:
            raise ValueError("content must be base64") from problem
    if len(content) > LIMITS[kind]:
        raise ValueError(f"a phone sends at most {LIMITS[kind]} bytes as {kind}")
    mime_type = str(said.get("mime_type", mime_type))
    expires_at = platform.now() + IDS_OF_WEBHOOKS_SECONDS
    file = MediaFile(platform.numeric_id(), mime_type, content, number.phone_number_id, expires_at)
    platform.media.put(file)
    told: JsonObject = {"mime_type": mime_type, "sha256": file.sha256_of_webhooks, "id": file.id}
    if kind == "document":
        told["filename"] = str(said.get("filename", "a.pdf"))
    if isinstance(wish.get("caption"), str) and kind in ("image", "video", "document"):
        told["caption"] = wish["caption"]
    extra: dict[str, JsonObject] = {"audio": {"voice": wish.get("voice", True) is True}, "sticker": {"animated": False}}
    return told | extra.get(kind, {})


async def upload(platform: Platform, request: Request) -> JsonObject:
    """Keep a file a clinic wants to send."""
    number = platform.accounts.number_for(request.path_params["object_id"], grant_in(platform, request))
    parts = parts_of(request.headers.get("content-type", ""), await request.body())
    file = parts.get("file")
    if file is None or parts.get("messaging_product", file).content != b"whatsapp":
        raise bad_parameter("The parameters messaging_product and file are required.")
    mime_type = parts["type"].content.decode("ascii", "replace") if "type" in parts else file.mime_type
    if mime_type.partition(";")[0].strip().lower() not in UPLOADED:
        wanted = f"Param file must be a file with one of the following types: {', '.join(UPLOADED)}."
        raise bad_parameter(f"{wanted} Received file of type '{mime_type}'.")
    if len(file.content) > LIMITS[kind_of(mime_type)]:
        raise GraphRefusal(131053, details="Media file is too large")
    expires_at = platform.now() + IDS_OF_UPLOADS_SECONDS
    kept = MediaFile(platform.numeric_id(), mime_type, file.content, number.phone_number_id, expires_at)
    platform.media.put(kept)
    return {"id": kept.id}


def check_file(platform: Platform, number: ClinicNumber, kind: str, content: JsonObject) -> None:
    """Refuse a message that names a file this number never uploaded, or one of another kind."""
    media_id = content.get("id")
    if kind not in LIMITS or media_id is None:
        return
    file = platform.media.find(str(media_id), platform.now())
    if file is None or file.phone_number_id != number.phone_number_id:
        raise invalid("Media id is not valid: upload the file to this number first")
    if kind != "document" and kind_of(file.mime_type) != kind:
        raise GraphRefusal(131053, details=f"Unsupported {kind} mime type {file.mime_type}")


async def show_on_phone(platform: Platform, request: Request) -> Response:
    """Let whoever plays the patient see a file that was sent."""
    file = platform.media.find(request.path_params["media_id"], platform.now())
    if file is None:
        return Response("Not found", status_code=404)
    headers = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox"}
    return Response(file.content, media_type=file.mime_type, headers=headers)


def described_file(platform: Platform, file: MediaFile, request: Request) -> JsonObject:
    """Describe a file, with an address that holds for five minutes."""
    base, version = f"{request.url.scheme}://{request.url.netloc}", request.path_params["version"]
    return {
        "messaging_product": "whatsapp",
        "url": f"{base}/meta/{version}/attachments/?{platform.media.query_of(file, platform.now())}",
        "mime_type": file.mime_type,
        "sha256": file.sha256,
        "file_size": str(len(file.content)),
        "id": file.id,
    }


def file_for(platform: Platform, request: Request, media_id: str) -> MediaFile | None:
    """Find a file under its id; raises GraphRefusal where the token, or the number that is named, is another's."""
    grant, file = grant_in(platform, request), platform.media.find(media_id, platform.now())
    if file is None:
        return None
    platform.accounts.number_for(file.phone_number_id, grant)
    if request.query_params.get("phone_number_id", file.phone_number_id) != file.phone_number_id:
        raise GraphRefusal(100, "(#100) Param phone_number_id does not own this media")
    return file


async def delete(platform: Platform, request: Request) -> JsonObject:
    """Forget a file."""
    file = file_for(platform, request, request.path_params["object_id"])
    if file is None:
        raise unknown_object("Media")
    del platform.media.files[file.id]
    return {"success": True}


async def download(platform: Platform, request: Request) -> Response:
    """Hand a file's bytes to the bearer of a live token of its account, by an address that has not run out."""
    grant_in(platform, request)
    query, now = request.query_params, platform.now()
    media_id = query.get("mid", "")
    is_given = platform.media.is_address(media_id, query.get("ext", ""), query.get("hash", ""), now)
    file = file_for(platform, request, media_id) if is_given else None
    if file is None:
        return graph_answer(unknown_object("Media").as_json(), status=404)
    return Response(file.content, media_type=file.mime_type, headers={"x-content-type-options": "nosniff"})
