"""Who may act for which clinic number: WhatsApp Business Accounts, numbers, tokens and the app's webhook."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from chatbookr_sandbox.meta.identifiers import digits_of
from chatbookr_sandbox.meta.refusals import (
    GraphRefusal,
    JsonObject,
    expired_token,
    foreign_number,
    revoked_token,
    unknown_object,
    unknown_token,
)
from chatbookr_sandbox.settings import MetaApp

LIVE, EXPIRED, REVOKED = "live", "expired", "revoked"
SCOPES = ("whatsapp_business_management", "whatsapp_business_messaging")
WEBHOOK_FIELDS = (
    "account_alerts",
    "account_update",
    "message_template_status_update",
    "messages",
    "phone_number_name_update",
    "phone_number_quality_update",
)


@dataclass(frozen=True, slots=True)
class ClinicNumber:
    """Describe one business phone number."""

    phone_number_id: str
    waba_id: str
    display_phone_number: str
    verified_name: str
    is_registered: bool = True
    quality_rating: str = "GREEN"
    name_status: str = "APPROVED"
    throughput: str = "STANDARD"
    pin: str | None = None
    data_localization_region: str | None = None

    @property
    def wa_id(self) -> str:
        """Give the number as digits."""
        return digits_of(self.display_phone_number)


@dataclass(frozen=True, slots=True)
class Grant:
    """Say what an access token opens, for which user it was issued, and when it ends (epoch seconds, 0: never)."""

    user_id: str
    waba_ids: tuple[str, ...]
    state: str = LIVE
    scopes: tuple[str, ...] = SCOPES
    expires_at: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Describe a WhatsApp Business Account and whether the app hears of it."""

    waba_id: str
    is_subscribed: bool = True
    callback_url: str | None = None


