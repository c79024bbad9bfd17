"""`secret:aws:NAME#FIELD`: a secret of AWS Secrets Manager, or one field of it where it holds a JSON object.

CHATBOOKR_SECRETS_AWS_REGION, and _ENDPOINT for another address than AWS's own; credentials as AWS's tools find them.
"""

from collections.abc import Mapping

from chatbookr_core.secret_stores.folder import one_field
from chatbookr_sdk import Secret, Setting, TemporaryFailure

SECONDS = 5


class SecretsManager:
    """AWS Secrets Manager."""

    settings = (
        Setting("region", "AWS region"),
        Setting("endpoint", "Another address than AWS's own", required=False),
    )

    def read(self, path: str, field: str, environment: Mapping[str, str]) -> Secret:
        """Return the current version. Raises LookupError, TemporaryFailure, ValueError."""
        try:
            import boto3  # lazily: an extra, and half a second of imports
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError
        except ImportError:
            raise ValueError("install chatbookr[aws]") from None
        try:
            client = boto3.client(
                "secretsmanager",
                region_name=environment.get("CHATBOOKR_SECRETS_AWS_REGION") or None,
                endpoint_url=environment.get("CHATBOOKR_SECRETS_AWS_ENDPOINT") or None,
                config=Config(connect_timeout=SECONDS, read_timeout=SECONDS, retries={"total_max_attempts": 2}),
            )
            found = client.get_secret_value(SecretId=path).get("SecretString")
        except ClientError as problem:
            code = problem.response.get("Error", {}).get("Code", "")
            if code == "ResourceNotFoundException":
                raise LookupError(path) from None
            raise ValueError(f"AWS refuses ({code})") from None
        except (NoCredentialsError, NoRegionError) as problem:
            raise ValueError(f"AWS cannot be asked ({type(problem).__name__})") from None
        except BotoCoreError as problem:
            raise TemporaryFailure("AWS does not answer", code=type(problem).__name__) from None
        if not isinstance(found, str):
            raise LookupError(path)
        return Secret(one_field(found.encode(), field) if field else found)


store = SecretsManager()
