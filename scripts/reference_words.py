"""The first words of the reference pages; their tables come from the source (`reference.py`)."""

SETTINGS = """# Settings

Everything is set by environment variables; an empty one counts as not set. `.env.example` is a file to start from.
`chatbookr` refuses to start on a value it cannot use, and says what to set.
"""
FURTHER_SETTINGS = """
## For `chatbookr db roles` and `chatbookr backup` alone
| variable | meaning |
|---|---|
| `CHATBOOKR_ADMIN_DATABASE_URL` | the superuser who makes the roles, and restores; else `CHATBOOKR_DATABASE_URL` |
| `CHATBOOKR_BACKUP_DATABASE_URL` | a role that reads all rows (`BYPASSRLS`), as whom `chatbookr backup make` dumps; \
else `CHATBOOKR_DATABASE_URL` |
| `CHATBOOKR_MIGRATOR_PASSWORD`, `CHATBOOKR_APP_PASSWORD` | what the roles log in with; else made up, and shown once |
| `CHATBOOKR_BACKUP_PASSWORD` | what the role that dumps logs in with; without it that role is not made |

## For tests and rehearsals
| variable | meaning |
|---|---|
| `CHATBOOKR_FAULTPOINT` | a point at which the process kills itself, `name` or `name:n`; refused in production |
| `CHATBOOKR_TEST_POSTGRES_URL`, `CHATBOOKR_TEST_REDIS_URL`, `CHATBOOKR_TEST_RABBITMQ_URL` | servers the tests use \
instead of those they find or start |
| `CHATBOOKR_TEST_NIGHT` | a number by which the nightly walks at random go other ways; the same number, the same ways |
| `CHATBOOKR_ADVISORIES` | a folder or zip of OSV records that `scripts/audit_dependencies.py` adds to its own |
| `CHATBOOKR_SANDBOX_*` | the sandbox's settings, all with demo values: see `sandbox/chatbookr_sandbox/settings.py` |
"""
ERRORS = """# Errors

Each error has a code that stays the same from release to release; the message beside it is for people and may change.
There are three shelves, and an error stands on one of them:

1. **The request is refused.** There is no `data`: nothing was done.
2. **A field cannot be given.** It is null, and `errors` has one entry with its `path`; the rest of the answer holds.
3. **A change was not made.** That is data: `userErrors` of the mutation, each with a `code` of its own enumeration, the
   path of the value at fault (`field`) and a message for the person.

GraphQL and plain HTTP write the first two alike:

```json
{"errors": [{"message": "…", "path": ["booking", "notes"], "extensions": {"code": "FORBIDDEN", "requestId": "…"}}]}
```

`extensions` further hold `requestId`, under which our log has the request and which the answer carries as
`x-request-id` too; `coordinate` and `requiredPermissions` (FORBIDDEN; each coordinate is told once, however many values
are null for it), `field` (BAD_USER_INPUT), `retryAfterSeconds` (RATE_LIMITED), `requested` and `maximum`
(COST_EXCEEDED). Anything unexpected is masked: it says `INTERNAL_SERVER_ERROR`, and our log has the rest. Something of
another clinic is answered exactly like something that does not exist.

## Requests that are refused
The status is that of `Accept: application/graphql-response+json`; a well-formed request that is refused as GraphQL has
200 under `application/json`, except for 429.

"""
FIELD_ERRORS = """
## Fields that cannot be given
The status is plain HTTP's, where the same error ends a request outside of GraphQL. Codes indented under another are
kinds of it: a client that does not know them may treat them as that.

"""
MUTATION_ERRORS = """
## Changes that are not made
The enumerations are each mutation's own, so that a new code for one touches no other; a client shows the message of a
code it does not know. Together they are:

"""
UNTOLD_FIELDS = {"host": "The address the API listens at.", "port": "The port the API listens at."}
PERMISSIONS = """# Permissions

A person has one role in each clinic they belong to: one of these, or one of the clinic's own making, which grants what
it lists ([how to](../how-to/members-and-roles.md)). The same table answers GraphQL, plain HTTP, workers and commands.

How far a permission reaches:

- Without `booking.all:read` staff have the bookings with the practitioner they are, and no others: in lists, counts,
  by id, live, and to change. A task about another booking is not there either. Free times are theirs alone.
- Without `conversation.all:read` staff have the conversations they took and those with a patient who has a booking with
  them.
- Without both, the patients of these, and those they made known themselves.
- Without `patient.sealed:read` there is no sealed patient, nothing they said and no task about it, but for whoever took
  a conversation with them or has a booking with them. Their bookings still take up time, and show no patient, no
  conversation and (but to their practitioner) no notes. No key has this permission.
- What is out of reach is answered like an id nobody has.
"""
NODES = """
## What is found by its id
`node(id:)` and `nodes(ids:)` give, to whoever is logged in and to keys, what of these types they may see in its clinic,
and null for all else. People (`User`) have ids and are shown within other things alone: by their ids there is null.

"""
COORDINATES = """
## What each part of the API needs
An output field nobody may see is null, with one `FORBIDDEN` error that names the permission; an argument or a field of
an input that somebody may not give refuses the whole field. "What leads to it": whoever may see the object, call the
field or give the input. The data is somebody's contact, something said in a conversation (notes too), or a secret.
The cost is what a field costs beyond the objects it brings: [limits.md](limits.md).

"""
SDK = """# The SDK

Everything a plugin may import comes from `chatbookr_sdk`; what is not listed here is not part of the contract.
How to put it together: [writing-a-plugin.md](writing-a-plugin.md). The conformance suites for a plugin's own tests are
in `chatbookr_sdk.testing`.
"""
