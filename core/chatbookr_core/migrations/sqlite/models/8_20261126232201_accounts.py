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
        ALTER TABLE "session" ADD "only_clinic_id" CHAR(36);
        ALTER TABLE "session" ADD "provider_session" VARCHAR(255);
        ALTER TABLE "session" ADD "identity_id" CHAR(36);
        CREATE INDEX "idx_session_identit_bcaa1a" ON "session" ("identity_id");
        CREATE INDEX "idx_webhook_att_clinic__7b6e8a" ON "webhook_attempt" ("clinic_id", "delivery_id", "attempted_at", "id");"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_webhook_att_clinic__7b6e8a";
        DROP INDEX IF EXISTS "idx_session_identit_bcaa1a";
        ALTER TABLE "session" DROP COLUMN "only_clinic_id";
        ALTER TABLE "session" DROP COLUMN "provider_session";
        ALTER TABLE "session" DROP COLUMN "identity_id";
        DROP TABLE IF EXISTS "identity_provider";
        DROP TABLE IF EXISTS "operator_passkey";
        DROP TABLE IF EXISTS "passkey_challenge";
        DROP TABLE IF EXISTS "access_approval";
        DROP TABLE IF EXISTS "access_read";
        DROP TABLE IF EXISTS "linked_identity";
        DROP TABLE IF EXISTS "access_grant";
        DROP TABLE IF EXISTS "operator_session";
        DROP TABLE IF EXISTS "operator";
        DROP TABLE IF EXISTS "passkey";
        DROP TABLE IF EXISTS "sign_in_flow";
        CREATE INDEX "idx_webhook_att_clinic__faa5bb" ON "webhook_attempt" ("clinic_id", "delivery_id", "attempted_at");"""


MODELS_STATE = (
    "eJztfW1z27a27l/B+EvTGbUTyy/xbu7cGTtNW/e4cSZxbs45e/ZoQyQksaYAbYK0ov3y3y"
    "9AkRIJghRBUxJIrw9tbBILkh8AC+t9/etkzlzi8x+vHYdwfr1YBOwJ+yc/oX+dUDwn4oeS"
    "EQN0gheL7Xv5IMRjPybB8dgRzg4e8zDATiheT7DPiXjkEu4E3iL0GJVE95QgNkHhkiG2IA"
    "EOWcDRchb/RhFGju9Rz0EhEz+HMy9wkSceU0TmJJgS6qx+lJ/jMkd8kEen7U0ZUe8fERmF"
    "bErCGQnExH/968madOS5csQ0wDRMfk4/SP76t7+JBx51yTfCJZn8dfE4mnjEd3MYr0nj56"
    "NwtYifffly+/Mv8Uj5Z41HDvOjOd2OXqzCGaOb4VHkuT9KmvgLESq/BXEzcNPI95MFSh+t"
    "/zLxIAwisvmq7vaBSyY48uWinfyfSUQduVbImeFwzNhjIL5SQH70XP4jJUvx9/7f5JtmqE"
    "ajD/cPo8/vH0ajk8KSy2+kLFnyyGFUbhePhhK3f/1nPe8Wn/jpifyAd79df3p1dvl9jAjj"
    "4TSIX8bonfwnJsQhXpPGa7AFfb09iTvCYRH9nwV6oTcn+hVQSJWlcBPaH9MfmixJ+mC7Jt"
    "tzk8KbAnhYyB9u/3j/+eH6j49y+jnn//BjwK4f3ss3w/jpSnn6ar1CTLCANYvYTIK+3j78"
    "huSv6H/vP7xX13Ez7uF/T+R3wlHIRpQtR9jNYpI+Th+JoduFzp3VuocsR9TmWbN3YXeepS"
    "2kWY5XF9EsDQCqAJq9NgwwVcgAVgGrvGUnj1qWvz7URYB/EReZN6X/RVYxzLfim2DqEA2k"
    "iTT0bjNRN2HdPt1e9gFebkSTPPsTf7/4q0kYI/BJ8ONPt+8eTooMoQVg12Lmr+lsPUU3Jz"
    "BmwX13/fnd9c/vT7S8oQV47zNT9RRbhSWW7F3JJMbYeVziwB3luIV8w4ZMebIZW3w1H87V"
    "J5jiaYyQ/FPkF9fs7lIda7P5dypYm0O3W7v6KoR2qdqk6CDMH4krVR9OYiWJCV1pfegHQk"
    "VaDcRgV/wgqMbEEV9TjvHCoo7V5sQaTUvRoBTFKyBiPA83gniqc4GSZYuSFRDMxfcoAP9u"
    "hgM98FsKBXzxZTvItgQz+DbyCZ2GM/HrxevXFTj/v+tPMdRilKIufUheDdfv8rKjOHlzj3"
    "PxxXgR6N8/33/QA62QqUqs54To38j3eIcvYh3IEpCc5ppi++qP6/9WYX93d3+j7no5wY2y"
    "BHOPRiHRwH9LQz36GQoFea+Too/4vuKfH4an52/Or84uz6/EkPiLbp68qViU2w8PCqIeH2"
    "3McEVYbxjzCaYlrFshVfAVbNXvIMAV6N3c39/ltvTN7YOykb/8cfP+06vTeH+LQd5aHirC"
    "LgTIkJiw6w1BD7n1aR1mfVrOq08LrFoVWEyMjiotWB2ttjq6xPHcRgudp2xhmRNBE1a5/V"
    "Um3xaemK7BKucpYZWtXmXa7CRn6WCF7V/hsUbULBd9sjSNpB/L1jMv/FzVkH2uSkWfK1Xy"
    "ASdc6z6jVE4YrwxhLRA+A1rL9jB44yyDFbxxR/DGgcfIBN16HiM9520B4S+cdFBYqAtu4a"
    "7JwSu+Bfrw5e7uuA65TwTnXUXFt4Ma7rggHWjujZthjiS5dIalcYk/oQUOQh5HMM4I4s6M"
    "zHHsPfNcPkCUjZm7+o6jJQtcXsMx185nNPDRYXDP2eqeA0FnL/Kjw8R58SjWuoTKPXIKGX"
    "jknuGR49H4T+KERvhnaQD8Z4Cf4flmHg4Mzo1OmMvAmgMh1TYCCtYGiP21HN3S2N+jB6f6"
    "PnNw8mcXdeHt20GlLpwfVyvtL5G70KuFHOvJVyQYoICx+QC55MlzyPcoxI+EoolQZGVE6V"
    "h8yuMAjaPJhAQceZR7LnmLJPkTkSM4ouSJiMHifz5e6JMDD/XBxkpz8sXS30KppI/WIWOg"
    "QtulQueXqi74eSq4u4thaJkdX8C1NKqyQAexlZogP0LdBtgqVICsPmp1fRMUcd0VsrqlO2"
    "C8asqgOxuvKm8Q8S0MuW+eCrzfEKqxZ0hnTFCbAZohgQ0Kmv1RNPuET7YA7c12pk7u2J3Q"
    "5q+U3Um98ni3gOtvyTT9BDXDA+0KG1h4YolOdGaS9ZtBpYlk4Y0ek0H1QgWk4WERsGmA52"
    "vvvfTaiwVHc7xCLvsRPcwICpm0U3ghJ/4EeRw9UrakMhFXevZTAuyLud6iGQkI8j3C5XgZ"
    "GTArCSA41CcbW0icgGBI/D22hFNuFon/LcBeHkydju9hGtlVnTSyq/I0sqtixm9AJt43E3"
    "i3FD0EeHheA+DheSnA8lUe4JijjSR3MgE5T9UO0LuZx8FgvqwD82U5zJcFmMWufPJYxEfN"
    "8C4hbyUX42XgHtHQ84uQV4dpFKkht8nmYA3usIVZINqWAsKgnhEGlXpChfRmBL9K96xF6M"
    "7B2ssaeItRgOnUbP/niOAIPAd+PpLfyNHEh+xyiGzpDugQ2TzprEcEMtJfwp3uYx6OIt4o"
    "K12lhZW2eaXzhi6Tdc5TQkR1J5bZOJm7QAjO10I2whN7bFhyKUsJfNLqAwRRC+Bnt8RvWc"
    "fPfhzPZeqH17guMy76ct9lJiJgp++yHNbdLVUCMiEBkbtIbaKiRkqvIz63bsAB2ukpLAxZ"
    "4NAjNCxMqRmZCRQvDgcXpE0uyO0eKmBfVX44Q9RDX9npsIYz4XRYXtNyqDoTcifQRLrKEY"
    "J6YrV0FQd/NyqABwvciQX+p7jRTPhkOr6HLLJ9f6sskhxpPBDVZZUjnfuhDwC3fwc9kYB7"
    "uj4DpdksGYrDZbKc7gveltNYllhMPArIXP4xgWbjVvpuNNTgwTHw4DhYnBQXByPjYuxFSu"
    "AeNbgHppQJ5UfoiOZ8REt7OI7yuiMcxZEWId9v5sdQaMEOa7MguV0ts2rKKl3/Kiq3z7jW"
    "mI3MmywVCPuH9nmdqOvz8qjr80LUNWUh4SNOxCWrMefdeBQHq5LgdoVSFYdWScW3buFdJQ"
    "0l4UEbhiVgvbn9cP3pfzbBRBuudXf/4dcbTTjRzf88vL9WNzw4w1/EHbLxaRsxtRwVSL51"
    "LhAbog66w9ZMkugz4owptkVSQBdKFOwbUkalBpsGnhsBWySFDVuaCmCCrEIGm1ZNZMo57u"
    "uimqcCUAvZYYUYh9rIFkkBXtUZRAJZWNC0YFyOCkCFULXjlIRJeGcL0H7cztRTbPP3TA1w"
    "s4JUG5tXma6TgtfuHVyUPkuKxWi4cAsof97O1NN9nL976jCJjBjQBqdQpuspzBrhqQbW2X"
    "LLz8T5LjNVTzFWFCqrYrPfJd57wbYpccoKcWtGDaoitjcxAU6eYJ/R2zo1wI+m3vqTHYdF"
    "61txR2x38o2hypO1IdbbVa1rpN9S9NBA377PMXNYDEDOU/UQ6OFFrZJPFxU1ny6KRZ+80D"
    "cKt9oQHA7hk33xhwPg6wTEFeqQJ/6oRl50PT340pv70jdwrks/NHOr6yeBIC2bHewBmYjZ"
    "ZrJgbaMSYDp6WHGbV3yjBphJEgoZiBL1rrpxxFejDHZG1ae0xFCF6jnNQE0D6fscPz+so6"
    "QMy5WUYUFJidFqEIWq0vVOjG6/8q9qEjGS1RRaCIK0+sZ2Pf6c1daQg4Rm83pPSOjMGi11"
    "nhJWuQur3EjtKhDDWtu81hClCrFp9sMLYVTHCKOCCIk9REhsOm0dyYE/k0XDPxHsxl7xou"
    "s++35Q6bSPR0rVOB26s1HUb2wpXgWIszkZM3cleyshOUHchclnU9m/aT0vH8S9nHwfrbct"
    "LzZ/evZsuxs6gSffJk/+cfs1WdRtpX0fvlgJTx+hVREmkaHpoQ2yHcNYQXI5HtunxN8Rtl"
    "UYtPMCEMP3HLTVJCgroflbsc4mRGtZzuMhWguitY6Tt35VK3H9qiJz/UrFehqwaGGIdJam"
    "fxVP9gIzBMVl8K3DME4rXKenRd8pBMVZFRQHkQIQKXAM3gKRAvbwls75mSBS4GWt9wR7fh"
    "ToWlqWlinNkkB1UrU66QLH7fCadUNWaOHo2Hx0wCUPPmNbvJn2dolKoNeZsTeLUmG73o5p"
    "1V4N/kOLbcvH9R9apTa3r8tBc5Y9NmeRJSHMTJxbigPaIQg9kCWizuYt37sF53fgPWFnNY"
    "oCjWRd4XjKk/XO3jN8Xc+2VmVcKwYazAz5xIagd/ie1SmVfFZeKvmsUCqZzEkgABF7kkbz"
    "sS5qrxxnHe0BIT89HR7IQ3JZx0Gi6n8Z/8ilijpbECqzjEPyTWPXKkdcpevdBm9fyJgxMc"
    "/co1FoZFlSyQ7YTasr5iXKQlk+zRzbIuHh0L3sCrozFnj/lOozXpnt2zzZ4ZA9H3YEWScK"
    "2WTSYN8WCQ/IFc7Pu7JzNzn+cTENSjhvgnXlJAfE/aIjqAfkH5EXxP14xCe5owl2QqYR5y"
    "p7HJZPcuxWh6aGtuO0OIQ+Pn31ttgSlC1QJbHpvWjDTl4NKo3YmUE7c2++znCIMErqPSOO"
    "PRetCEcsQJShkA3Q0gtncerMXDBo8Y3Fz4KEz9iSIy8s5t+0MuNuG7oa251vjBAFYkPEZy"
    "gQXC5w18cOgrqtMrxnVqm22WdL0kMLcfth3R4fTQNMQ21sZpWUkCc8oGRwpKDM9gQEeTKl"
    "/caMpeSpoAdRHtPkojDENE8FmKrKxPZiNJRkFVIQZa0TZSFwaL+1PKB5F0RjdSoaCxohtd"
    "4I6dglO7ItkvS2glwLpUqDQX7kXhts5ADdJonXyN/2MQ9HqVC3zdQupnPnDG2QzH2c27Jc"
    "7+9Cplrsht8XrHsPPVhqazNVxBykBAcEGHPuyfsl7CrKM0xdJhhng6RADWn/krrbt2a5Hv"
    "bZVNwvTdKNNcSQa9ww11iKC9qyQKW+3gwFJHGpJsNYsPHomEW0iTlGQw6pXDZbZDSCrPF6"
    "58nBBGf1gkdUFiAcxcVyDJimSgacE6IxXuT5kbrClBJTB5BCBh4g5fCAY6B1SHP2LBNYVU"
    "KAFnwu4HOx1i8APpej+Fz04OZLzT536+rK3fYU6cKtUwPsVKhqAeovvFbNfzuFr53gKtJn"
    "DlrxHdCHL3d3x3Me8vAmch5JSZjx5u2g2nHIw9F4O7BWpf955MxkfLDA2PEW2I/r8/tkEq"
    "KQIb4g1H2L/u65f0cej4OEI7FJvovDh+Vvj2T1XUnR/7Ymhvod3XInHlWNsZM3PVPU9skT"
    "0dQ8+MVnuMRStaFQoJxIku5eoDocf77/cnP3Hn389P7d7efbpOXrxloSv5SPtiHCn95f3+"
    "kAbmS2ylOC2co6s5UlSURiF2EhiOlu9/RV5dUec9vHZFTL8UDcYYt4a6ZOQTXuB+5XuF/7"
    "fL9uDkDtAKiUoIdJT5d1wkQuy8NELgthIh2JTtgnwi272ZaBuCmE1JFcCPWDbhTChgE3ts"
    "F7hIibGEiZICaQNGwdoiHtIRvZQxl68C33VUjP58GFXtAwDS5LCSFXtq2yJarY+28hCSj2"
    "byKu1cdy7wdVShlJRo7G6dCdFtdrJEbI3uuxkTPbhfY7jtICPIjjFY/NoviR0LeIsnAmNo"
    "ZsjrqUpRkmLCiaXFud2bzeQ7GfLg9xEKYlhCDnwy4lMr849SXzAh3I5xr5XJy1BtgqVICs"
    "LsAQYqQgRqoz0GpuxdqBUkVSgBeipY4TLdVuQE8ii0JEzzZlvYxptAD3R2W6ngKt4Zc2VQ"
    "eIF+sLJycahXPzblClbK63QZQMqxXawyYhoQjLWBqE+SNxpX4nfo+nQkKbEWAhF68GiLN1"
    "0T+MAjJnT9gXGiNFY4IwpUzoPoI0ZEJFZHPkhUgshiMU35K4n4N86u7CBnjhZSys4vNO4s"
    "3FAtejOFVIyxVaSQA6q1U6a7KGRZOgHvVkeJUdsLv8UBsJc/3wviDbb/Z7AblyD0WeqofO"
    "idNaTs7TCi/nadHNKVizptr2jTctzyfkhy6tvX9N/y/D4dnZm+Hrs8uri/M3by6uXm9U/u"
    "KrKt3/5vZXqf7n8C/aA/Jcvi5DzlOBXgVGFlBVLZXry1VVrfKUnOwWkL1eeElUXk+RzTNB"
    "m5Sl35gibmefD6qUpFk6ooYjTkqBQklZxF4voYvMiVRMEl2FLFHS+0LoH54va6ILdcYlju"
    "cSne/teZMZu9s2FbjIt0XcPAKqqR/n0tzpYTMPY8gRQrCKdWEMBUef+RJnyGCBrV7gLtRG"
    "PJzaXKcV5ml5K8zTYivM7fVleoRylHCKrD5FELr5MpYZ7AZ7CM7Y1II2D89QSSHxp9iwvQ"
    "GyChlsWgh7OWi6GgmeZDNfM2TzVAAqGGiPFkuU627wXHyV6Tp5jdUJI1Lv8t228OTEtwDy"
    "5+1MPd3Fee5Yp4AYRGntIUpLj3Uqb7WA811mqp5irEinJfgex7Nz65L5goWEhp+IAJVry1"
    "0VBw2qfD7eZvgoyIyv4QFyZphOSSZILRIrGySha2wSJ1LJl8F3/KdkFJ4K5AcyHM3jCFO+"
    "JEH6VPzqyoQq5ErXT/xI5yk6zIdq4+M2pbiyoqP8QboBZ5jPdEFxWwMMOJiscjBBHZD29V"
    "bN+ailtObpQLlSgN0wmrpelA1BD70o7VdG2LBvA4SzND0E+fK8ThWb8/IqNucqyDiYRnMh"
    "ZHBjqIuUAHgNwMH1mmUadXhGOcsodKSLQofNNej+/vn+gx7dDInqhvOcEP0b+R6vE7fcHc"
    "lBYpFzvaWAbkoHZbB+pykcJCe4Udt8R5TK4j8RDT1NTc8dFU5UYnCI2u0QBb93X5fZkmI2"
    "t64QLLxw9TFgT54bK/o6e0p+zGCHOSUePVpkh++2plB0vyD09meU0qW5fWuVE/kk5MgT/y"
    "0IW/gE+WyKPIrGq7fSsPHEImdGeGwQoWzM3BXCdLWckYAg8Q11MbcH+EDjuFxodWyD4llu"
    "M4n/NRAp0/F9lChbV0M9ziOzPsdbih4CPLyooxKJUaUQx+8KqVllTZcq8jn98p5LgHQ10p"
    "wInh426nBcNgNUXc1KcCZVV8kce/7IZeIfqsm1LVdeC4TPUmE7tBJ70WGFpMBDLjc2o0LW"
    "FXIh07D9G8Z8gql+QcqmUM+GmGNfC7J5cuCzcX9/l1uRm1sly/nDlz9u3n96dRovz7ZvRT"
    "H5OYfeCDuB0ZnQU8PBeMbBAJPlXrNFwJzSZKd3wpyiW+axaVmHAiE4YqGyAwQOWxqnVidw"
    "+EhGVTpmEXV/Jr73RAJtkXB1yKDSpLoeLP/C7eidFtW/bwCKWyQ+CnYpa6f5K4QnIVl3SV"
    "yy4FH8KDsrCt7nIi98izAaY1kGfI5XSNZDQJyID5XF1eL5+HdIinya4m2H+EBji2pAHCJA"
    "WwegDdBftyJT7g2YWW0ys0JoWuuhaX409TQB0OWqxZaih7rFeR3j9Xm58fq8YLx2vWkSOV"
    "wX4C1FOwDv5hQdDuaRDrZGRlSFsKHttDs8YV+m0+xtWViAXX11cqSgPVutPYMNaq82KFnj"
    "ayREX65LR6oKt82RNYLaMia2b3fyImAO4bwRy1JpoRmYbSzLkvip39n4RKPey8eDKpX+z2"
    "RAq62YC5rwhjW7YmSqAOf0pEcxPnYTxSOL7zczQGSSDQodqMyHU5nTo1H7ik7G91AMal9d"
    "5tH4T+LoA5EqapDkqGDDlmQYFSEt9+LniMB5/wznvUvcaEH01aMrrEA5qlbkeosMQafDWo"
    "0ShhWNEoZF3gEa6t4SuxJBsQButbq0pQLjjnWaUu6KCEMyX+huiNImI1mSwzUaeb2vw9Ny"
    "P1FXaEUzEzi3BACmCqZPMNcw9opCiikBiIJ5JKfeExlFiwasPE8J7Nxqdu5jHo5IEOjCp8"
    "vFoTxV/0zJexE6IXb0RZyoiUc9Pmu0zgopuAxsW2dLXAZ3Hn0kbppUfaLxHigjBlWOBD8e"
    "O/Kyg+skW2PHYRENEeYIbzOgZcyeTHoeoPW8aLyKU6DZUmzUt4gyRH6QqVBIRuihOX4kfJ"
    "01LYcng4k/0WZb7/8Tdzd1TT829W6s7YmFsnXg2rDJtZGukoGIkyHpoc1neHFRK1/1oiJf"
    "9QIEnBdz8RVUhqhZVIRKCyKOzSsNuTp7KPCZEx/qgqqQAazFztemkGZIAE7IKDtOK4psha"
    "tnYqursdVTlBVuuLsPhTzrLUD8hfca1gxHtKkX86Zhgs7OkWmmUGHhyI7ab7xkjgGktbsg"
    "1vE48gFUYatjCqhVuaqicFWxTrXripXQuLQrClRvSQ4H8cm+9uwBnEn/ZNRoA6fje7iB20"
    "8V9PhINgl60iBcWVIqR3fAOlIpx+5sGSkwNIAKZ4sUbG9RkDs2Fc/fxd2bTrTCcOZ9pUC8"
    "7gA18tm0prdv2zNKVi5ein9C5rsDtAy8MCRUVjWWtTnENJTjtagYu9jm2CVxhQ4hKSLsi0"
    "togGQiYlz0GKPlzPN1hZX3/nHGonzmo+STOM1pJgAWZ2BbGEQZ1ETyv/GmpYF/Wk6nCfpL"
    "dvXzhP59Xt/roL+/DIdnZ2+Gr88ury7O37y5uHq9if4rvqoKA7y5/VVeKbmrJ71jKnyCFC"
    "/4jJk5BTM0R5akWhOfzl/XS82pys0piKfFk1B/mxdpG8W5WuYXOuSmt0SwsmwFIKevbcX2"
    "so5eqzowM2rtJeT0HcDjiIOyeu0V/sYsESCaRzQr9xUwrY5/UEgh0sW6+AdbQjzZ1KO/YM"
    "+PgjJdb/t+UO38ECNHk8zQneqenJe4sl3NDx5dN6iJe/uuwy8HKP5HDEh61ciCkiipdxJ3"
    "AxZLEOIgRJzEoZZkXlTx9vMRu9U6cMPY5IZZN0Uw7WaZp4LSdzvt2cnhN0kyzJJAmmEhzZ"
    "A5MmS+UQdFlRZCIEEE0IoAf4gjqLv64+eVV/48HbHzpr8Xd+46O+KtuGpxKM2tHK+4rL48"
    "lRcyow5JbbAzcfGKK5mJy3iAxsTBESdxEgWXBlkxiAnZNr3CNdWd9/1hz+mVB/EZVgkGYL"
    "cCu1WHIl58TKcRnhpFZGRpeghyy1VlAuJ4i6SZnXkJZx011HFuWMf5CfsR4Y3WoUAKi9Bw"
    "EaCC1f54jXE5jB5Xwmi/biNkiTbhI51QnPOdIcPQb7TMeUowj9i2yraYR8h8TAI+8xYnOi"
    "PJ9u2g0lSSH9dqcohibUjTa6BUxPH14nLLQ8B8I7kqHd9DsWoP8R0dkFpPtiH8XYQYxKve"
    "XrzWBPZ1aGGNSjPIky8/u0F5hgIp2J+hQgOk93QzvQdKB7ReOqCM0bYA7Udluk5y1xo1Lw"
    "pXTA5p8T3Qhy93d8dKTvuDcI71eWnpq0G1Ir4d1LYWzigl2XwS8i0kAcW+ThtXQwQYfSIB"
    "xxlqLv1I0MTKTvXd9YL1UptomTmiHiryLftHhGIyM3OQbCl6iG77OvwaLtnRx1BiLhCCFg"
    "JRMAeLgjlyh23b4D5CVID4BmHTGJkiLQRnNFyGrHxpwGwUsv4FEwxrpZoPK1LNh8VU84As"
    "/JWQ+EcNUS+jB/hrwS89NJFRra8tRQ9v1fbbva/hahJHkSWEMAqbvTlxAJlYOtfIOZqn6h"
    "+/uqrDrq7KudVVkVltTTdmEUkbMnCLWn2QwPv9IpY5sXM08CkWKcFEYlHJoA4dGhNIVQdE"
    "bVhVQoC2CK3qnzEAVyUFeCHM4DhhBtnN2Aa+ynR9Rbl4hHeHH2yZahtAz7CYzX+Xm7O/aO"
    "dvoxr7OiNvtYB2zSgaO+WynfgWZVOrIjzur8X3+8WPRfJCjMf25aAqyoPJv3E0ScfVKTws"
    "UBPqN4qo7PW5xCuEw0z3z59QHCIe14QSrMATf0swQFwsh09QJKeU9YLnHo1CoilJsYf5oQ"
    "bViXUizQCVR4ws/GjqGYWLbCl6aMBuP+GTE87NpfM8FQjmukwa48ppeSqonKbs3WLltJTl"
    "N6t2UCSG0IZBY5/6whOvG1h285Rg2bXastuwrzC0FO7I+oJ1ub95a/2EFxLXwKJsg3UIEt"
    "f2gWqHEte6CvGuzLUjtxe+X0jQWXCis2qm7waVRs3sqJ0mzc9sTmTAO1rOGAoiGpevRy5Z"
    "+Gw1JzR8K38PiCyKSxlaYM6XLHARpqu4Fv4gNkXKNz6W1XIpwmjNGorWzf1+FBg6u2XoJG"
    "lZ6NrxhSlB7wxFw4tayS8XFdkvF8Uq++KDR6aNpXNEPTQntx/DCc15D9ycl9CA+fK6MG/U"
    "UaBsJUjZIkbSvsV5i1mj7hIacjCIWW0Qg4jlvi5zwexxXAXno5DvH8nqpELPSYfUUndGi8"
    "zonWrPg9A8FtHY9xw0w/4EsYnQLlA613cciZkGsuGzeJF8jaJC03QSUFW6paoI1uaKO8wr"
    "SeasTGNWScHlOmjocs1AaSr5aUh7p0S2L/utWdso4an193yeDjZ80w3PvSkdxQ2ldPiXdy"
    "zP0/WmXd6Be5ULBV0KPNFiRHxv6o11dZh3afiaCQ6o6h/pNLSn6icIyvaEi2bgb0gB9vqw"
    "gw7YZAE6oQPmu4TxcNQwwEmlBaOOzSu9UZHNtEeFDGJHqmNHsn7XZ7ris47ebkK70w2vbC"
    "4bXfCf1zH/JxUWqnTIoJaFimdG7841ylmS1p3pYw85CtkjkT1nOfEn0ln+KM49FU/jxvMI"
    "+4wSTWrRs6cDq1W3rFbxuhqbSvJUYCXZaSUBaflFyFCxxMuJOBsNpeUMLSy11UsNuT0vYp"
    "kD8sQeGzHuPCXovjavMui+oPseGNou674VURm1ojGMgjCuZYAEWmAvWEdzL8R2kGHeyGHz"
    "RRSSALFA/MaJEwVeuIpHv/pKxrK4B/3+JxRHi/se4VJ7zUZiDNBy5jmzJJJc0Ack1FXbOP"
    "THgwrdLRUaAj9s8IND4AcEfryoDQ+BHxD40cHTAIEfHYddfCDlCxaEmgYav3++/1DiMchR"
    "qdYQzwnRv4WUzPfGfY4Du8QjB3t6oW5Yf2YB3mkYv5zgRlkA03Q9yNQzyNQDR02Tfd45gx"
    "+ENb2UlYZSOPs06ULBllYKthzVjCskB1/eqOSk3J67HTOoYdgdObnhO028X2eyfjFFstCy"
    "NMQ40u6NlpgjLKZzZZiR1Frfypog5IkEYixfkkCaVNEazXWVkIAtB4gz+djjySBBzsTeKx"
    "p2D/Wh2vbeY6F/i/PC4iMRBeLQkUJXb7Dy2mTlTVfJQPDOkPRQ9m6/hXT2UNTFOHeQ+gfy"
    "HiLRUtZsbiYvUALgdYpjdCpQ6JAeiq6rGZbUSviIQ4/EsqdGelu/2iG0bQftEtXK11Yr5u"
    "TqPzrrtjMx+kmninXfkJidqNKPQhy73ZORA6TOnDO9iGd/A9nJJtkps/IGl81ms/Tvlmm/"
    "YYXmRJlIqlrqHgK/Bzd4DromLRfKZgDX+KChazxzWZgcghxV/1pT72Hvx4g12vMKZcO9bh"
    "neR9jq8t9GK6AQwgI0XAAf02mEp0aGoSxN//jMVR2fbLlLFjyyL0aB1i3zeGXaaEUlhObo"
    "0Bx9D5BWeEGhIUhdT2idhiBHsqJlG1voTGlK44sKe5o6slWjWrWZLFeaHQxhx2G95YYwKL"
    "d/kCA+PmNBaIxznqqHQA9rNZCo6B9RMABAX4NDV90DWQ5kOZDldshyn4jDnkiweid+1cly"
    "ufeVslyQjBRouDWD2e4pkaXcQ0LREq+4zBpeemKDRGEcLhZbPt8igp0ZirOweEl82jPm0f"
    "piM0GI8o/Re11BXLRJXNyuk4EYkyPqoRTTvhsD+jcbbejOmRYhBQBSAI4tLFmaAvCJcBYF"
    "TomUlLzbISFlRtUo5hIwNl+XTHHJk+cQIczgEHE2J0hAJJ9wRAlxdZVYjGiNbWc+c7D8ns"
    "mvj2Ik2M/sEogg9XWPVrN4wxuAm47vIbjtx+eBpQwsZUeXUp7pSFYuyLqgKmQAKxggD2eA"
    "1O3fFrC9y0zVU3SVY2uVgffzWto/0Wgt6atBldLCM4MO6J0PvdAHz7yVmsVmaepKvxuCHo"
    "q/+/LIG4OskPUQ6vZ98m4UrPn23KNREsWdx7u0NKCO9HAFAveJ+bpG4PD0/M351dnl+aY0"
    "4OZJVUXAonIxjiYTEozGZCKYXgOgS+l7U46xbajxJBT/b4x0gRyAVoHmIVk0AFglOxywpx"
    "cdQXYRCFlTYsSCkfgLdYUTS+HV0jbC2DIHY9sgO1EQEOpoihFXuMozNP3LwzmrIVmclQoW"
    "Z2DBLMUZLJhgagNTm1WmoF3pG7phgxomopFxNsfJ1xlDU8HveNwWJJ5lgDB10VL2AtEVot"
    "s5fndxlfTrJgc/86VHqbEJwvwstT0Bo2/dVaUeAANgNaQAr6or5rhNXWQVHgWggnByFD9g"
    "xvvzTGgzzqaeYps/s/rQxTLG2wLAqrzWU5Q1d45NUaLJNq8KFlWH1JKtTWNHE7o4xlOmux"
    "CUziAzZTCSEWlowoI4QWY5Yz5BY585j7pY0mfNZSqPp1OPtkGlII1bKo3n16qAf7k1sUDY"
    "Q3dl+4GRoPyAdG4rqCCdg3RuNbZ1pPNjiYycr/9ojai4frVDRNwOqiEZ+mz6g0d/RA9CWA"
    "vZI6Gy2zLxJ7IlxyNlSyrbeUhJbhywJZfNPPw4fTrfnVlmzepkxZZnhwbP3ZII4yU3zsPO"
    "U0FDYUUSLKZhY86jIOXoNcMjcjQHDD1RIT59BqxtB0JAvcyXkNQedyHkRLCYhh0MM7Sw1F"
    "Yvdbc6yMAyN1xmGUm5iFtSN1jpAjGUJLF5rQPyxB4bXdJ5Slhlm1eZUX81amTgLFJCVWsl"
    "HNWVTTtD02rhCtleUbWkl5pR2EzSiiZjfqmr7+po+xdUPby4qJOwdXFRnrEl3xUKkEGBqu"
    "ft4gpTPRSoqmNKtrRA1WexRrf0Fz++YYum5O3bQaU1WYwbeXQ0SUfWNikj2SQapbxtXXDK"
    "4yii8rclXv0k+z4T6q6rbw5klc6sIVi8HJMppuL5IC7fKd8TipKEqXJj8wE+1zh9fcPh17"
    "9mlEtIZrfKYA29qvfbkkhcFaF5YdY8FTgEdjoEEmZmDLRK18MN3T7YVN4jxlDnqQDoGkA/"
    "kcATkzXrFaohhjahg4at+wISRoFAjpns+BxRDzf88HWdED8xqlzBfV0M8gOf5Euwd4Kj6k"
    "UsM9TL7/f6Qkj2/gzrprmoOTKAtRDpHrsajCPds1TgWINA9z0HupdkSq7PdgvQ3iZOzY+Z"
    "KXsKssIRd8Nc6slskE6wmamTfKFGNkGWL1rlBQrxZPKA+eOJzgm0eTmo9AHJYaMwHbfTA/"
    "SZzYn0m0ylH4YEnFE0j3iIfMYeEQ5/Eo9nmLo/yP5wA/GLg4UO7eLEV+N6LqIsRJjy5fr9"
    "n2ycvtJ1N9n/xxn7e2KDtfwho4QLCmVUXkOHysbHkYnKnUHQ1mOf2auMivPIm7RF0JCCKK"
    "o4gMTxE59iCGyeCjDNYyruBUM8txSApVJqm7jRgoweiVHV0TxV7/zAp8M6XFaMKmWz8TuN"
    "x90E5A3B4a6xE7YgdF+ywV7jGcA904RRdM6u6zJKGqxxhgzs9javL9jtwRhqiy3J3oLBDy"
    "xc/IKdkGnrBGfeDqqsSaEYN5psB9YIKF4EbBrgOWJUmnhmsuTYun/tjC05km3bOXr16Zd3"
    "6HJ4dvX927hmhBASZdjvOtpnXRWYYGcWjxb/i8SqxAHAukDivX8e1LHomCWIrBoFneXpIN"
    "5s0DDebJ12H5KFDv5paY2LHFlv+tb8ZTg8O3szfH12eXVx/ubNxdXrTeGL4quqChg3t7/K"
    "Ihg5qQuqYrxUEZjRiRfMmy20QgvKjs0rbU/O5FFtby2qOSbi+K7syntKHpj4355zK22Avu"
    "XMymfpNjGOGq0mxbdcn4m/JHZiEb+WQlMOE6gF3VILyBx7voltfUPQO9/F8KJWO9aLin6s"
    "F4WEn4n44FH8iwHGOaIeuuLbbzG8wJwvmeCgpjlsBcIewr2XrB7oCHjgjoBig444ER/tZk"
    "yPBsBr6Q+4AJsn2RUwFS+O04sRzAd9VSqfpQe1J7p/JeOZECavw5DMF+GJRohXRlSK88v1"
    "WLHrtoN3uih+Y8u4EUoYrGRBazGp4NGBrDKiC1jdOdo43jSZIq3NlXx3CC21VnNQV8iEL6"
    "q0wBmt44xqAFZk1hc+JYBu5UV5ggSBTnqr0LlTgv6V1Gs/KtuNgnVY9dxkxypUh/O0dWjf"
    "QojRHoKIc1JPXVAVMoAVIreO068p3YgtYJtoOD9nZuwpyMrptSnXUl2Eck00u067VdHsPt"
    "mti94LzZI8ERrK8DUZmbbEsZopNU6hYi6YwLaok9am2t3AMx2+0U03SRtq+85qQkiPPP69"
    "MKjQYe3J4Tm2qLhn/wzkoWa8MbWcMRW+mEJ+VDT+kzihoQyZp4LsPtWhGBBqCmmOCBBV/V"
    "eLhfizm5gLFVKwFlptLRTzxd3si6v8QL6VmF+yNH0wclWt5/v/fsgtZcra9fHl6fDMVfBO"
    "hpyr7GrlM+w2ivAv0jaM8u/OGuwryL8LmcoHE3ROh7VSwSsywVVBR2hT3KwvzZbigKng+9"
    "KB9m05T7xyJmbzLElvslNaM5hTcd+lXvgGYo+GHNISbJZ8IFDoRSwzJ2HoN1rmPCUcZptX"
    "GbydrZsAFOt4XVAVMoAVvJ3H8XamG7EFbBMv2vvMjD0FWTm9Fno7N4tQ7u3MrtNub2d2n+"
    "z2dn6dkYDIKh04CKls38dlfddNCQ7Z2Y9H4w0JEksTzaWbM+0LKFbficS+QZhv6niEDM3x"
    "I4mpEwNP0WN60E82jggG5+nxr5lBhfM0CvxG9sY8HVQUGTQ0Nqan0cTOnqXphcnx0Ib2Jx"
    "x4EgqNkez3z/cf9KjniFStz3NC9G/ke7yDkdEV6Es0qtFXgVa2vJxART8O7zGx/24IerHZ"
    "920AFkJrEPIRnoS6sg6VXowcXQ/Bbj8khhMh4ISNbtACKVyiTS/RRUCePBbFqbFNl6N8Dn"
    "CktrQsEQ11ZSqqra2lk4Dh1WbDKzjR9+pEX3ciN3elq3S9c6i3f8WDP/BFMCy88GQwuKFX"
    "I08FTg1INgQ/kaUuDFM/UXK0W4D2euH9F+lzLlyeC1pVK/4rC2QrqfffHJL++UX3kDpmUO"
    "kfWo8ekdzwWulw8qqXeW3LmefMEJMeFDRjUcDF/30XvaKMkp+Q4zNO3O/foqUndlMUSt+O"
    "nDuOrZYOnjAeztGEBbGDZil+JWi9v/UZdYf6YPOCMXgFHiG7PEJySbSCbokzAusS6HLSbX"
    "c5nw5aKa0qYs5SfEu2NPImZEie5UvoEHB7cSaAhLmHTvdbnm/c7b5AChl0IL8fRX7P7sUW"
    "8P2oTNfJvVujOXvhAFsV67WWvX+TomuFJL9+X0uKn22G1uj/tCTk0V8hMZCEQo726Do+ys"
    "cO+Y4jnznYR0vs+0iKPm8RJ09ii/hojldyTl9K4CyWxle6bk8tz24si2vWXn4lENGtE9HT"
    "ZSkg/3kuNkJpnleGrE+l0c6Gby43SV7yl6r8rs9/XN/dFZO84uCH0dyjkc5rVQ2rSgvYFh"
    "IGGiKbpwRcQfXZC6PN9HcTl2xcQNIMVIUMYLVVo+wPvKBSvjiVsqso19YpdZy4BZjvMlP1"
    "FGLlArJJZb8mgefMTjTKevJmUKWm4+0Ya9qZlYqr2utJI6YmK/g8tXb/MuozK2iUq69PJO"
    "Dao10et5Yh6WF84PDiokbUmhhV0bTsolAIZqHpUlyOcDK8h+ie1uqcdVrROeu02DlLfGKo"
    "TWMpd/llSMDlZ+jyK4i7h7zM/vP/AQQ8/HM="
)
