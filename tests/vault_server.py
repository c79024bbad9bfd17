"""A HashiCorp Vault on this machine, as far as clients of its transit and KV engines can tell: API, errors, versions.

Written after Vault's API documentation (transit, kv v2, status codes); encrypts for real, AES-256-GCM.
"""

import json
import os
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "hvs.CAESIcanarytokenofatest"


class Refused(Exception):
    def __init__(self, status: int, *errors: str) -> None:
        super().__init__(status)
        self.status, self.errors = status, list(errors)


class VaultServer:
    """One Vault: a transit key `chatbookr` of some versions, and secrets by path."""

    def __init__(self) -> None:
        self.keys = {"chatbookr": [os.urandom(32)]}
        self.oldest = 1
        self.secrets: dict[str, Mapping[str, str]] = {}
        self.is_sealed = False
        self.requests: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def rotate(self) -> None:
        self.keys["chatbookr"].append(os.urandom(32))

    def answer(self, method: str, path: str, token: str, given: Mapping[str, str]) -> Mapping[str, Any]:
        self.requests.append(f"{method} {path}")
        if self.is_sealed:
            raise Refused(503, "Vault is sealed")
        if token != TOKEN:
            raise Refused(403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n")
        match (method, path.removeprefix("/v1/").split("/")):
            case ("POST" | "PUT", ["transit", "encrypt", name]):
                return self._encrypt(self._versions(name), given)
            case ("POST" | "PUT", ["transit", "decrypt", name]):
                return self._decrypt(self._versions(name), given)
            case ("GET", ["transit", "keys", name]):
                if name not in self.keys:
                    raise Refused(404)
                versions = {str(at): 1764201600 for at in range(1, len(self.keys[name]) + 1)}
                return {"type": "aes256-gcm96", "latest_version": len(versions), "keys": versions, "name": name}
            case ("GET", ["secret", "data", *rest]) if "/".join(rest) in self.secrets:
                return {"data": dict(self.secrets["/".join(rest)]), "metadata": {"version": 1, "destroyed": False}}
        raise Refused(404)

    def _versions(self, name: str) -> list[bytes]:
        if name not in self.keys:
            raise Refused(400, "encryption key not found")
        return self.keys[name]

    def _encrypt(self, versions: list[bytes], given: Mapping[str, str]) -> Mapping[str, Any]:
        nonce, beside = os.urandom(12), b64decode(given.get("associated_data", ""))
        sealed = nonce + AESGCM(versions[-1]).encrypt(nonce, b64decode(given["plaintext"]), beside)
        text = f"vault:v{len(versions)}:{b64encode(sealed).decode()}"
        return {"ciphertext": text, "key_version": len(versions)}

    def _decrypt(self, versions: list[bytes], given: Mapping[str, str]) -> Mapping[str, Any]:
        parts = given["ciphertext"].split(":")
        if len(parts) != 3 or parts[0] != "vault" or not parts[1].startswith("v"):
            raise Refused(400, "invalid ciphertext: no prefix")
        version = int(parts[1][1:])
        if version > len(versions):
            raise Refused(400, "invalid ciphertext: version is too new")
        if version < self.oldest:
            raise Refused(400, "ciphertext or signature version is disallowed by policy (too old)")
        sealed, beside = b64decode(parts[2]), b64decode(given.get("associated_data", ""))
        try:
            plain = AESGCM(versions[version - 1]).decrypt(sealed[:12], sealed[12:], beside)
        except (InvalidTag, ValueError):
            raise Refused(400, "cipher: message authentication failed") from None
        return {"plaintext": b64encode(plain).decode()}


def _handler_of(vault: VaultServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the library's name
            self._respond()

        def do_POST(self) -> None:  # likewise
            self._respond()

        def do_PUT(self) -> None:  # likewise
            self._respond()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _respond(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            given = json.loads(self.rfile.read(size) or b"{}")
            try:
                path = self.path.partition("?")[0]
                data = vault.answer(self.command, path, self.headers.get("X-Vault-Token", ""), given)
                status, body = 200, _lease(data)
            except Refused as refused:
                status, body = refused.status, {"errors": refused.errors}
            written = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

    return Handler


def _lease(data: Mapping[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {"lease_id": "", "renewable": False, "lease_duration": 0}
    return {"request_id": str(uuid4()), **empty, "data": data, "wrap_info": None, "warnings": None, "auth": None}


@contextmanager
def vault_server() -> Iterator[VaultServer]:
    """Run a Vault for the length of a block."""
    server = VaultServer()
    try:
        yield server
    finally:
        server.close()
