"""A symmetric key of AWS KMS as the key-encryption key: the key never leaves KMS.

What a wrapped key is bound to is KMS's encryption context, which stands in CloudTrail: it holds a clinic's id and a
version, nothing of people. KMS rotates a key's material by itself and keeps the old: nothing is to be rewrapped then.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from chatbookr_sdk import PermanentFailure, Secret, Setting, TemporaryFailure

SECONDS: Final = 5
WAIT: Final = frozenset(
    {
        "DependencyTimeoutException",
        "KeyUnavailableException",
        "KMSInternalException",
        "InternalFailure",
        "LimitExceededException",
        "RequestTimeout",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "Throttling",
        "ThrottlingException",
    }
)
"""Codes after which the same request may succeed (AWS KMS API reference, common errors)."""


class KmsKey:
    """A key of KMS, by its id, ARN or alias."""

    def __init__(self, client: Any, name: str) -> None:
        self._client, self._name = client, name

    def __repr__(self) -> str:
        return f"<KmsKey {self.key_id}>"

    @property
    def key_id(self) -> str:
        return f"aws-kms:{self._name.rpartition(':')[2]}"[:80]

    async def is_current(self, wrapped_key: bytes, *, key_id: str) -> bool:
        return key_id == self.key_id

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        answer = await asyncio.to_thread(
            self._ask, self._client.encrypt, KeyId=self._name, Plaintext=data_key, EncryptionContext=_context(context)
        )
        return bytes(answer["CiphertextBlob"])

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        if key_id != self.key_id or not wrapped_key:
            raise PermanentFailure("other_key", f"a data key is wrapped by {key_id}, and this is {self.key_id}")
        answer = await asyncio.to_thread(
            self._ask,
            self._client.decrypt,
            KeyId=self._name,
            CiphertextBlob=wrapped_key,
            EncryptionContext=_context(context),
        )
        return bytes(answer["Plaintext"])

    def _ask(self, ask: Callable[..., Any], **given: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return ask(**given)
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", ""))
            status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            if code in WAIT or status >= 500:
                raise TemporaryFailure("KMS asks to wait", code=code) from None
            raise PermanentFailure("kms_refused", "KMS refuses", code=code) from None
        except BotoCoreError as problem:
            raise TemporaryFailure("KMS does not answer", code=type(problem).__name__) from None


class KmsService:
    """Sets up a key of KMS; credentials are found as by AWS's own tools (a role, at best)."""

    settings = (
        Setting("key", "The key's id, ARN or alias (alias/…)"),
        Setting("region", "AWS region"),
        Setting("endpoint", "Another address than AWS's own", required=False),
    )

    def open(self, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> KmsKey:
        """Return the key. Raises ValueError."""
        try:
            import boto3  # lazily: an extra, and half a second of imports
            from botocore.config import Config
        except ImportError:
            raise ValueError("install chatbookr[aws]") from None
        limits = Config(connect_timeout=SECONDS, read_timeout=SECONDS, retries={"total_max_attempts": 2})
        client = boto3.client(
            "kms", region_name=settings["region"], endpoint_url=settings.get("endpoint") or None, config=limits
        )
        return KmsKey(client, settings["key"])


def _context(context: bytes) -> dict[str, str]:
    return {"chatbookr": context.hex()}


service = KmsService()
