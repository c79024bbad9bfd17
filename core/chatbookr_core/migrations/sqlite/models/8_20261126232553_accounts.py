from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_webhook_att_clinic__faa5bb";
        CREATE TABLE IF NOT EXISTS "operator" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "full_name" VARCHAR(80) NOT NULL,
    "is_active" INT NOT NULL,
    "enrolment_hash" VARCHAR(64) UNIQUE,
    "enrolment_until" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL
) /* Somebody who runs the deployment; there is no password anywhere, and no place in a clinic. */;
        CREATE TABLE IF NOT EXISTS "passkey_challenge" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(16) NOT NULL,
    "bound_to" VARCHAR(64) NOT NULL,
    "challenge_hash" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_passkey_cha_bound_t_4db0d5" UNIQUE ("bound_to", "purpose")
) /* What an authenticator was asked to sign; whoever answers it deletes the row, so it is answered once. */;
CREATE INDEX IF NOT EXISTS "idx_passkey_cha_expires_50344d" ON "passkey_challenge" ("expires_at");
        CREATE TABLE IF NOT EXISTS "access_grant" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "reason" VARCHAR(500) NOT NULL,
    "permissions" JSON NOT NULL,
    "minutes" INT NOT NULL,
    "is_emergency" INT NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "requested_at" TIMESTAMP NOT NULL,
    "decided_at" TIMESTAMP,
    "expires_at" TIMESTAMP,
    "ended_at" TIMESTAMP,
    "ended_by" VARCHAR(8),
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "decided_by_id" CHAR(36) REFERENCES "user_account" ("id") ON DELETE SET NULL,
    "operator_id" CHAR(36) NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
) /* What an operator asked to see of one clinic, why, and what became of it. */;
CREATE INDEX IF NOT EXISTS "idx_access_gran_clinic__3c1448" ON "access_grant" ("clinic_id", "requested_at", "id");
        CREATE TABLE IF NOT EXISTS "access_approval" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "approved_at" TIMESTAMP NOT NULL,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "grant_id" CHAR(36) NOT NULL REFERENCES "access_grant" ("id") ON DELETE CASCADE,
    "operator_id" CHAR(36) NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_access_appr_clinic__2548a5" UNIQUE ("clinic_id", "grant_id", "operator_id")
) /* One of two operators who open a clinic to a third in an emergency. */;
        CREATE TABLE IF NOT EXISTS "access_read" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "operator_id" CHAR(36) NOT NULL,
    "coordinates" JSON NOT NULL,
    "subjects" JSON NOT NULL,
    "read_at" TIMESTAMP NOT NULL,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "grant_id" CHAR(36) NOT NULL REFERENCES "access_grant" ("id") ON DELETE RESTRICT
) /* What an operator has read of a clinic: parts of the schema and ids, nobody's words. */;
CREATE INDEX IF NOT EXISTS "idx_access_read_clinic__e18429" ON "access_read" ("clinic_id", "read_at", "id");
        CREATE TABLE IF NOT EXISTS "account_link" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(16) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "email_sealed" BLOB,
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "user_id" CHAR(36) REFERENCES "user_account" ("id") ON DELETE CASCADE
) /* One mailed link about an account. That of nobody's account is written alike, and opens nothing. */;
        CREATE TABLE IF NOT EXISTS "identity_provider" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "issuer" VARCHAR(254) NOT NULL,
    "client_id" VARCHAR(254) NOT NULL,
    "client_secret_sealed" BLOB NOT NULL,
    "email_domains" JSON NOT NULL,
    "trusts_second_factor" INT NOT NULL,
    "second_factor_acrs" JSON NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36) NOT NULL,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
) /* An OpenID provider that a clinic lets its people log in by; it vouches for nobody anywhere else. */;
CREATE INDEX IF NOT EXISTS "idx_identity_pr_clinic__499903" ON "identity_provider" ("clinic_id", "created_at", "id");
        CREATE TABLE IF NOT EXISTS "invitation" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "email_hash" VARCHAR(64) NOT NULL,
    "email_sealed" BLOB NOT NULL,
    "role" VARCHAR(16) NOT NULL,
    "practitioner_id" CHAR(36),
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "letters" INT NOT NULL,
    "invited_by_id" CHAR(36) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "accepted_at" TIMESTAMP,
    "accepted_by_id" CHAR(36),
    "revoked_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
) /* One letter that gives whoever reads that address a place in a clinic, once. Its token's hash lies here. */;
CREATE INDEX IF NOT EXISTS "idx_invitation_clinic__4954fa" ON "invitation" ("clinic_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_invitation_clinic__6c5ba5" ON "invitation" ("clinic_id", "email_hash");
        CREATE TABLE IF NOT EXISTS "known_device" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "last_seen_at" TIMESTAMP NOT NULL,
    "proven_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_known_devic_user_id_26dca8" UNIQUE ("user_id", "token_hash")
) /* Known by a token that only the device has; here lies its hash. One that never showed all factors is not known. */;
        CREATE TABLE IF NOT EXISTS "linked_identity" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "subject" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "last_used_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_provider" ("id") ON DELETE CASCADE,
    "user_id" CHAR(36) NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_linked_iden_clinic__eca6f4" UNIQUE ("clinic_id", "provider_id", "subject")
) /* An account as a provider knows it, linked by its owner; no e-mail ever makes that link by itself. */;
        CREATE TABLE IF NOT EXISTS "operator_passkey" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "credential_id" BLOB NOT NULL,
    "credential_hash" VARCHAR(64) NOT NULL UNIQUE,
    "public_key" BLOB NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "is_backup_eligible" INT NOT NULL,
    "is_backed_up" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "last_used_at" TIMESTAMP,
    "operator_id" CHAR(36) NOT NULL REFERENCES "operator" ("id") ON DELETE CASCADE
) /* The public half of an operator's key, as of Passkey. */;
        CREATE TABLE IF NOT EXISTS "operator_session" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMP NOT NULL,
    "last_seen_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "revoked_at" TIMESTAMP,
    "operator_id" CHAR(36) NOT NULL REFERENCES "operator" ("id") ON DELETE CASCADE
) /* An operator's log-in; the token itself is known to them alone. */;
        CREATE TABLE IF NOT EXISTS "passkey" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "credential_id" BLOB NOT NULL,
    "credential_hash" VARCHAR(64) NOT NULL UNIQUE,
    "public_key" BLOB NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "is_backup_eligible" INT NOT NULL,
    "is_backed_up" INT NOT NULL,
    "transports" JSON NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "last_used_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE
) /* A key pair in a phone, a computer or a security key (WebAuthn): here lies its public half, which is no secret. */;
        CREATE TABLE IF NOT EXISTS "sign_in_flow" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(8) NOT NULL,
    "state_hash" VARCHAR(64) NOT NULL UNIQUE,
    "browser_hash" VARCHAR(64) NOT NULL,
    "nonce_hash" VARCHAR(64) NOT NULL,
    "verifier_sealed" BLOB NOT NULL,
    "return_to" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE CASCADE,
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_provider" ("id") ON DELETE CASCADE,
    "session_id" CHAR(36) REFERENCES "session" ("id") ON DELETE CASCADE
) /* A log-in at a provider that is under way: it ends once, in the browser it began in, within ten minutes. */;
CREATE INDEX IF NOT EXISTS "idx_sign_in_flo_clinic__83a95e" ON "sign_in_flow" ("clinic_id", "provider_id", "expires_at");
        ALTER TABLE "login_failure" ADD "counted_since" TIMESTAMP;
        ALTER TABLE "session" ADD "device_name" VARCHAR(80) NOT NULL DEFAULT '';
        ALTER TABLE "session" ADD "device_id" CHAR(36);
        ALTER TABLE "session" ADD "only_clinic_id" CHAR(36);
        ALTER TABLE "session" ADD "network" VARCHAR(48);
        ALTER TABLE "session" ADD "identity_id" CHAR(36);
        ALTER TABLE "session" ADD "provider_session" VARCHAR(255);
        ALTER TABLE "user_account" ADD "email_verified_at" TIMESTAMP;
        CREATE INDEX "idx_session_identit_bcaa1a" ON "session" ("identity_id");
        CREATE INDEX "idx_webhook_att_clinic__7b6e8a" ON "webhook_attempt" ("clinic_id", "delivery_id", "attempted_at", "id");"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_webhook_att_clinic__7b6e8a";
        DROP INDEX IF EXISTS "idx_session_identit_bcaa1a";
        ALTER TABLE "login_failure" DROP COLUMN "counted_since";
        ALTER TABLE "session" DROP COLUMN "device_name";
        ALTER TABLE "session" DROP COLUMN "device_id";
        ALTER TABLE "session" DROP COLUMN "only_clinic_id";
        ALTER TABLE "session" DROP COLUMN "network";
        ALTER TABLE "session" DROP COLUMN "identity_id";
        ALTER TABLE "session" DROP COLUMN "provider_session";
        ALTER TABLE "user_account" DROP COLUMN "email_verified_at";
        DROP TABLE IF EXISTS "identity_provider";
        DROP TABLE IF EXISTS "operator_passkey";
        DROP TABLE IF EXISTS "access_approval";
        DROP TABLE IF EXISTS "sign_in_flow";
        DROP TABLE IF EXISTS "account_link";
        DROP TABLE IF EXISTS "operator_session";
        DROP TABLE IF EXISTS "linked_identity";
        DROP TABLE IF EXISTS "operator";
        DROP TABLE IF EXISTS "access_read";
        DROP TABLE IF EXISTS "invitation";
        DROP TABLE IF EXISTS "passkey";
        DROP TABLE IF EXISTS "passkey_challenge";
        DROP TABLE IF EXISTS "known_device";
        DROP TABLE IF EXISTS "access_grant";
        CREATE INDEX "idx_webhook_att_clinic__faa5bb" ON "webhook_attempt" ("clinic_id", "delivery_id", "attempted_at");"""


MODELS_STATE = (
    "eJztfWtz4zaW9l9B+UuSKk1XW213e9JbW2V3OokzTjvVlze7OzWlgUhIYkwBGoK0WnP57y"
    "/Ai0SCIEXQlATS50PStogDys/B5dzPv86WzCU+f3HtOITz69UqYI/YP/se/euM4iURP1SM"
    "GKEzvFrtnssPQjz1YxIcj53g/OApDwPshOLxDPuciI9cwp3AW4Ueo5LonhLEZihcM8RWJM"
    "AhCzhaL+LfKMLI8T3qOShk4udw4QUu8sTHFJElCeaEOpsX8j0uc8SLPDrvbsqIev+IyCRk"
    "cxIuSCAm/utfzxLSiefKEfMA0zD9OXuR/PVvfxMfeNQlXwmXZPLX1cNk5hHfLWCckMafT8"
    "LNKv7sy5fbH36MR8o/azpxmB8t6W70ahMuGN0OjyLPfSFp4i9EqPwWxM3BTSPfTxmUfZT8"
    "ZeKDMIjI9qu6uw9cMsORL5l29l+ziDqSV8hZ4HDK2EMgvlJAXnguf0HJWvy9/51+0xzVZP"
    "Lh/vPk0/vPk8lZieXyGyksSz9yGJXLxaOhxO1f/0nm3eETf3omX/Du5+uP3756/V2MCOPh"
    "PIgfxuid/ScmxCFOSGMe7EBPlidxJzgso/+DQC/0lkTPAYVUYYWb0r7IfmjDkuyDHU92+y"
    "aDNwPwuJB/vv31/afP17/+Jqdfcv4PPwbs+vN7+WQcf7pRPv024RATR0ByRGwnQb/ffv4Z"
    "yV/R/91/eK/ycTvu8/+dye+Eo5BNKFtPsJvHJPs4+0gM3TG6sFebbrICUZd7zV7G7t1LO0"
    "jzJ15TRPM0AKgCaP7aMMBUIQNYBazylp09aI/8ZFOXAf5RXGTenP6FbGKYb8U3wdQhGkhT"
    "aejddqJ+wrr7dHfZB3i9FU2Kx5/4+8VfTcIYgY/iPP54++7zWflA6ADYRMz8KZttoOgWBM"
    "Y8uO+uP727/uH9mfZs6ADe+9xUA8VWORIr1q48JKbYeVjjwJ0UTgv5hI2Z8sl2bPnRcrxU"
    "P8EUz2OE5J8iv7hmdVfqWNvFv1fB2m66/drV70Jol6pNhg7C/IG4UvXhJFaSmNCVkk0/Ei"
    "rSZiQGu+IHQTUljviacowXlnWsLifWaFqKBqUoXgER43m4FcQznQuULFuUrIBgLr5HCfh3"
    "Cxzogd9RKOCLL9vDY0scBl8nPqHzcCF+vXz5sgbn/3f9MYZajFLUpQ/po3HyrCg7ip239D"
    "gXX4yXgf7l0/0HPdAKmarEek6I/o18j/f4ItaBLAEpaK4Ztt/+ev0/Kuzv7u5v1FUvJ7hR"
    "WLD0aBQSDfy3NNSjn6NQkPd6KfqI7yv++dP4/OLNxdWr1xdXYkj8RbefvKlhyu2HzwqiHp"
    "9szXBlWG8Y8wmmFUe3QqrgK45Vv4cA16B3c39/V1jSN7eflYX85deb9x+/PY/XtxjkJfJQ"
    "GXYhQIbE5LjeEgzwtD5vclifV5/V56WjWhVYTIyOKi1YHa22OrrE8dxWjC5SdsDmVNAELn"
    "fPZfJ15YnpWnC5SAlctprLtN1OztMBh+3n8FQjalaLPnmaVtKPZfwsCj9XDWSfq0rR50qV"
    "fMAJ17nPKJMTphtDWEuET4DWsjUM3jjLYAVv3Am8ceAxMkG3mcdIf/J2gPAXTnooLDQFt3"
    "TXFOAV3wJ9+HJ3d1qH3EeCi66i8tNRA3dckA0098YtMEeSXDrDsrjE79EKByGPIxgXBHFn"
    "QZY49p55Lh8hyqbM3XzD0ZoFLm/gmOvmHS18dBjcc7a650DQOYj86DCxXzyKtS6hao+cQg"
    "YeuSd45Hg0/YM4oRH+eRoA/wng5858Mw8HBudGL8xlYM2BkGobAQVrA8T+Wo5uZeyvBcGp"
    "LKLhnUcfzvTK8PbxaI82LAdO/Gxko9S/JfZ84iJJhPCURbHumk71An2WyqxQUrcKafoEeU"
    "I3DbwwlPl8vvdAkvBSmd/HxeBwITimzws88Pv2q8mgCNukCK+iQFAYRT7lSIYY+/S6SeyT"
    "KoPmYp9eqx7AkD0QOllgvjBBuUjVDdD7V/jRYH590QDm1xeVMMtHRZiJPNkmnGBxvJWBvv"
    "EoDjYV/myFUo2b3KR2iV4aqrVxk6k6u9W4BKw3tx+uP/7vVvndql139x9+utGovzf/+/n9"
    "tWr+EYpsuxi/IiUowVYrwRbFfgGbD8fmiLfayjkyCP2ynL+m/o8cCYTO1FpdotS5DT7yGp"
    "NAbjnps4FPZBDwfebg9I8u2wN2T0e15oDiuEbGgNQRg75dybGefESCEQoYW46QSx49h3yH"
    "Qiw0AzRjQZxiOhVveRihaTSbkYAjj3LPJW+RJH8kcoTQz8kjEYPF/3y80lsFjvViYy96+s"
    "Wy30LptZ8kOWTgU7fLlFBkVVPwi1RgzC/npeVWfAnXyjTLEh0kW2qy/gh1W2CrUAGy+jTW"
    "5CbQmGL25LDu6I6YwJod0L1NYJU3iPgWhqdvkQpkesjdODCkCyaozQDNkcACBVf/SVz96T"
    "nZAbQ3u5l6uWL3Qlu8UvZX+ZLbuwNcf06nGSaouTPQrjyClSdYdKYzkyRPRrUmkpU3eUgH"
    "NcsdkIaHVcDmAV4m4fwyjF8wHC3xBrlMBjAQFLtOkRdy4s9k4MIDZWsqK3PJUP+MAPtirr"
    "doQQKCfI9wOV6mCiwqMgqO9WZjC0nRdQapBqeRcKrNIvG/JdirHf/Z+AHGVlw1qStzVV1X"
    "5qpcAiwgM++rCbw7igECPG4SVTGujqoYl6IqIHjlKMErYlU+eizik3Z4V5B3UpzheeAe0d"
    "Dzy5DXu7rL1ODxttnjzR22MstM21FAXtQT8qIyT6iQ3ozgV+mexIT+bKyD8MBbTQJM52br"
    "v0AEW+Ap8POJ/EaOJp5qn0NkR3dEh8j2k956RCwKU+zP0dO7O93HPJy0DFVUaYHTNnMaos"
    "ufFZuNq7uVCMH5WipP8MgeWtZgzlPCOWn1BoKoBfCzW+K3bOJnP43nMvPDa1yXORd9te8y"
    "FxGw13dZDev+HqsBmZGAyFWkdlVVI6WTiM+dG3CE9noKS0NWOPQIDUtTakbmAsXLw8EFaZ"
    "MLcreGStjX9SPKEQ3QV3Y+bpLoPa5O9B6rzoTCDjSRrgqEoJ5YLV3Fwd+tKuIDg3vB4H+K"
    "G83knMzGD/CI7N7fKrsmRRoPRH2fpUjnfhgCwN3fQY8k4J6u8WBlNkuO4niZLOeHgrfjNJ"
    "Y1FhNPArKUf0ygWbi1vhsNNXhwDDw4DhY7xcXBxLg7W5kSTo8GpwemlAnlR+iI5ueIlvZ4"
    "J8rLnpwojrQI+X47P4ZCC3ZYmwXJHbfM2iupdMNrsdT9wZVgNjHvulwiHB7aF02iri+qo6"
    "4vSlHXlIWEtyq1plJCqTUotQZ3SBNnuNGhVqACybfJBWJD1EF/jjWTJPqcOGOKbZkU0IUS"
    "BYeGlFGpwWaB50bAlklhwVamApggq5DBolUTmQqO+6aoFqkA1FJ2WCnGoTGyZVKAV3UGkU"
    "AWFjQtGFegAlAhVO00JWHSs7MDaH/bzTRQbIv3TANw84JUF4tXma6Xgtf+FVyWPiuKxWhO"
    "4Q5Q/rSbaaDruHj3NDkkcmJAFyeFMt1AYdYITw2wzpdbfiLOd7mpBoqxolBZFZv9LvXei2"
    "ObEqeqELdm1KguYnsbE+AUCQ4Zva1TA/xo7iVvThuGZTWbamo8Jd8YqjxZG2K942pTI/2O"
    "YoAG+u59jrnNYgBykWqAQI8vG5V8uqyp+XRZLvrkhb5RuNWW4HgInx3qfDgCvk5AXKEOee"
    "KPauVF19ODL729L30LZ1L6oZ1bXT8JBGnZ7GAPyEzMJtuXtisBpqMHjtvM8a0aYCZJKGQg"
    "SjS76qYR30xy2BlVn9ISQxWqJ1ShMg6kH3L8/LiJkjKuVlLGJSUlRqtFFKpKNzgxuvvKv6"
    "pJxEhWU2ghCNLqG9v1+FO4rSEHCc1mfs9I6CxasbpICVzuA5dbqV0lYuC1zbyGKFWITbMf"
    "XgijOkUYFURIHCBC4sQdtIWmS+fkI8Fu7BUvu+7zz0e1Tvt4pFSNs6F7G0X9zNbiUYA4W5"
    "IpczeytxKSE8RdmHw2l/2bknn5KO7l5PsoWba83PzpybPtb+gEnnybPPmn7ddkUbeV7n34"
    "ghOePkKrJkwiRzNAG2Q3hrGS5HK6Y58Sf0/YVmnQ3gtADD9w0FaboKyU5m/lOpsQrWX5GQ"
    "/RWhCtdZq89atGietXNZnrVyrW84BFK0Ok8zTDq3hyEJghKC6Hb5MD47zGdXpe9p1CUJxV"
    "QXEQKQCRAqc4WyBSwJ6zpXd+JogUeF78nmHPjwJdS8vKMqV5EqhOqlYnXeG4HV67bsgKLW"
    "wdm7cOuOTBZ2yLN9PeLlEp9Doz9pYpNbbr3ZhO7dXgP7TYtnxa/6FVanP3uhw0ZzlgcxZZ"
    "EsLMxLmjOKIdgtAjWSKaLN7qtVtyfgfeI3Y2kyjQSNY1jqci2eDsPeOXzWxrdca1cqDBwv"
    "Cc2BIMDt9XTUolv6oulfyqVCqZLEkgABFrkkbLqS5qrxpnHe0RIT8/Hx/JQ/K6iYNE1f9y"
    "/pHXKupsRajMMg7JV41dqxpxlW5wC7x7IWPBxDxLj0ahkWVJJTtiN62+mJcoC2X5NHNsy4"
    "THQ/d1X9BdsMD7p1Sf8cZs3RbJjofsxbgnyDpRyGazFuu2THjEU+Hioi8rd5vjHxfToITz"
    "NljXTnJE3C97gnpA/hF5QdyPR7zJncywEzKNOFfb47B6klO3OjQ1tJ2mxSH08Rmqt8WWoG"
    "yBKolN72UbdvpoVGvEzg3am3vz+wKHCKO03jPi2HPRhnDEAkQZCtkIrb1wEafOLMUBLb6x"
    "+FmQ8AVbc+SF5fybTmbcb0NXY7uLjRGiQCyIeA8F4pQL3GTbQVC3VYb3HJcam312JAO0EH"
    "cf1u3xyTzANNTGZtZJCUXCI0oGJwrK7E5AkDtT2m/MjpQiFfQgKmKaXhSGmBapAFNVmdhd"
    "jIaSrEIKoqx1oiwEDh22lgc074JorF5FY0EjpM4bIZ26ZEe+RZLeVlBooVRrMCiOPGiDjQ"
    "KguyTxBvnbPubhJBPqdpna5XTugqENkrlPc1tW6/19yFSL3fCHgvXgoQdrbW2mmpiDjOCI"
    "AGPOPXm/hH1FeYGpy8TB2SIpUEM6vKTu7q1Zrod9Nhf3S5t0Yw0x5Bq3zDWW4oK2LFClrz"
    "dHAUlcqskwFmw8OmURbWOO0ZBDKpfNFhmNIGvM7yI5mOCsZnhEZQHCSVwsx+DQVMng5IRo"
    "jGe5f6SuMKfE1AGkkIEHSNk84BjoHNKCPcsEVpUQoAWfC/hcrPULgM/lJD4XPbjFUrNPXb"
    "q6crcDRbp06zQAOxOqOoD6C29U899O4WsvuIr0WYBWfAf04cvd3emchzy8iZwHUhFmvH06"
    "qncc8nAy3Q1sVOl/GTkLGR8sMHa8Ffbj+vw+mYUoZIivCHXfor977t+Rx+Mg4Ugskm/i8G"
    "H52wPZfFNR9L+riaF+R7/ciSdVY+w8m54oavvkkWhqHvzoM1xhqdpSKFDOJEl/L1Adjj/c"
    "f7m5e49++/j+3e2n27Tl69ZaEj+UH+1ChD++v77TAdzKbFWkBLOVdWYrS5KIxCrCQhDT3e"
    "7Zo9qrPT5tH9JRHccDcYet4qWZOQXVuB+4X+F+HfL9ut0AjQOgMoIBJj29bhIm8ro6TOR1"
    "KUykJ9EJh0S4YzfbOhA3hZA60guhedCNQtgy4MY2eE8QcRMDKRPEBJKGrUM0pAM8Rg5Qhh"
    "58y0MV0ot5cKEXtEyDy1NCyJVtXLZEFXv/NSQBxf5NxLX6WOH5qE4pI+nIyTQbutfieo3E"
    "CNl7PTZy5rvQfsNRVoAHcbzhsVkUPxD6FlEWLsTCkM1R17I0w4wFZZNrpzOb13so99PlIQ"
    "7CrIQQ5HzYpUQWmdNcMi/RgXyukc/FXmuBrUIFyOoCDCFGCmKkegOt5lZsHChVJgV4IVrq"
    "NNFS3Qb0pLIoRPTsUtarDo0O4P5NmW6gQGvOS5uqA8TM+sLJmUbh3D4b1SmbyTKI0mGNQn"
    "vYLCQUYRlLgzB/IK7U78Tv8VRIaDMCLOTizQhxlhT9wyggS/aIfaExUjQlCFPKhO4jSEMm"
    "VES2RF6IBDMcofhWxP0c5a37CxvglZezsIr3ncWLiwWuR3GmkFYrtJIAdFardNaUh2WToB"
    "71dHidHbC/56E2Eub68/uSbL9d7yXkqj0URaoBOifOGzk5z2u8nOdlN6c4mjXVtm+8eXU+"
    "IT92ae3Da/p/Ho9fvXozfvnq9dXlxZs3l1cvtyp/+VGd7n9z+5NU/wv4l+0BxVO+6YFcpA"
    "K9CowsoKpaKtdXq6pa5Snd2R0ge73y0qi8gSJbPARtUpZ+Zoq4nf98VKckLbIRDRxxUgoU"
    "Ssoq9noJXWRJpGKS6ipkjdLeF0L/8HxZE12oMy5xPJfofG9Pm8zY3batwEW+ruLmEVBN/T"
    "SX5l4Pm3kYQ4EQglWsC2MoOfrMWZwjAwZbzeA+1EY8ntrcpBXmeXUrzPNyK8zd9WW6hQqU"
    "sIus3kUQuvk82Ax2gwMEZ2xrQZuHZ6ikkPhTbtjeAlmFDBYthL0cNV2NBI+yma8ZskUqAB"
    "UMtCeLJSp0N3gqvsp0vbzGmoQRqXf5flt4uuM7APnTbqaBruLi6dikgBhEaR0gSkuPdSZv"
    "dYDzXW6qgWKsSKcV+J7Gs3PrkuWKhYSGH4kAlWvLXZUHjep8Pt52+CTIjW/gAXIWmM5JLk"
    "gtEpwN0tA1NosTqeTD4Bv+fToKzwXyIxmO5nGEKV+TIPtU/OrKhCrkStdP/JHOU3Scl2rj"
    "47aluPKio/xBugEXmC90QXE7Aww4mKxyMEEdkO71Vs3+aKS0FulAuVKA3R40Tb0oW4IBel"
    "G6r4ywPb4NEM7TDBDk1xdNqthcVFexuVBBxsE8WgohgxtDXaYEwBsADq7X/KHR5MyoPjJK"
    "Hemi0GFLDbq/fLr/oEc3R6K64TwnRP9GvsebxC33R3KQWBRcbxmg29JBOazfaQoHyQlu1D"
    "bfEaWy+E9EQ09T03NPhROVGByidjtEwe89VDZbUszm1hWChRdufgvYo+fGir7OnlIcM9pj"
    "TolHT1b54futKRTdrwi9/QFldFluX6JyIp+EHHnivxVhK58gn82RR9F081YaNh5Z5CwIjw"
    "0ilE2Zu0GYbtYLEhAkvqEu5vYILzSOy4VWxzYontU2k/hfA5EyGz9EibJzNdTjPDLrc7yj"
    "GCDA48smKpEYVQlx/KyUmlXVdKkmn9Ov7rkESNcjzYk408NWHY6rZoCqq3kJzqTqKlliz5"
    "+4TPxDNbm21cprifBJKmyPOHEQHVZICjzkcmEzKmRdIRcyzbF/w5hPMNUzpGoKdW+IOQ7F"
    "kO0nR94b9/d3BY7c3CpZzh++/Hrz/uO35zF7dn0rysnPBfQm2AmM9oSeGjbGEzYGmCwPmi"
    "0C5pQ2K70X5hQdm6emZR1KhOCIhcoOEDhsaZxak8DhExlV6ZRF1P2B+N4jCbRFwtUho1qT"
    "ajJY/oW70Xstqn/fAhS3SHwQx6WsneZvEJ6FJOmSuGbBg/hRdlYUZ5+LvPAtwmiKZRnwJd"
    "4gWQ8BcSJeKourxfPxb5AU+TTF247xQmOLakAcIkBLAtBG6K87kanwBMysNplZITSt89A0"
    "P5p7mgDoatViRzFA3eKiifH6otp4fVEyXrvePI0cbgrwjqIbgPefFD0O5pEOtlZGVIWwpe"
    "20P2fCoUyn+duyxIB9fXUKpKA9W609gw3qoDYoWeNrIkRfrktHqgu3LZC1gtqyQ+zQ7uRV"
    "wBzCeasjS6WFZmC2HVm2xE/RRy/EKfgaLX/7dFSv4BfG7VXt7ymR4UlhFrM0F9errA3IpO"
    "IcK9Y8DWZyXYEzFyr2yscOkfFLWXzTCMl66C/QbSjGsgdCv+FSLV8g3xNzyTimsoZ/xPd2"
    "EDoltf3CkMSLu0tUA4XfFoU/xxmDS7FINUDxo3s9KoGsjSKlUkIUyqitKsV8IwE7Gz/ABX"
    "7+uol8rcoW+TL6ZanPktpB/ZH3DMyI8YVtfE4XqcDatfeUTmQsTTROZSuIHMXxukGcHwre"
    "jps+xuJ1m4CAEiF4ryGk5rlo2FBn99mxGTsOWbXbzgopGMx6wWfjG7FMCSKy6ih7FOJuOz"
    "9ZnhJ2kM07CAIhIRASAiH3eUd+YdMzjVtEfjyq84f8kQ7Y5wiphrKJ+2DruHbFyCw8sADm"
    "gxgv/01Glp9vZ4C87dOfJaMa/wIEFHYt5mRbo3EAQzp+gEbs7oMJeTT9gzj6NO2aCu0FKl"
    "iwFfXXypBW5zgWiCC18QmpjS5xoxXR99asiZEtUHUS9WSR4+B83KiN9LimjfS4fHZA/N7B"
    "yt6lgmIJ3Hq9fkcF5k+rlXochmS50t0QlX63PMnxHG8vD7V5Ona8uUIrWpjAuSMAMFUwfY"
    "K55mCvaTOVEYAoWERShi1OolWLo7xICce51ce5j3k4IUGgKy5TLQ4VqYYXaH8QoRPCAJ7F"
    "jpp51OOLVnxWSMG7ZRufLUmo+IusGvADiduFaVwH+cejOhdCXH1AcHk7cm9SRTw1mm4QTv"
    "ISkkyGuH6BrFyQTCVTFd7GWQpJvoKsDysDG18gmRsRU9A4GYIv2Fo22fF9lFTI4rImguy0"
    "E3+zcm7F8V+v7fET8W3way5sU+3rA94Nm7wb9kTlWiXpdB+XC2LOYK+/kuLAidgd5oxWaY"
    "HVVrNa1n5vxecCIUizNvM4J9I0FUxyJBCnVR+nJaEqQ2scpfWFD7pxbW5B6Rsvn0bbuvPo"
    "A3GzBh9nGoVLGTGq07n8eOzEyw9u0vgDOw6LaIhwnDCedeOQiorUcEYomVfqRlLfEeoLCd"
    "4KXQaRP8mcVBQrPEv8QNLkczk8HUz8mbbzx+HfqFWuihFF6WuzWLIkegNUrZMfdqMaVSvj"
    "Ugn5Gv/6jmSAStb48rKBliVG1fROuAQ961kKZrGuFLWr0KPSgghuM6chXeIAzaYL4kNTUB"
    "UygFWBFZRFSOqxQWFsktSjOw46wFbX73GgKCunoV41V48HsHb01drBnMpSfdtno1oLR37U"
    "YbPTCgdA1kcSMstOIx9AR9AmpoBGXRRrmiiW/K1pGUkTfHMkx4P47FBr9gihe/9k1GgBZ+"
    "MHuIC7Dxjw+ETWlHvUIFzb3rBAd8SehtmJ3duWhmBoABXOFinY3roMd2wuPhdnPI1zVDTC"
    "cO55rUDsxGMmPps39PahhEJ63rwQrbEsAu27I7QOvDAkVFaKluGOYhrKcSIqxi62JXZJ3C"
    "1KSIoI++ISGiFZFB/NWIAwWi88X1Ow+vCvMxblc6+aZFWqFwJgsQd2TaqUQW0k/xtvXplm"
    "pT3pNClW6ap+mtB/yOs7SbH683j86tWb8ctXr68uL968ubx6uc21Kj+qS7q6uf1JXimFqy"
    "e7Y2p8ghSv+IKZOQVzNCeWpDoTny5eNiuEUFcJoSSelndC82Vepm2VVWiZX+iYi94Swcoy"
    "DkAFFevLgEMFlQN4HHFAqCmkBSJAtIhoXu4rYVof/6CQQqSLdfEPliTUCV3Ooz9iz4+CKl"
    "1v93xU7/wQIyez3NC96t7nQGapsRkSClQWdDlCQoWaBWyZfJjYa0cofkZcoVrJ7DYZYblB"
    "aRsuhKmLxKgQByHiJI66JMuytnfwt+1X9sA5Y5Nzxp62QhZVnereyp0eCSaFXvIkUOqlVO"
    "qFOTKQXhxRnm8qGKi0EBhpm2BQUKuTe2jCvdRWbhTsrBIDr23jtSVC4K/iuNUJf/HntULf"
    "MhvRqCllkh/zVohVOJQGd443ceGBuRS+ZN/HzAq/EEKWEL+YELxGaEocHHESp9FwaZIXg5"
    "jQbjIZjus7UR7yZU9pPwkROlYJgWC5BMtlj2KefEznEZ4bxeTkaQYIcsdVXAPieCtPWiXb"
    "9EHVUbfshdqfw+FQrVAfsR8R3ooPJVJgQksmQMXow501xuUnB1x5svs+CZAn3OYc6YXiXD"
    "igSBj6rdhcpATziG1ctsU8QpZTEvCFtzrTGUl2T0e1ppLiuE7TgxRrQ5ZgBcVCTq8XV1se"
    "AuYbyVXZ+AGKVQeI8OmB1Hq2S+LoI8QgXg324rUmtLNHjDUqziF3vnx3iwIdJVKwP0ONDk"
    "jw6meCFxSP6Lx4RNVB2wG0vynT9fJ0bVD1pHTFFJAW3wN9+HJ3d6r0xF8J51ifmZg9GtUr"
    "4rtBXWvhjFKSzygiX0MSUOzrtHE1RIDRRxJwnKPm0o8ETaPtVN9dL0hYbaJlFogGqMh37B"
    "8RisnCzEGyoxggut3r8AlcsoOuocRcIgQtBKJgjhYFM2XuplVYgELYMijANrhPEBUgvkHY"
    "NkamTAvBGS3ZkJcvDQ4bhWx4wQTjRsUGxjXFBsblYgMBWfkbIfFPWqJeRQ/wN4Jfemgio2"
    "pvO4oB3qrn4ybC4Lim2Jse4DZxFHlCCKOw2ZsTB5AJ1rlGztEi1fDOq6smx9VV9Wl1VT6s"
    "dqYbs4ikLRm4Ra3eSOD9fhZsTu0cLXyKZUowkVhUNKpHm8YEUtUB0RhWlRCgLUOr+mcMwF"
    "VJAV4IMzhNmEF+MXaBrzLdUFEub+H94Qe7Q7ULoBdYzOa/K8w5XLSLt1GDdZ2TtzpAu2EU"
    "jZ1y2V58y7KpVREe99fi+/3oxyJ5KcZj93BUF+XB5N84mWXjmpSeFqgJ9RtFVHZ7XeMNwm"
    "Gu/+v3KA4Rj+t/iaPAE39LMEJcsMMnKJJTyorRS49GIdGUpDjA/FBv7Mw6kWaEqiNGVn40"
    "94zCRXYUAzRgd5/wyQnn5tJ5kQoEc10mjXGVvCIVVMlT1m65Sl525LerdlAmhtCGUWuf+s"
    "oTj1tYdouUYNm12rLbsrM0NJXuCX/BujzcvLVhwguJa2BRtsE6BIlrh0C1R4lrfYV4X+ba"
    "iRtM368k6Cw401k1s2ejWqNmftRek+YntiQy4B2tFwwFEY1bFSCXrHy2WRIavpW/B0QWxa"
    "UMrTDnaxa4CNNN3PdgFJsi5RMfy2q5FGGUHA1l6+ZhXwWGzn4ZOklWFrpxfGFGMDhD0fiy"
    "UfLLZU32y2W5o4J48cS0tXiBaIDm5O5jOKE985HbMxMaMF9eF+ZNWUqUnQQpW3SQdG9x3m"
    "HWqpOIhhwMYlYbxCBieahsLpk9Tqvg/Cbk+weyOavRc7IhjdSdySo3en9XOaF5rKKp7zlo"
    "gf2Z7PiGKcrm+oYjMdNItvwWD9KvoWkW13ISUFX6paqIo80Vd5hXkcxZm8askoLLddTS5Z"
    "qD0lTy05AOTonsXvZLjrZJeqY2X/NFOljwbRc89+Z0EjeU0uFf3bO+SDeY1ohH7lYvFHQp"
    "8ESrCfG9uTfV1WHep+FrJjiiqn+i3dCdqp8iKFtRrtqBvyUF2JvDDjpgGwb0Qgcsdgnj4a"
    "RlgJNKC0Ydmzm9VZHNtEeFDGJH6mNH8n7XJ7ri847efkK71w2vLC4bXfCfkpj/sxoLVTZk"
    "1MhCxXOj9+caFSxJPpv/yaOxhxyF7IHInrOc+DPpLH8Q+56KT+XDJcI+o0STWvTk6cBq1S"
    "+rVcxXY1NJkQqsJHutJCAtPwsZKpZ4ORF7o6W0nKMFVlvNasjteRZsDsgje2h1cBcpQfe1"
    "mcug+4Lue2Ro+6z71kRlNIrGMArCuJYBEmiFvSCJ5l6J5SDDvJHDlqsoJAFigfiNEycKvH"
    "ATj/72dzKVxT3od9+jOFrc9wiX2ms+EmOE1gvPWaSR5II+IKGu2saxXw8qdL9UaAj8sMEP"
    "DoEfEPjxrBY8BH5A4EcPdwMEfvQcdvFCylcsCDUNNH75dP+hwmNQoFKtIZ4Ton8LKZkf7P"
    "Q5DewSjwLs2YW6PfpzDHinOfjlBDcKA0zT9SBTzyBTDxw1bdZ57wx+ENb0XDgNpXAOadKF"
    "gi2dFGw5qRlXSA6+vFHJWbU9dzdm1MCwO3EKw/eaeH9fyPrFFMlCy9IQ40i7N1pjjrCYzp"
    "VhRlJrfStrgpBHEoixfE0CaVJFCZpJlZCArUeIM/mxx9NBgpyJtVc27B7rpdr23lOhf4v9"
    "wuItEQVi05FSV2+w8tpk5c24ZCB450gGKHt330I6vymaYlzYSMMD+QCRaNnRbG4mL1EC4E"
    "2KY/QqUOiYHoq+qxmW1Er4DYceiWVPjfSWPNojtO0G7RPVqnmrFXMK9R+dpO1MjH7aqSLp"
    "GxIfJ6r0oxDHbvd05AipMxdML+Kzv4HsZJPslOO8wWWzXSzDu2W6b1ih2VEmkqqWeoDAH8"
    "ANXoCuTcuFqhnANT5q6RrPXRYmm6BANbzW1AdY+zFirda8QtlyrVuG9wmWuvy3FQcUQmBA"
    "Swb4mM4jPDcyDOVphnfOXDXxyVa7ZMEj+2wUaB2bpxvTRisqITRHh+boB4C0xgsKDUGaek"
    "KbNAQ5kRUt39hCZ0pTGl/U2NPUkZ0a1erNZIXS7GAIO83RW20Ig3L7Rwni4wsWhMY4F6kG"
    "CPS4UQOJmv4RJQMA9DU4dtU9kOVAlgNZbo8s95E47JEEm3fiV50sV3heK8sF6UiBhtswmO"
    "2eElnKPSQUrfGGy6zhtScWSBTG4WKx5fMtIthZoDgLi1fEpz1hHq0vNheEKP8YvdcVxEWb"
    "xMUdnwzEmALRAKWY7t0Y0L/ZaEH3zrQIKQCQAnBqYcnSFICPhLMocCqkpPTZHgkpN6pBMZ"
    "eAsWVSMsUlj55DhDCDQ8TZkiABkfyEI0qIq6vEYkRrbDvzmYPl90x/fRAjwX5ml0AEqa8H"
    "tJrFC94A3Gz8AMHtPj4PLGVgKTu5lPJER7JyQTYFVSEDWMEAeTwDpG79doDtXW6qgaKrbF"
    "urDLyfEmn/TKO1ZI9GdUoLzw06onc+9EIfPPNWahZb1jSVfrcEAxR/D+WRNwZZIRsg1N37"
    "5N0oSM7tpUejNIq7iHdlaUAd6fEKBB4S86RG4Pj84s3F1avXF9vSgNtP6ioClpWLaTSbkW"
    "AyJTNx6LUAupJ+MOUYu4Yaz0Lx/9ZIl8gBaBVoHpJVC4BVsuMBe37ZE2RXgZA1JUYsmIi/"
    "UFc4sRJeLW0rjC1zMHYNshMFAaGOphhxjas8RzO8PJxXDSSLV5WCxSuwYFbiDBZMMLWBqc"
    "0qU9C+9A3dsFEDE9HEOJvj7PcFQ3Nx3vG4LUg8ywhh6qK17AWiK0S3d/z+4irZ1003fu5L"
    "TzJjE4T5WWp7goO+c1eVugEMgNWQAryqrlg4bZoiq5xRACoIJyfxA+a8P0+ENudsGii2xT"
    "2rD12sOng7AFiV1waKsubOsSlKNF3mdcGi6pBGsrVp7GhKF8d4ynQXgrIZZKYMRjIiDc1Y"
    "ECfIrBfMJ2jqM+dBF0v6pLlM5fFs6skuqBSkcUul8SKvSvhXWxNLhAN0V3YfGAnKD0jnto"
    "IK0jlI51Zj20Q6P5XIyHnyR2tExeTRHhFxN6iBZOiz+Z88+gJ9FsJayB4Ild2WiT+TLTke"
    "KFtT2c5DSnLTgK25bObhx+nTxe7MMmtWJyt2PDs0eO6XRBiz3DgPu0gFDYUVSbCcho05j4"
    "LsRG8YHlGgOWLoiQrx+RNg7ToQAuplPoek9rgLISfiiGnZwTBHC6y2mtX96iADbG7JZhlJ"
    "uYpbUrfgdIkYSpLYzOuAPLKHVpd0kRK4bDOXGfU3k1YGzjIlVLVWwlFd2bQzNK0WrpAdFF"
    "VLeqkZhc2krWhy5pem+q6OdnhB1ePLyyYJW5eX1Rlb8pmSskVa2OsLRHA6aBE1rRejkB3P"
    "gXdWtoh1tmS7z+akJFyz4MEE2RzJ8A6FiyYtTy6qe55clJqeQMk6KFl3aueSpSXrPgke3d"
    "If/VjmLjuXdk9Htf4lMW7i0cksG9nYyYRk23iUSTtJCTqPo4jK39Z4873sBE+om9TjHcm6"
    "vXnXkHg4JXNMxeejuKCvfE4oSlMoq91PR3ivcUGLrcyX/JozN0F5C6tcWNC9/rBNysRVEZ"
    "qXai5SgYtwr4swPcyMgVbpBriguwebynvEGOoiFQDdAOhHEnhisnbdgzXE0Dh41LKZZ0DC"
    "KBDIMZMVXyAa4IIfv2xiQBCjqk1eL8thvxCl8Bw8IOC6fhZshg4aw+YvJGkcztVmmp1eIA"
    "NYS7kvsfPROPclTwXONEh9OXDqS0XudLK3O4D2Ng1z+C035UBBVk7E/TBXxja0SDDaztTL"
    "c6FBflH+XLTKCxTi2ewz5g9nOifQ9uGo1gckh03CbNxeD9AntiTSbzKXfhgScEbRMuIh8h"
    "l7QDj8Xny8wNT9k+wYORK/OFjo0C5OfTWu5yLKQoQpXyfP/2DT7JGu39HhX2fs74kN1vKH"
    "nBIuKJRRRQ0dap2fRiaqdgZBo59D5rMzKvYjb9MoRUMKoqjiABLbT7zFENgiFWBaxFTcC4"
    "Z47igASzXu0I1WZPJAjOoQF6kG5wc+Hzc5ZcWoymM2fqbxuJuAvCU4YlQnWxF6KNngoPEM"
    "4J5pc1D0zq7rMkpa8DhHBnZ7m/kLdnswhtpiS7K3hPhnFq5+xE7ItJXDc09HddakUIybzH"
    "YDGwQUrwI2D/ASMSpNPAtZhDDpaL1ga44c8Q6Ovv344zv0evzq6ru3cRUZISTKsN8k2iep"
    "E06ws4hHi/9FgitxALAukPjg74PKNj2zBJFNq6CzIh3Em41axpslhThCstLBP6+selMgG0"
    "wnqz+Px69evRm/fPX66vLizZvLq5fbUjjlR3U1cW5uf5JlcQpSF9TJea4iMKMzL1i2Y7RC"
    "C8qOzZy2J2fypLa3DtUcE3F8X3blPSWfmfjfgXMrbYC+48zKJ+k2MY4arSbDt1qfib8kdm"
    "IRv5FCUw0TqAX9UgvIEnu+iW19SzA438X4slGD5suaDs2XpYSfGK5JmrnTRjDRTgDSic3S"
    "yUz8hcb1SApEAwy/6L40yQpzvmbi1jTNWywRDhDug2RyQV/YI/eFFQt0wol4tZszNxsAr6"
    "U/IgO2n+Q5YCpSnqYjL5iMhnpVP0n37U5d+51MF0KBuA5DslyFZxrFTRkxqlPh1slYsep2"
    "g/e6pX5m67gdVhhsZFsDMak4owNZWUYXpLx3tHGMcTpFVqEx/e4QTmyttqhyyORcVGnhZL"
    "TuZFSD7iJeZnKlp2pH0MpNZZk+2nWrBhIEOumtxs6SEQywhmLnkfhuFCSh9EuTFatQHc+7"
    "2qN1C2FlBwgcL0g9TUFVyABWiNY7Tde+bCF2gG2q4fyQm3GgICu716b8WpUJ1Zponk/7Vd"
    "H8Otmvi94LzZI8EhrKkEUZjbjGsZopNU6hYq6YwLaskzam2t/GORu+1U23iTpqE+d6QkiJ"
    "Pf29MKrRYe3J2zq1qHhg/wzkHue8MY2cMTW+mFJOXDT9gzihoQxZpIKMTtWhGBBqCmmBCB"
    "BV/Verlfiz25gLFVKwFlptLRTzeaG20s5n8rXC/JKnGYKRq46f7//nc4GV2dGuzynIhueu"
    "gncyzUA9rjY+w26rrI4ybcvMjv7w4FCJHX3ITj+aoHM+bpT+X5P9rwo6QpviZt3JdhQnbe"
    "rUD8t56pUzMZvnSQaTkdSZwZyK+y7zwrcQezTkEOxps+QDgULPgs2chKHfis1FStjMNnMZ"
    "vJ2dmwAU63hTUBUygBW8nafxdmYLsQNsUy/a+9yMAwVZ2b0Weju3TKj2dub5tN/bmV8n+7"
    "2dvy9IQGRlFhyEVLZs5LKm77bsiuzmyKPplgQJ1kRL6ebMekEK7juRWDcI823tlpChJX4g"
    "MXVq4Cl7TI/6ZuOIYHCenv6aGdU4T6PAb2VvLNJBFZlRS2NjthtN7Ox5mkGYHI9taH/EgS"
    "eh0BjJfvl0/0GPeoFI1fo8J0T/Rr7HexgZXYO+RKMefRVoZcnLCVT04/AeE/vvlmAQi/3Q"
    "BmAhtAYhn+BZqCvlUevFKNANEOzuQ2I4EQJO2OoGLZHCJdr2El0F5NFjUZwa25Yd1XOAI7"
    "UjtkQ01JUmqbe2Vk4ChlebDa/gRD+oEz3pPm/uSlfpBudQ7/6KB3/gsziw8MqTweCGXo0i"
    "FTg1INkQ/ESWujBM/UTp1u4A2uuV9xcy5Fy44iloVX+A31kg24e9/+qQ7M8vu4fUMaNa/1"
    "AyekIKwxulw8mrXua1rRees0BMelDQgkUBF//3XfQtZZR8jxyfceJ+9xatPbGaolD6duTc"
    "cWy1dPCE8XCOZiyIHTRr8StByfrWZ9Qd68XmBWPwBjxCdnmEJEu0gm6FMwLrEugK0m1/Tz"
    "4dtFJaVcSctfiWbG3kTciRPMmX0CPgDuJMAAmz+6y53JlvmjtXJoUMOpDfTyK/59diB/j+"
    "pkzXy7W7F2TNBrYq1iuRvX+WomuNJJ88byTFL7ZDG/T8WhPy4G+QGEhCIUd7NImP8rFDvu"
    "HIZw720Rr7PpKiz1vEyaNYIj5a4o2c05cSOIul8Y2uw1fHsxvL4hrey68EIrp1InrGlhLy"
    "n5ZiIVTmeeXIhlQa7dX4zettkpf8pS6/69Ov13d35SSvOPhhsvRopPNa1cOq0gK2pYSBls"
    "gWKQFXUH0OctDmevqJSzYuIGkGqkIGsNqqUQ4HXlApn51K2VeUG+uUupO4A5jvclMNFGLl"
    "ArJJZb8mgecszjTKevpkVKem490Ya1rYVYqr2utJI6amHHyaWnt4GfWJFTSq1ddHEnDt1q"
    "6OW8uRDDA+cHx52SBqTYyqaVR3WSoEs9J0pq5GOB0+QHTPG3XOOq/pnHVe7pwl3hhq01iq"
    "XX45EnD5Gbr8SuLuMS+z//x/iosqGA=="
)
