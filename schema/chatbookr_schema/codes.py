"""Every code an error of the API can have, with what it means and what to do next; docs/reference/errors.md shows them.

Three shelves that are never mixed: a request that is refused (no data), a field that could not be given (null and an
error), and what may well become of a change (`userErrors`, which are data).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means, what a client does about it, and the HTTP status of a request refused by it."""

    meaning: str
    advice: str
    status: int | None = None


REQUEST_ERRORS: Mapping[str, Code] = {
    "BAD_REQUEST": Code("Not HTTP or JSON as this address takes it.", "Mend the request: the message says where.", 400),
    "GRAPHQL_PARSE_FAILED": Code(
        "The document is not GraphQL, or is too long.", "Mend the document; the limits: [limits.md](limits.md).", 400
    ),
    "GRAPHQL_VALIDATION_FAILED": Code(
        "The document does not fit the schema, or is too deep, too wide or too decorated.",
        "Check it against the schema when you build; take it apart where it is too much.",
        400,
    ),
    "BAD_USER_INPUT": Code(
        "The variables are not of the types the document says, or hold too long a list.",
        "Mend the values; `field` is the path of the one at fault.",
        400,
    ),
    "COST_EXCEEDED": Code(
        "The operation would cost more than one may; nothing was done.",
        "Ask for smaller pages, or for less of each: `requested` and `maximum` are in `extensions`.",
        400,
    ),
    "PERSISTED_QUERY_NOT_FOUND": Code(
        "There is no trusted document of that id.", "Let the client's release be installed here, or send the text.", 400
    ),
    "TRUSTED_DOCUMENT_REQUIRED": Code(
        "This address takes trusted documents alone.", "Name one by `documentId` instead of sending a text.", 400
    ),
    "UNKNOWN_API_VERSION": Code("There is no such version of the API.", "Leave `API-Version` out.", 400),
    "UNAUTHENTICATED": Code(
        "The credentials hold no longer, or never did.", "Log in again, or take the key that replaced this one.", 401
    ),
    "FORBIDDEN": Code(
        "A page of another origin asked, or the asker wanted strictness and a part was denied.",
        "Have the origin allowed, or the permission given: `requiredPermissions` names it.",
        403,
    ),
    "NOT_FOUND": Code("Nothing has this address.", "Look the address up.", 404),
    "METHOD_NOT_ALLOWED": Code("Mutations go by POST; there are no other methods.", "See the header `Allow`.", 405),
    "REQUEST_TIMEOUT": Code("The file came too slowly.", "Send it again, over a better line or a smaller one.", 408),
    "LENGTH_REQUIRED": Code("It is not said how long the file is.", "Send Content-Length.", 411),
    "NOT_ACCEPTABLE": Code("None of the media types in `Accept` can be given.", "Accept application/json.", 406),
    "PAYLOAD_TOO_LARGE": Code("The body or the address is too long.", "Send less at once.", 413),
    "UNSUPPORTED_MEDIA_TYPE": Code("The body is not plain JSON in UTF-8.", "Send application/json, uncompressed.", 415),
    "RATE_LIMITED": Code(
        "What the asker had to spend is spent.",
        "Wait `Retry-After` seconds (also `retryAfterSeconds`), then ask again.",
        429,
    ),
    "INTERNAL_SERVER_ERROR": Code(
        "Something nobody expected; it is in our log.", "Tell us the `requestId`. A query may be tried again.", 500
    ),
    "TIMEOUT": Code("The operation took longer than it may.", "Ask for less at once, or later.", 503),
}
"""The first shelf: no `data`."""