@dataclass(slots=True)
class Accounts:
    """Keep accounts, numbers and tokens of the one app the sandbox plays."""

    app: MetaApp
    callback_url: str
    verify_token: str
    numbers: dict[str, ClinicNumber] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    webhook_fields: tuple[str, ...] = WEBHOOK_FIELDS

    def open(self, number: ClinicNumber, *, token: str, user_id: str, is_subscribed: bool = True) -> None:
        """Add a number with its account, and a token that may act for it."""
        self.numbers[number.phone_number_id] = number
        known = self.accounts.get(number.waba_id, Account(number.waba_id))
        self.accounts[number.waba_id] = replace(known, is_subscribed=is_subscribed)
        before = self.grants.get(token, Grant(user_id, ()))
        self.grants[token] = replace(
            before, waba_ids=tuple(dict.fromkeys((*before.waba_ids, number.waba_id))), state=LIVE
        )

    def grant_for(self, token: str) -> Grant:
        """Find what `token` opens; raises GraphRefusal (190) when it is unknown, expired or revoked."""
        grant = self.grants.get(token)
        if grant is None:
            raise unknown_token()
        if grant.state == EXPIRED:
            raise expired_token()
        if grant.state == REVOKED:
            raise revoked_token()
        return grant

    def number_for(self, phone_number_id: str, grant: Grant) -> ClinicNumber:
        """Find a number that `grant` covers; raises GraphRefusal otherwise."""
        if not phone_number_id.isdigit():
            raise GraphRefusal(100, "Invalid phone number ID format. Must be numeric.")
        number = self.numbers.get(phone_number_id)
        if number is None:
            raise unknown_object("Phone number")
        if number.waba_id not in grant.waba_ids:
            raise foreign_number()
        return number

    def account_for(self, waba_id: str, grant: Grant) -> Account:
        """Find an account that `grant` covers; raises GraphRefusal otherwise."""
        account = self.accounts.get(waba_id)
        if account is None:
            raise unknown_object("WhatsApp Business Account")
        if waba_id not in grant.waba_ids:
            raise GraphRefusal(200)
        return account

    def webhook_url_for(self, waba_id: str) -> str | None:
        """Say where deliveries of an account go; None while the app is not subscribed to it."""
        account = self.accounts.get(waba_id)
        if account is None or not account.is_subscribed:
            return None
        return account.callback_url or self.callback_url

    def revoke(self, user_id: str) -> None:
        """Take back every token of a user."""
        for token, grant in self.grants.items():
            if grant.user_id == user_id:
                self.grants[token] = replace(grant, state=REVOKED)

    def app_token(self) -> str:
        """Give the app's own access token."""
        return f"{self.app.app_id}|{self.app.app_secret}"

    def proof_of(self, token: str) -> str:
        """Compute the `appsecret_proof` a server call may carry."""
        return hmac.new(self.app.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    def numbers_of(self, waba_id: str) -> list[ClinicNumber]:
        """List an account's numbers."""
        return [number for number in self.numbers.values() if number.waba_id == waba_id]

    def as_json(self) -> JsonObject:
        """Write everything that has to outlive a restart."""
        return {
            "callback_url": self.callback_url,
            "verify_token": self.verify_token,
            "numbers": [asdict(number) for number in self.numbers.values()],
            "accounts": [asdict(account) for account in self.accounts.values()],
            "grants": {token: asdict(grant) for token, grant in self.grants.items()},
            "codes": self.codes,
            "webhook_fields": self.webhook_fields,
        }

    def restore(self, stored: JsonObject) -> None:
        """Take up what `as_json` wrote."""
        self.callback_url, self.verify_token = stored["callback_url"], stored["verify_token"]
        self.numbers = {each["phone_number_id"]: ClinicNumber(**each) for each in stored["numbers"]}
        self.accounts = {each["waba_id"]: Account(**each) for each in stored["accounts"]}
        self.grants = {
            token: Grant(
                each["user_id"],
                tuple(each["waba_ids"]),
                each["state"],
                tuple(each.get("scopes", SCOPES)),
                each.get("expires_at", 0),
            )
            for token, each in stored["grants"].items()
        }
        self.codes = {code: tuple(wabas) for code, wabas in stored["codes"].items()}
        self.webhook_fields = tuple(stored.get("webhook_fields", WEBHOOK_FIELDS))


# fields a number may have and this one has not: left out of the answer, as the Graph API does
UNSET_FIELDS = frozenset(
    {
        "certificate",
        "conversational_automation",
        "country_code",
        "country_dial_code",
        "eligibility_for_api_business_global_search",
        "health_status",
        "host_platform",
        "is_on_biz_app",
        "is_pin_enabled",
        "is_preverified_number",
        "last_onboarded_time",
        "new_certificate",
        "new_name_status",
        "quality_score",
        "search_visibility",
        "username",
        "webhook_configuration",
        "whatsapp_business_manager_messaging_limit",
    }
)


def described(number: ClinicNumber, fields: Iterable[str] = ()) -> JsonObject:
    """Describe a number as `GET /{phone_number_id}` does; `fields` narrows or widens the answer."""
    whole: JsonObject = {
        "id": number.phone_number_id,
        "display_phone_number": number.display_phone_number,
        "verified_name": number.verified_name,
        "quality_rating": number.quality_rating,
        "name_status": number.name_status,
        "code_verification_status": "VERIFIED",
        "status": "CONNECTED" if number.is_registered else "DISCONNECTED",
        "account_mode": "SANDBOX",
        "platform_type": "CLOUD_API" if number.is_registered else "NOT_APPLICABLE",
        "throughput": {"level": number.throughput},
        "messaging_limit_tier": "TIER_1K",
        "is_official_business_account": False,
    }
    wanted = tuple(fields) or ("id", "display_phone_number", "verified_name", "quality_rating")
    unknown = [name for name in wanted if name not in whole and name not in UNSET_FIELDS]
    if unknown:
        raise GraphRefusal(100, f"(#100) Tried accessing nonexisting field ({unknown[0]})")
    return {name: whole[name] for name in dict.fromkeys((*wanted, "id")) if name in whole}