FIELD_ADVICE: Mapping[str, str] = {
    "INTERNAL_SERVER_ERROR": "Tell us the `requestId`; the rest of the answer holds.",
    "NOT_FOUND": "Take it off the screen: it is gone, or never was yours.",
    "FORBIDDEN": "Ask for what `coordinate` names only with one of `requiredPermissions`.",
    "STEP_UP_REQUIRED": "Let the person prove again who they are, then ask again.",
    "IDENTITY_REFUSED": "Let the person begin the log-in again; the log names the rule that was broken.",
    "IDENTITY_NOT_LINKED": "Let the person log in with the password, then link the identity.",
    "IDENTITY_TAKEN": "Let the owner of the other account remove it first.",
    "IDENTITY_PROVIDER_UNAVAILABLE": "Let the person try again, or log in with the password.",
    "SECOND_FACTOR_MISSING": "Let the person enrol a phone or make a passkey, then ask again.",
    "OWNERS_ONLY": "Have an owner do it.",
    "NOT_GRANTABLE": "Give less, or have somebody do it who holds what is given.",
    "UNAUTHENTICATED": "Let the person log in.",
    "BAD_USER_INPUT": "Mend the value; `field` is its path in the arguments.",
    "CURSOR_EXPIRED": "Load the list again, then subscribe without `after`.",
    "CONFLICT": "Load it again and let the person decide.",
    "IDEMPOTENCY_KEY_REQUIRED": "Give the mutation `@idempotent(key:)`, a new key for each change that is meant.",
    "IDEMPOTENCY_KEY_MISMATCH": "Take a new key: this one belongs to another request.",
    "IDEMPOTENCY_IN_PROGRESS": "Ask again in a moment, with the same key.",
    "SLOT_TAKEN": "Load the free times again and offer others.",
    "SLOT_NOT_OFFERED": "Load the free times again and offer others; `reasons` tells staff why.",
    "ONLY_ON_REQUEST": "Show that the practice confirms it, and ask again with `orOnRequest`; or offer other times.",
    "HOLD_EXPIRED": "Begin anew with the choice of a time.",
    "ALREADY_CANCELLED": "Show it as cancelled.",
    "NOT_REQUESTED": "Load it again: somebody has answered already.",
    "DRIFT_SETTLED": "Load the card again: somebody was faster, or it came right by itself.",
    "WRONG_STATUS": "Load it again: it is not as it was, or not meant to go there.",
    "TOO_MANY_RELATIVES": "Unlink somebody the contact does not book for any more.",
    "SERIES_REFUSED": "See `refusals`: choose another time for each, skip it, or load what was changed meanwhile.",
    "NOT_DISPLACED": "Load it again: it stands where it is.",
    "NOT_THE_TIME": "Wait until it has begun; what was noted on an earlier day stays.",
    "OFFER_OVER": "Load it again: it was answered, or its minutes have passed; the place is kept.",
    "NOT_WAITING": "Load it again: they have an offer to answer, or wait no longer.",
    "ALREADY_OFFERED": "Offer another time, or book it for them.",
    "INSIDE_CUTOFF": "Let the clinic change it.",
    "STALE": "Load it again, show what changed, then send the new version.",
    "CONVERSATION_CLOSED": "Wait until the patient writes again.",
    "NOT_QUOTABLE": "Send it without `replyToMessageId`; `isQuotable` says it beforehand.",
    "OUTSIDE_WINDOW": "Send a template, wait until the patient writes, or reach them in another way.",
    "CHANNEL_TAKES_NO_FILES": "Send words, or a link to the file.",
    "FILE_REFUSED": "Send another file: `reason` says what is wrong with this one.",
    "TEMPLATE_NOT_SENDABLE": "Choose an approved template of the category UTILITY, or ask the patient first.",
    "CALENDAR_NOT_FRESH": "Try again in a minute; connect the calendar again if that lasts.",
    "QUOTA_REACHED": "End one that is not needed any longer.",
    "LEGAL_HOLD": "Release the hold first (`legalHoldRelease`), or wait until it ends.",
    "UNDER_ERASURE": "Nothing: what there was of them is gone, or going.",
    "REGION_NOT_ALLOWED": "Disconnect what is elsewhere first, or let data go there (`clinicResidencyUpdate`).",
    "KEY_CLOSED": "Make a new key.",
    "LINK_INVALID": "Offer to ask for another link.",
    "WRONG_ACCOUNT": "Let the person log out, and in as the account the letter went to.",
    "ACCOUNT_EXISTS": "Let the person log in as that account, then accept.",
    "EMAIL_TAKEN": "Let the person choose another address.",
    "ALREADY_MEMBER": "Look among the members: the place may be suspended.",
    "ALREADY_INVITED": "Offer to send the letter again.",
    "LAST_OWNER": "Make somebody else an owner first.",
    "ROLE_IN_USE": "Give those who have it another role first.",
    "RATE_LIMITED": "Wait `retryAfterSeconds`, then try again.",
    "CHANNEL_ERROR": "Try again later; the channel's page says what is wrong.",
    "CHANNEL_UNAVAILABLE": "Try again in a minute.",
    "NEEDS_RECONNECT": "Have somebody who manages connections connect it again.",
    "DELIVERY_REFUSED": "Check the secret the provider signs with.",
    "CANNOT_UNSEAL": "Tell us the `requestId`: a key is missing.",
    "SCANNER_UNAVAILABLE": "Try again in a minute.",
    "KEY_SERVICE_UNAVAILABLE": "Try again in a minute.",
    "DATABASE_FULL": "Tell whoever runs the server; wait `retryAfterSeconds`, then try again.",
    "DATABASE_UNAVAILABLE": "Wait `retryAfterSeconds`, then try again; a mutation with the same idempotency key.",
}
"""The second shelf, by the codes of core's errors: what to do about each."""

CHANGE_ADVICE: Mapping[str, str] = {
    "INVALID_VALUE": "Show the message beside the field that `field` names.",
    "FORBIDDEN_FIELD": "Leave the field out, or have the permission given.",
    "TITLE_NOT_SHOWABLE": "Let the person shorten it.",
    "PASSWORD_BREACHED": "Show the message, and let the person choose another password.",
    "PASSWORD_WEAK": "Show the message, which says what would make it harder to guess.",
    "ROLE_NOT_GRANTABLE": "Offer the roles that may do no more than the asker.",
}
"""The third shelf: what to do about the codes that are of changes alone; for others the second shelf holds."""


def advice_for_change(code: str) -> str:
    """Return what to do about a code of `userErrors`."""
    return CHANGE_ADVICE.get(code) or FIELD_ADVICE.get(code) or "Show the message to the person."
