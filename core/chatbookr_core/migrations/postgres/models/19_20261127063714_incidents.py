from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

CLINICS = "current_setting('chatbookr.clinics', true)"
RULE = f"(SELECT {CLINICS} = '*') OR clinic_id = ANY ((SELECT nullif(nullif({CLINICS}, '*'), '')::uuid[])::uuid[])"
OF_A_CLINIC = ("incident_clinic", "incident_notice")
GUARDS = "".join(
    f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY "clinics" ON "{table}" USING ({RULE}) WITH CHECK ({RULE});"""
    for table in OF_A_CLINIC
)
"""As of the migration `isolation`; they go with their tables."""


async def upgrade(db: BaseDBAsyncClient) -> str:
    return (
        """
        CREATE TABLE IF NOT EXISTS "incident" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(60) NOT NULL UNIQUE,
    "is_drill" BOOL NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "became_aware_at" TIMESTAMPTZ NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "opened_by_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ
);
CREATE INDEX IF NOT EXISTS "idx_incident_opened__aa0ba8" ON "incident" ("opened_at", "id");
COMMENT ON TABLE "incident" IS 'A breach, suspected or found (Art. 4(12) GDPR), or a drill of one.';
        CREATE TABLE IF NOT EXISTS "incident_notice" (
    "id" UUID NOT NULL PRIMARY KEY,
    "scope_id" UUID NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "phase" INT NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "is_drill" BOOL NOT NULL,
    "people" INT NOT NULL,
    "records" INT NOT NULL,
    "classes" JSONB NOT NULL,
    "patients" JSONB NOT NULL,
    "first_at" TIMESTAMPTZ NOT NULL,
    "last_at" TIMESTAMPTZ NOT NULL,
    "nature_sealed" BYTEA NOT NULL,
    "contact_sealed" BYTEA NOT NULL,
    "consequences_sealed" BYTEA NOT NULL,
    "measures_sealed" BYTEA NOT NULL,
    "told_at" TIMESTAMPTZ NOT NULL,
    "authority_due_at" TIMESTAMPTZ NOT NULL,
    "acknowledged_at" TIMESTAMPTZ,
    "acknowledged_by_id" UUID,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "incident_id" UUID NOT NULL REFERENCES "incident" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_incident_no_clinic__487577" UNIQUE ("clinic_id", "incident_id", "phase")
);
CREATE INDEX IF NOT EXISTS "idx_incident_no_clinic__c7d8b1" ON "incident_notice" ("clinic_id", "told_at", "id");
COMMENT ON TABLE "incident_notice" IS 'What a clinic was told with one phase: the four contents of Art. 33(3) GDPR.';
        CREATE TABLE IF NOT EXISTS "incident_phase" (
    "id" UUID NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "words_sealed" BYTEA NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "decided_at" TIMESTAMPTZ NOT NULL,
    "decided_by_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL REFERENCES "incident" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_incident_ph_inciden_37272b" UNIQUE ("incident_id", "number")
);
COMMENT ON TABLE "incident_phase" IS 'A decision: what was known (Art. 33(5): facts, effects, remedial action), and who decided.';
        CREATE TABLE IF NOT EXISTS "incident_reminder" (
    "id" UUID NOT NULL PRIMARY KEY,
    "deadline" VARCHAR(12) NOT NULL,
    "mark" INT NOT NULL,
    "sent_at" TIMESTAMPTZ NOT NULL,
    "incident_id" UUID NOT NULL REFERENCES "incident" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_incident_re_inciden_94eb87" UNIQUE ("incident_id", "deadline", "mark")
);
COMMENT ON TABLE "incident_reminder" IS 'That operators were reminded of a deadline at some part of it: once.';
        CREATE TABLE IF NOT EXISTS "incident_scope" (
    "id" UUID NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "question" JSONB NOT NULL,
    "tree_size" BIGINT NOT NULL,
    "tree_root" VARCHAR(64) NOT NULL,
    "pending" INT NOT NULL,
    "truncated_at" BIGINT NOT NULL,
    "entries" INT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "computed_at" TIMESTAMPTZ NOT NULL,
    "computed_by_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL REFERENCES "incident" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_incident_sc_inciden_bc87c2" UNIQUE ("incident_id", "number")
);
COMMENT ON TABLE "incident_scope" IS 'Whom an incident concerns, as computed from the audit log of so many entries; added to, never rewritten.';
        CREATE TABLE IF NOT EXISTS "incident_clinic" (
    "id" UUID NOT NULL PRIMARY KEY,
    "patients" JSONB NOT NULL,
    "classes" JSONB NOT NULL,
    "records" INT NOT NULL,
    "unresolved" INT NOT NULL,
    "first_at" TIMESTAMPTZ NOT NULL,
    "last_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "scope_id" UUID NOT NULL REFERENCES "incident_scope" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_incident_cl_clinic__773f54" UNIQUE ("clinic_id", "scope_id")
);
COMMENT ON TABLE "incident_clinic" IS 'A clinic''s part of a scope: ids and counts.';"""
        + GUARDS
    )


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "incident_scope";
        DROP TABLE IF EXISTS "incident_reminder";
        DROP TABLE IF EXISTS "incident_notice";
        DROP TABLE IF EXISTS "incident_clinic";
        DROP TABLE IF EXISTS "incident";
        DROP TABLE IF EXISTS "incident_phase";"""


MODELS_STATE = (
    "eJztfetz2ziW77+C8pd0b3G6YvkRT+fWrbLT6e7MuONUHrdndu+WGiYhi2OK0BKkFc3O/u"
    "8L8CUSACmCpiSIOV8SW8QB5d/B47zPf58sqEcC9sO16xLGrpfLiD7h4ORH9N8nIV4Q/kPD"
    "CAed4OVy81x8EOP7ICXB6dgprg6+Z3GE3Zg/nuGAEf6RR5gb+cvYp6EgugsJojMUryiiSx"
    "LhmEYMrebpbyHCyA380HdRTPnP8dyPPOTzj0NEFiR6IKG7/kG8x6Muf5EfPgw3ZRL6/5WQ"
    "aUwfSDwnEZ/4P/7jJCOd+p4Y8RDhMM5/Ll4kfv3P/+Qf+KFHvhImyMSvy8fpzCeBV8M4I0"
    "0/n8brZfrZly/vfvo5HSn+rPupS4NkEW5GL9fxnIbl8CTxvR8ETfqFSCi+BfEqcIdJEOQM"
    "Kj7K/jL+QRwlpPyq3uYDj8xwEgimnfyfWRK6glfIneP4ntLHiH+liPzge+yHkKz43/t/82"
    "9aoZpO3999nn56+3k6PVFYLr6RxLL8I5eGYrn4YSxw++//yebd4JN+eiJe8ObX64/fnV1+"
    "nyJCWfwQpQ9T9E7+JyXEMc5IUx5sQM+WJ/GmOFbR/4mjF/sLoueARCqxwstpfyh+6MOS4o"
    "MNTzb7poC3AHC/kH9+99vbT5+vf/sgpl8w9l9BCtj157fiyST9dC19+l3GIcqPgOyIKCdB"
    "v7/7/CsSv6J/v3v/VuZjOe7zv5+I74STmE5Duppir4pJ8XHxER+6YXRtr3bdZDWiIfeavY"
    "zdupc2kFZPvK6IVmkAUAnQ6rVhgKlEBrByWMUtO3vUHvnZplYB/plfZP5D+FeyTmF+x78J"
    "Dl2igTSXht6UEx0nrJtPN5d9hFelaFI//vjfz/9qEqcIfOTn8cd3bz6fqAfCAMBmYuYvxW"
    "wjRbcmMFbBfXP96c31T29PtGfDAPDeVaYaKbbSkdiwdsUhcY/dxxWOvGnttBBP6IRKn5Rj"
    "1UeLyUL+BIf4IUVI/Cnii2tWd6OOVS7+rQpWuem2a1e/c6FdqDYFOgizR+IJ1YeRVEmiXF"
    "fKNr3DVaS1wwd7/AdOdU9c/jXFGD9WdawhJ9ZoWpIGJSleEeHjWVwK4oXOBUqWLUpWRDDj"
    "30MB/s0cR3rgNxQS+PzLHuGxxQ+Dr9OAhA/xnP968fJlC87/7/pjCjUfJalL7/NHk+xZXX"
    "bkO2/hM8a/GFOB/sunu/d6oCUyWYn13Rj9CwU+O+KLWAeyAKSmuRbYfvfb9d9k2N/c3t3I"
    "q15McCOxYOGHSUw08L8LYz36FQoJef8oRR/+ffl/f5qcnr86vzq7PL/iQ9IvWn7yqoUp79"
    "5/lhD12bQ0w6mw3lAaEBw2HN0SqYQvP1aDIwS4Bb2bu7vb2pK+efdZWshffrt5+/G703R9"
    "80F+Jg+psHMBMiYmx3VJMMLT+rTLYX3afFafKke1LLCYGB1lWrA6Wm119Ijre70YXaccgM"
    "25oAlcHp7L5OvS59P14HKdErhsNZfDfju5Sgcctp/D9xpRs1n0qdL0kn4s42dd+LnqIPtc"
    "NYo+V7LkA064wX1GhZxwvzaEVSF8BrSWrWHwxlkGK3jjDuCNA4+RCbrdPEb6k3cAhL8wco"
    "TCQldwlbumBi//Fuj9l9vbwzrkPhJcdxWpT50O7rioGGjujZtjhgS5cIYVcYk/oiWOYpZG"
    "MM4JYu6cLHDqPfM95qCQ3lNv/YKhFY081sExN8w7evjoMLjnbHXPgaCzE/nRpXy/+CHWuo"
    "SaPXISGXjknuGRY8n9P4gbG+FfpQHwnwF+5cw383BgcG4chbkMrDkQUm0joGBtgNhfy9Ft"
    "jP21IDiVJmF864ePJ3pluHzsbNGGxcBpUIzslPq3wH5APCSIEL6nSaq75lP9gD4LZZYrqa"
    "VCmj9BPtdNIz+ORT5f4D+SLLxU5PcxPjiec47p8wJ3/L7tajIowjYpwssk4hRGkU8VkjHG"
    "Pl12iX2SZdBK7NOl7AGM6SMJp3PM5iYo16mGAXr7Ct8bzJfnHWC+PG+EWTyqw0zEyTZlBP"
    "PjTQX6xg9xtG7wZ0uUctzkOrdLHKWhWhs3mauzpcbFYb159/76499L5bdUu27v3v9yo1F/"
    "b/7++e21bP7himy/GL86JSjBVivBFsV+AZt3x+aE9drKFTII/bKcv6b+jwoJhM60Wl2S3L"
    "kNPvIWk0BlOemzgQ9kEAgC6uL8j1btAZunTqs5oD6ukzEgd8Sg75ZirC8ekchBEaULB3nk"
    "yXfJ9yjGXDNAMxqlKab3/C2PDrpPZjMSMeSHzPfIayTIn4gYwfVz8kT4YP5PgJd6q8C+Xm"
    "zsRc+/WPFbLLz20yyHDHzqdpkS6qzqCn6dCoz5al5aZcUruDamWSp0kGypyfojodcDW4kK"
    "kNWnsWY3gcYUsyWHdUO3xwTW4oA+2gRWcYPwb2F4+tapQKaH3I0dQzqnnNoM0AoJLFBw9R"
    "/E1Z+fkwNAe7OZ6ShX7FZo61fK9ipfYnsPgOuv+TTjBLVyBtqVR7D0OYtOdGaS7InTaiJZ"
    "+tPHfFC33AFheFhG9CHCiyycX4Txc4ajBV4jj4oABoJS1ynyY0aCmQhceAzpKhSVuUSof0"
    "GAAz7XazQnEUGBT5gYL1IF5g0ZBft6s7GFpO46g1SDw0g4zWaR9H8F9mbHfzF+hLEVV13q"
    "ylw115W5UkuARWTmfzWBd0MxQoAnXaIqJs1RFRMlqgKCV/YSvMJX5ZNPEzbth3cD+SDFGb"
    "4N3JMw9gMV8nZXt0oNHm+bPd7MpUuzzLQNBeRFPSMvqvCEcunNCH6Z7llMOJ6NtRMe+Mtp"
    "hMMHs/VfI4It8Bz42VR8I1cTT7XNIbKh26NDpPzkaD0iFoUpHs/Rc3R3eoBZPO0ZqijTAq"
    "dt5jREl39TbDau7qYQgvNVKU/wRB971mCuUsI5afUGgqgF8LNb4rfs4mc/kOcy8fz4zZy4"
    "j0vqN7QlkoY4rb5MMXjq1kdvdWpeI8YXDPFQ2k6gKEcWUE3ydvvQZ+RdM/+fuig9/6E5uD"
    "SnGCby8bAG5izu8c+TydnZq8nLs8uri/NXry6uXpYBkOqjtkjIm3e/CE20dvgXqmmLj5Dq"
    "AlA/k68NDCjGj8KF1Xb3vv3b53ZLTC1PtRgum2ekkOp0G/UQgmqEoEVYJwQpN/YhbxYqVg"
    "uOk4g0Xy2VMV3uFml4h8tl5cchYewFQyWpqPxBUMJXWCSqYZb3le7CMSXXdgwvLot8suc1"
    "B2+7lbSyq+ZOyq8XuJLas3kOLBUcOq5ij0zYgF7sEQX3Ztd/hWQU0oAU0NKpb+CkpW/gRO"
    "0bKI4wE2mrGD8KfPctbWW3Vj+zLQWJCySurhLX2zCO9JHIm6cdpCxSDuwWkczogohaacjz"
    "PaeskeaHqXbOJwgZzuJZYzGaD0J+/Br9wRcCHxf/kRZWE09yZV78LhKmHSTKDqXJ1uKHhq"
    "DkPb7cOC55zpEmIQQmWxuYfFA78fHY/w38K9lmM5HeNhSjEC7qwtt5F9ntvFl0O1ckN5rE"
    "LjULp6+QjBDigZuV8eVIo+kj/9MMF3GFClDuhrLZuVulgWNX2/LgUIVHRompJL2ZqG0SKa"
    "ht1qltdf081QVM7CEVklEc9vswidikKd8SPDtpUpTTh852PTkoxm1Vk0Vi7DLAbuqzxiFK"
    "NexCSeVaZ1ZK3E/zZvP2XC9Ymi0rCPyYa6M0nqO0Djnx0CyiC/RSVYh39xqtW6Oeg5v/It"
    "avgYMjHa5svDYbO9/9foPGAN73vq6OdKUYSg9Vmv1aIqwXHcCusCtEzc8LmbLXmWEZpodx"
    "zelTctvKyjdk4XYtJ39EUtKQ9eRtEpTe858bBaX0YQdBKSzGdRKUxKIR8sjp5b/9W0CeSI"
    "C4oPVEmJMJJH8UAsAf6P8nL1/ev6oMpOFr9Ef6Y2rYx7EgZTE61ctKO3uTVlxKR+c8zyQY"
    "iAOx6JxrFo5KxtUZ8GmBg6CRBRtujygW5Gzy6rKEXvzSBvan365vb9VbpCq/H1LqtwNRuM"
    "LhCt/xFf6BhF4Gif4WL553uMiXlaHbYy8LA0TqeRctyEOamyfWJH6dGiXEmXuPGREN1NIy"
    "YIgPEw9y00XZck0Tmzn49M9IIDgu/bniyU/fJP45PwrXvU376nPEQWzukSAN6bC74vrorR"
    "vsy1LU1VulVfTEYhKF9DD/+SEtrpfFvxDyQmwMTimSZtYOYjTbMCLoJe1NMKNBQFdMbIZl"
    "RJ9Ed0OG7slMBHYom24/r4RMHvtlimZxOV/GvRxnMi14zqzznFlyBBdFhDVHb6W+cPORWy"
    "lnvPWkbebtdr9IRGb8sBQpsLK2L7d5ydpVbEIFHbS1zKkyZMmvDxLGypSakZUuN+pwCFM8"
    "vKxTLVpQrCEF++aQpBrRKJzUUpfaSYeQpNNJc5faiRyUVNuBJrdWjRCuLOuuLKXfTY96WB"
    "syYLDVDP4n1aU2NZ+TxfgRHpHDF4sVhRcSo+S8DcUIAR7+DuLqMdMaxxv11wrF/gzjp7uC"
    "d+AeXCvMJ55GZCH+mEizcFsLT2qoofykQflJF/Od4uFomtZrMTk1VEo4PTqcHjgMKVd+uI"
    "5ofo5oafd3orw8khPFFeWsgqBfNq9EC0XkbBYkN9y6X5udXXW6QVoQjPzgyjDjVy1mZtmD"
    "CuH40B4+hzD1hk4Z4ZesNrCoORpApuwZFWAZ3nsKCoBKvt/eHVIW5DU61GpUIPl2uUBsKJ"
    "l8PMeaSeR9RZwxxVYlBXQtyhSx7ZAYCFIaCg226JpjBKxKCgu2sY+RCbISGSxaOSq65rjv"
    "imqdCkBVWtspMQ6dkVVJAV7ZGUSiJ98lpkUnalQAKtTZP0w/+/zsHADaD5uZRopt/Z7pAG"
    "5VkBpi8UrTHaXgtX0Fq9JnQ6d7zSk8AMqfNjONdB3X754uh0RFDBjipJCmGynMGuGpA9aF"
    "ijAAzreVqUaKsaRQWdVY5k3uvefHdkjcpgwZzSinLWK7jAlw6wS7jN7WqQFB8uBnb3bTSj"
    "nToq5rc2x3/o2hEqy1IdYbrnY10m8oRmigH97nWNksBiDXqUYI9OSiS4wmH9Vc3f9CidLk"
    "J1ZgFG5VEuwP4ZNdnQ97wNeNiMfVIZ//Ub286Hp68KX396WXcGZ9q/u51fWTQJCWzQ72iM"
    "z4bHP+5075PeFryrRs6+qq0gPHbeZ4qQaYSRISGYgS3a66+4StpxXsNCH0f/l0916PuZZY"
    "3l2+G6N/ocBnR2xA1QEuYKntKaVurlwiV9osYgKlcaNpIP2Y4+cn3RpjtfTF0qU3kR5RqD"
    "Ld6MToqy5QXzVDfaVALZtEjGQ1iRaCIK2+sT2fPYfbGnKQ0Gzm94zE7rwXq+uUwOVj4HIv"
    "tUshBl7bzGuIUoXYNPvhhTCqQ4RRQYTEDiIk3lx/enP909uDOfDnOHwgHwn2Uq+46rqvPn"
    "danfbpSKEaF0O3lrX8la74o2jT2VXUdhUTlD1a6Qxl8zIn7XQTBHk3G6ZWrHz2bM8oRgme"
    "/AN48tP/FdibbTfF+GFsNoet/7ljH35z6faWMInmwu1jsEEOYxhTJJfDHfshCbaEbSmDtl"
    "4AfPiOg7b6BGXlNP+p1tmEaC3Lz3iI1oJorcPkrXfpg8xHtWSuK72QHyKaLA2RrtKMr+LJ"
    "TmCGoLgKvl0OjNMW1+mp6juFoDirguIgUgAiBQ5xtkCkgD1ny9H5mSBS4Nvi9wz7QRIRTV"
    "BhY5nSKglUJ1WaK+KE9fXJy7SwdWzeOuCSB5+xLd7MLj7jA1m0M+h1ZuySKS22682YQe3V"
    "4D+02LZ8WP+hVWrz8LocNGfZYXMWURLCzMS5odijHYKEe7JEdFm8zWtXcX5H/hN219Mk0k"
    "jWLY6nOtno7D2Tl91sa23GNTXQYG54TpQEo8P3rEup5LPmUslnSqlksiARB4SvyTBZ3Oui"
    "9ppx1tHuEfLT08mePCSXXRwksv5X8Y9cyqjTJQlFlnFMvmrsWs2Iy3SjW+DDCxlzyudZ+G"
    "ESG1mWZLI9dtM6FvNSSGNRPs0cW5Vwf+heHgu6cxr5/xTqM16brds62f6QPZ8cCbJuEtPZ"
    "rMe6VQn3eCqcnx/Lyi1z/NNiGiFhrA/WrZPsEfeLI0E9Ig+Gwbgbij2KEW+/qIJE/pmFah"
    "4OArpiU/66kM3MW0bqyPfYM7Iw0FXBLo12FneKjMh/JX6Utpbi7/emM+zGVKOZtGLfPMmh"
    "u3aa2owP060TWlKN1XFoS34BR5WkXiTVHZM/clr9MZVBW9PIfp/jGGGUly5HDPseWhOGaI"
    "RCimLqoJUfz9MssAWXNfg35j9zEjbnBzjyYzWVbJAZt7uD5DSFeo+PJOILIt1DET/lIi/b"
    "dpCfYJUPqcKlzhbMDckInR3DZyj4bPrAhaxYG2bcJiXUCfcoGRwovng4AUHsTGGKNDtS6l"
    "TQTquOaX5RGGJapwJMZWViczEaSrISKYiy1omyEAO327I00IcOAguPKrAQenoN3tPr0NVn"
    "qt2+9LaCWjewVoNBfeROe8XUAN3UO+hQiiDALJ4WQt2m6IBamaBmaIO6BIe5LZv1/mNIuk"
    "wjSnYF686jaFbaMmMt4TMFwR4Bxoz54n6JjxXlOQ49yg/OHvmtGtLx1ScY3prl+TigD/x+"
    "6ZM5ryGGtPmeafNCXNA61RvDFioUkI8omwxTwcYP72kS9jHHaMghK9Fmi4xGkDXmd50cTH"
    "BWMzwJRS3NaVr3yeDQlMng5IRojG9y/whd4SEkpg4giQw8QNLmAcfA4JDW7FkmsMqEAC34"
    "XMDnYq1fAHwuB/G56MGtV01+7tLVVW4eKdLKrdMB7EKoGgDqL6xT+wo7ha+t4ErSZw1a/h"
    "3Q+y+3t4dzHrL4JnEfSUOYcfnUaXccsnh6vxnYqWnFInHnIj6YY+z6SxykrSYCMotRTBFb"
    "ktB7jf7wvT+Qz9Ig4YQvkhdp+LD47ZGsXzT0rxhqYihFc1zuxIOqMXaeTc8UtQPyRDTlO3"
    "4OKG6wVJUUEpQzQXK8F6gOx5/uvtzcvkUfPr598+7Tu7x7cWktSR+KjzYhwh/fXt/qAO5l"
    "tqpTgtnKOrOVLUlECYvp4iNN/2j1gt88bb/g03HTqBi49YK/RmJs2iAqbw8lbthViBZYhL"
    "f/yD8WX8VBOPT4z4zEYuySRAufCf+g5mofZsrtgUkpRFsikCCyyIaLCqrSdYi+GL5gTGVL"
    "qRj/5dPd+wYLXJ1MvrJ8N0b/QoHPRiYmCEBq91QBbRl5UUH9jSbuQkxwA+6ub0VuAMcMGL"
    "pttGLZW7WYH3iYM0on3xaPWoXbVIp4zEcNHPLOXLpMV00R9yYLliA32iQ3gglpaBNSuQE6"
    "x/gXBCOUxS+7yOKXzbL4pSKLH0kA7i4RHjiSbBXxm4ILyPmF0D2uXCLsGVNuG7wHCCpPgR"
    "Q1EDiSho0eNaQjPEZ20DQM9MlvQZ+MOBOinpUeqpSQVWAbly3xNryNMEsirauheOS0qWKk"
    "Mmirj+EuJMgXXEwyJSSmSNATRPmDPHboNfJjRJM48J9I6u1fZP4BhtcMhTSe80Uh3ATiCb"
    "pPYvGDHyEutCv+h92/zihpeouHQlR3JAx8FIfWhFqqnkEc6y6KGc1IRHJLXVepsUYE8mIH"
    "edE80/kQPXz3BvCkS3OiSXNzoonSnOgYSiPsb/12Wb7da1anaXRGrssNBXgtn+G1fCTLuF"
    "+z1TolqB+2qR9ycfKq5GmmZtZpwZ5wJKy+11vqmuVYDSm4TqTOY0K77LOLaoRwWNq8gyDC"
    "AyI8IMKjo1nxpyTWRnlUHzsdzItTrxi51cb4iS5IZrXDIcrJ0Qr7MUMzGomY46IP0wuGlh"
    "F98j0SOSKXSHQ+iOIwTS1a0cjLmhvEc7JGc/xEMtsh/5RS1dS4t7dutzgWkGW/PfIlLP5n"
    "yf0/iKu1Q4KR0SYjY8GwrmaEYvwIrQinXVrDnja3hj1VWsNWdoHByq5TwfWtNI7mB7Iv3k"
    "0iU9u4Sgo6BdgV93kikDjul89XpwSlDZS2I9lSw9k6NmJmV0zrVAAqaMKHKepTCVt5JrSV"
    "KJmRYlvfszY1Unj7NSZRiIObhOnNDNXnTqudIR85vS+GdkiY5iNI7GYNEauSLNfkC20/iy"
    "MSZUvwIwlfVyOKVkLPn9FIlzc94Mzm/RhVmZzvgSguulVDVJJdBoM6cxT8G9MKFDpILtAk"
    "F/C91gNbiQqQ1RUABpkcapgeDbTWGLnGAy8oPgdQfIYtuJnLolBxc6MJNR0aA8D9QZpupE"
    "BrzkublM6UWV8YOdEonOUzp03ZzJZBwjpmzYgKmXQWkxBhUesSYfZIPKHf8d/TqRDXZkRK"
    "i4fXDmI08yBjFJEFfcIB1xhDdE8QDkPKdZ/Ul8xVRLoQmS+cGS5XfBvqcu7lrds92njpV9"
    "JD+ftO0sVFI88Pcby19JcgAJ3VKp0156HqbtGjng9v87Ec73mog1Y4TRTZvlzvCnLNzsA6"
    "1Rg9gp0qNJy2lGg4VWs08KNZk21w4z809/vJKcak6f95Mjk7ezV5eXZ5dXH+6tXF1ctS5V"
    "cften+N+9+Eep/DX/VHlA/5bseyHUq0KvAyAKqqqVyfbOqqlWe8p09ALLXSz8vKTZSZOuH"
    "oE3K0q9UErernzttStK8GNHBESekQCQyzlL9hNEFEYpJrquQFcos8YzrH35Asthaj7i+R3"
    "S+t+dNZuxuK8O1yNelz08dEU8E2opV2kruKesRIlYlhMw4q0PEUpddj8ytDRkw2GoGQyDt"
    "TgNpK9eX6RaqUcIusnoXQd25b4PNYDfYQXCGqOSK+4VnyKSQJiP1ZaJuH2QlMli0EPay1+"
    "QuEj35rmkSRZ0KQAUD7cFiicpraQh8pemO8hrrEkYk3+XbbeH5jh8A5E+bmUa6iuunY5cG"
    "3xCltYMoLT3Whbw1AM63lalGirEknVpV4eWdRxZLGpMw/pgVBjvRuHnUQU6bz8cvh0+jyv"
    "gOHiB3jsMHUglSSzhnozx0LSvfnD6MXrAf81H4gSPviHA0nyEcshWJik/TCtAhjZEnXD/p"
    "RzpP0X5eqo2PK1tlV0VH8YNwA84xm+uC4jYGGHAwWeVggiZGw+utmv3RSWmt04FyJQFbHj"
    "RdvSglwQi9KMOX6S6PbwOEqzQjBPmyS6nuy+ZS3ZdKqW4cPSQLLmQwY6hVSgC8A+Dget1d"
    "bXSaxC7V9c5uLo5eIXlWdfTjkRx2Uhw9SsJQdC7rVR9dIQaHqN0OUfB7j5XNiu/gYAYVfh"
    "bE6w95ddgTvT2lPsbZYk5JR0+X1eHbrSkhuluS8N1PZaHaIrcvUzlRQGKGRGnbJaHLgKCA"
    "PiA/RPfrtJnWE03cOUnr3qKQ3lNvjXC4Xs1JRBD/hrqY2z280Dgut75toRnXTs6HZ9hM0v"
    "8NRMpi/BglysHVUJ+xROcMaYZ3QzFCgCcXndpFXbT0i7pQlCJ+2jQ1k2vJ5wyae8kB0u1I"
    "M8LPdPEfDogG9LZO0U0zQMvoqgRn0jKaLLAfTD3K/wuNOnsphNDg6xk6LJcUWMzEwqYhl3"
    "W5XEg1x/4NpQHBoZ4hTVPIe4PPsSuGlJ/seW/c3d3WOHLzTspyfv/lt5u3H787TdnDB/mZ"
    "71ZNfq6hN8VuZLQn9NSwMZ6xMcBkudNsETCn9FnpR2FO0bHZuNmcQgiOWKjsAIHDlsap2d"
    "uH7F14T5PQ+4kE/hOJtEXC5SFOq0k1Gyz+ws3orRbVP0qA/hBxX4/8uBS104I1wrM4tXYS"
    "0fvrkf84xwzxs89DfvwaYXSPRRnwBV4jUQ8BMcJfKoqrpfOxF0iIfJribft4obFFNSIu4a"
    "BlAWgO+o+NyFR7AmZWm8ysEJo2eGhakDz4mgDoZtViQzFC3eK8i/H6vNl4fa4Yrz3/IY8c"
    "7grwhmIYgLefFEcczCMcbL2MqBJhT9vp8ZwJuzKdVm9LhQHburXXSEF7tlp7BhvUTm1Qos"
    "bXlIu+TJeO1BZuWyPrBbVlh9iu3cnLiLqEsV5HlkwLjRZtO7JsiZ8K3TTg6USr4+fPnHbl"
    "vjKqQ9LZPT8F3LmDWMKWxOXLTfTzngn7APruOop/QOfi1EG//PTh4/d5r28v8oNA5IbRUF"
    "t8cIgpuyjmdMm3CAQ32ap1Hza4ySb1pctd1FLcW63t7bNpumM0ukubl7tKtkfP9oE0lwEd"
    "2yDDVmTYTrXqW0rVK6v5nrj8pynm1yfpIVxpyEEntE7AqqX7VC9uE1bXCIHJx8BkY6+5TA"
    "ceXsVpTvtpoTVCUEFt2zyWqaC5w79FEd2EBGxXR6ebQIROpVDS0S8YWuIoFnohRszlJ8OP"
    "iKtDaZERl+uTOq+xIe32xl0p7bRQLysKKGibNmmbSxyL8HajkNMqDQSaPiPQ1A0w07abas"
    "a+QgLQPyeBm/B962mgb2zzVaEYU6evwXp6JyGHmwZPOtdwc++0GhHgqsF15kcs7iG2VulA"
    "57NObK1VRsS9OFwhAwZbzWAI2B6+fHahXxggWqUBQCEC/jCls9NVOACwhT3hUzHfSPGt7l"
    "qb+hsW+L+nsaiq3WLxyUc4nSw+4WbwVovP77VSKSvMUCwi91d+PE/7sy/nmJEf05D/GU0i"
    "0XxdVNhlwryThhScnX13loUUqCahoSffbjMqMciPaPGCbR3exXeCWAZLrUtwSQ8s9UDlmx"
    "2Gh2TnjYJuo/GiHA92C4j+2Hf0B8Qy7TWWKas+Z3I4lARwOmjwBPv70IiCM+lgziRwoh4Q"
    "fPCPjN58Dv6RkTM4xHESkV6ZxQop1GWsstckuVgY8LDbs0qmQgt8eAYfmGiBFrqE9WWGbg"
    "LgSF+OLAhm/JTpxw0NMXCiLycq5n4TUaBCBqKA1aIAfzinkehc4CV90pp09MByu1nuiiJl"
    "/Gh86JWfoSGHLI2j4bdxopOeGiqNQYnQHUMqRSd0DiWQghoAVog7O0jcWbXEyUChZyNGV9"
    "q2NgaefUjjD1rizj4UAQodws7KYIYueYYecX3Gf/sRrUSQmIgNy+rMflcEfl18L8jdmDmI"
    "zGYk/SEiC+L5OEA4jXL63kmzCldzms7nEU+XlrjLV2kj0iTGh8ninj+CLMZD3xkOaqmZkz"
    "FJAb7RmbwhAF8yxO7sO3ZnJQIZetkSZUowJDo9DYmHrxRs1SIfvlZwftH2MOjUKcF4Z7Ux"
    "p2CWsR1HIQTNGAwOBzA4gFp8Mi61+CNZCBD1TbTlMU4n5TiqDt+qH38WiipdCvbTiKGVaE"
    "adz+BlhXU8gr3ADwniAxldkLLmjh//iChfY6omPNSkXXTeYqb0tsHRI2i/Bz/AnBbtt8qu"
    "zsJshWaE4uzwFePTfaAA3GhgKIaDeUHb8TTsE89ZIQOlwGqlACRXkFxBcjWWXLNKDi1ia1"
    "nqoYPMWpaZ6FJGgC4QDlFBK1L5XRKFzEGY8V8Wy0S0I5hFfJhI98eJ58cooA9CumQU8T9s"
    "jThd5BP2GvFzgg+OqYNC0UGQS6mryI9jEupKDOzvxeDsGYm4C86eYaUx/kex9DsoiDZnr1"
    "VpIHvtGdlrcUTIlPn/1ChvN/5D45KukY1pVf95Mjk7ezV5eXZ5dXH+6tXF1ctyeauP2tb5"
    "zbtfxFKvcUVd+ymOEaVGjqAa0QiV5+F9QUsSeuL93c/sCsWYlvdghza/6ENX/PlaPbr96K"
    "hTjgnePZ8eueRpsKwrFGPCfbBlDV75HZ/EhU7Vpw9GnRRMcFab4EpuGTvmVUowxIFnHuyb"
    "YN/sb9988mOc/+Ea42b51Gm3bNbGbbVq3oUEcQBiEqFYOM8f/CfCRAx4bhzEHsse8FOVr0"
    "mGMFoG2CXID8uyp07mOEfvYlH99JGELxiaYzZHAZfi0JxEGk/9Ht/bpd1rLU3E5a+Pa81f"
    "HSQNIQvsB1PxMqimapfhs8IZAwG5TgVCcgchOYOsT3y2TAnx2U7P+OyI6sotNi/zYvwIF/"
    "jpZZdgFlnZqASzXCr2OHFz+uJbkchQhtWQQu61XKOEX9jG53SdanzdvAc/pTMZy8T6VqHY"
    "n/XtdFfwDmx6S8XrPvYChRD0WtnoVpO6jWxuNUowuVltciNfl76o82XO5jolsNlqNmPXJc"
    "t+21kihTJFR8HnHiWKZEoQkeXy709c3O2zheqUsINs3kFQhAqqJdniHulSLekw3pG/0PsT"
    "jVtEfOy0+UP+kQ/Y5ghphrKL+6Cs7JGX01QdBo98vPg/G6k+L2dQnQ/gX7DJv3DQ4/p4rm"
    "EDMafYGl1tgMX4ERqxz7tU0TlvrqJzrlTRYcn9P4hrGoNRp4IFW8cURw/JwrSVTY0IsgGe"
    "kQ3gES9ZkukjWZucGnWqXmeHvJgtchycTjrV35q0FOCaqGcHFDjbIHzVAd+rRnSvlMJPve"
    "q2Q7V25ziUehzHZLHU3RCNfrcqyf4cby93tXmGjnnnWtHcBM4NAYApgxkQbQ/fZnmwJABR"
    "sI6kCFucJsseR3mdEo5zq4/ztEkeiSKqyahuFofqVIOInFaJRDsROiEM4JvYUTM/9Nm8F5"
    "8lUvBu2cZnxRVzGJfBX0UF/J/Ik++SE43roPrYaXMhpJX0OZfLkVuTKtKp0f0a4SwvIctk"
    "oGGwTgu0ZFOJVIXXaZZClq/gx1n2wg9I5EakFFmFFjanK+IhHARIVPAXhQ19hkIaZzX+1d"
    "yK/b9eWzYmYWXwayVsE8rGHF5+bfZu2BOVa5Wks4MUYxBzxnr9KYoDI3x39OzMXaEFVlvN"
    "6mVEn3rxuUYI0qzNPK6INF0FkwoJxGm1x2kJqFRojaO0vuTTHCekW2O0KgvKpvT1W/KAg1"
    "+pJMQrD502TSsQw6bzYtxWPes9jecc0qyy+xLHPgljB9FIfCA0nRWfipTJ4lxrydDyUBLG"
    "fsBVHvFZRFLrtifooiRkiCaxqlPt9lW7SFHPv+QUQsgOccw5LUoW5x3jAPZJnVZIIXe6Ki"
    "SY5E6nG9NUViuJQE6zWU4D7fqbYrN59S6ZEPzacupRJqn0yj2qkcJBafMOKpllvIVUSthD"
    "kokXEruGhrSi0xhgWqeCZQrJcntLltMs3gGg/bCZ6ShX7FZo6zvWKjOXHz4S752oIenH6x"
    "Odras+wmk1eKVjp3518Far13WIsOtSroqK/i8YCf8BnyFK/fHCke+gbF4RAiDc+nTF18hr"
    "FFJE/iRKr6HUr7/AjySvsSiG54NJMFONX3t5ozaGoH4d5q8tUiazJCWIKDj4deK0GLsKLi"
    "nIt6SRbEhGGEswubjoEEzARzVGE6TPIJzgG1TX0pCApJ9eLtOCYm4zp0F5HF55rIsPnbXH"
    "OhnAKvtRICYC1HELdEZjdTzf1wNgWyh7HypTjhRl6TTUq+by8TAAxBDUcxBrB3UbO1KUz5"
    "xWC0d11G6LMNUOgPTLOlBAyT6DQMGZrtaAYvwYTQFd0gomzWkFEyWtIO+WYoJvhWR/EJ/s"
    "as3uIUP1nzQ0WsDF+BEu4OHzYnw2Fa0TnnStfikNCA4bDucqnRwUxwl3BXVxYu85Ju7u7r"
    "Zmybh5J/XhfP/lt5u3fGmn0PNBfiZPqLUgwNAAKpwtUrC95Udv6QP/nJ/xYVqKRSMMV563"
    "CsRuOmYa0IeO3j6UUQjPmx+jFRa9zgLPQavIj2MSioZoIgCdTxMynImKqYttgT3CKV4jLi"
    "kiHPBLyEGPZBmjGY0QRqu5H2j6su3+dcaifOVV0yLSfc4B5nvAK4utSoP6SP5t/aC1J52m"
    "klC+qp8n9O/y+t5jC+gWn2CIl2xu1k++SnNgSWow8en8Zbd6n20FPxXxVN0J3Ze5StureJ"
    "ZlfqHD9D2HQsFQKHh3iu3g3e6gUPAuwlWjPtGqEQSrNiFalfsUTNvjHyRSiHSxLv5B0aEP"
    "puv54c/YD5KoSdfbPHfanR985HRWGbpV3fsciWJMdIa4AlUEXaZ5xrOILrIPM3utg9JnxO"
    "OqlSjiJCIs1yIy0027ZYce4qNiHMWIkTTqkixUbW/nb9uu7IFzxibnjD3dsy0qrj68lTs/"
    "EkzqGVdJoKKxUtGYuiKQvldOt0wLgZG2CQY1tTq7h6bMz23lRsHOMjHw2jZeWyIE/saPW5"
    "3wl37eKvQtihFbZT1RaDPLj3nNxSocC4M7w+u0vuaDEL4oX6WFFX7OhSxROYYLXg66Jy5O"
    "GEnTaJgwyfNBlGs3hQzHVFFv1y97TgkbiNCxSggEyyVYLo8o5inA4UOCH4xicqo0IwR54G"
    "ZFEXH9ZZqQ269mlUrds2zV8RwOu6pa9YSDhLBefFBIgQk9mQCN0XZ31hh3WRlxg5Xh24FC"
    "nnCfc+QoFOfaAUXiOOjF5jolmEds47It5hGyuCcRm/vLE52RZPPUaTWV1McNmh4kWRuKBC"
    "u5WMjWurpgmrDJNBHRwEjwKsaPUO4aPgTITVhMF1OBmanxR6EEC9DxqQwnmwyao1y+INuO"
    "VeqxJq72iBhrVBlF7Hzx7h7VURRSOPqhQMrAcEJ23QEKpEDljkEqdzQdtANA+0Ga7ihP1w"
    "4lZ5QrpoY0/x7o/Zfb20Plhv5GGMP6tNDikdNuBdkMGtoEQsOQVNO5yNeYRCEO9L1YZWMI"
    "DZ9IxHCFngk3HhhH7DSOeH6UMdtEz6wRjdBMMrB7iqsmczP/1IZihOgOr8VncE0fiWlDCo"
    "UQ9BAIQtpbENI99da9ojIkQujn5vQMyuDfIO4boqTSQmxMTzbUJUyD40YhHF88x6RTvYdJ"
    "S72HiVrvISLLYM3lfmPAFUIAvBPgwjOTGJXY21CM8C49nXQRASctFfb0APcJXqkSQuyKzV"
    "6cNGqPs84zcorWqcZ3Xl11Oa6umk+rK/Ww2hhszMLASjJwh1q9kcDr/U2wObdu9PAlqpRg"
    "GLGoUtcRbRoTSGXHQ2dYZUKAVoVW9soYgCuTArwQXnCY8ILqYhwCX2m6saKsbuHtYQebQ3"
    "UIoOeYzxa8qc05XrTrt1GHdV2RtwZAu2P0jJ1y2VZ8VdnUqsiOu2v+/X4OUpFcie3YPHTa"
    "ojuo+Buns2Jcl3rfHDWufqMkFC12V3iNcFxpuvsjSkPD06Jr/Cjw+d8SOYhxdgQEJWJKUa"
    "Z74YdJTDR1QHYwPxR5O7FOpHFQc5zIMkgefKMgkQ3FCA3Yw2fZMsKYuXRepwLBXJdBY+zk"
    "qlNBaUJp7aqlCYsjv1+JCZUYAhqc3p70pc8f97Ds1inBsmu1ZbdnO2/o5H0k/AXr8njz1c"
    "YJLySsgUXZBusQJKztAtUjSlg7Voi3ZawduKv33VKATqMTnVWzeOa0GjWro7aaND/RBRFh"
    "7mg1pyhKwrQ/BPLIMqDrBQnj1+L3iIhKxCFFS8zYikYewuE6bTbhpKZI8STAokRxiDDKjg"
    "bVurnbV4Gh87gMnaSoxd05vrAgGJ2haHLRKeXloiXn5UJtY8FfPDXt514jGqE5efgYTuiJ"
    "veee2CSMaCCuC/MkFoVykCBliw6S4S3OG8x6tW/RkINBzGqDGEQsj5XNitnjsArOBy7fP5"
    "L1SYueUwzppO5Ml5XR21v5cc1jmdwHvovmOJiJNns4RMVcLxjiMzmizzp/kH8NTYe+npOA"
    "qnJcqgo/2jx+h/k4aGja3ZK8LJOCy9Xp6XKtQGkq+WlIR6dEDi/7ZUfbND9Tu6/5Oh0s+L"
    "4LnvkP4TTt4qXD/6GxG2WdbjT9KP88mZydvZq8PLu8ujh/9eri6mXZmFJ91Nah8ubdL0Kt"
    "rO0DVc/kCroQeJLllAT+g3+vq229TcPXTLBHVf9Au2E4VT9HUPT/XPYDvyQF2LvDDjpgHw"
    "YchQ5Yb83G4mnPACeZFow6NnO6VJHNtEeJDGJH2mNHqn7XZ7riq47e44R2qxteWlw2uuA/"
    "ZTH/Jy0WqmKI08lCxSqjt+ca1SxJAX34kx+mHnIU00ciGv0yEsyEs/yR7/uQfyoeLhAOaE"
    "g0qUXPng6sVsdltUr5amwqqVOBlWSrlQSk5W9ChkolXkb43ugpLVdogdVWsxpye74JNkfk"
    "iT72OrjrlKD72sxl0H1B990ztMes+7ZEZXSKxjAKwrgWARJoif0oi+Ze8uUgwryRSxfLJC"
    "YRohH/jRE3ifx4nY7+7ndyL4p7hN//iNJo8cAnTGiv1UgMB63mvjvPI8k5fURiXbWNfb8e"
    "VOjjUqEh8MMGPzgEfkDgxze14CHwAwI/jnA3QODHkcPOXxiyJY1iTQONv3y6e9/gMahRyd"
    "YQ343Rv7iUzHZ2+hwGdoFHDfbiQi2P/goD3mgOfjHBjcQA03Q9yNQzyNQDR02fdX50Bj8I"
    "a/pWOA2lcHZp0oWCLYMUbDmoGZdLDoG4UclJsz13M8bpYNidurXhW028v89F/eIQiULLwh"
    "DjCrs3WmGGMJ/OE2FGQmt9LWqCkCcS8bFsRSJhUkUZmlmVkIiuHMSo+Nhn+SBOTvnaUw27"
    "+3qptq33Pde/+X6h6ZZIIr7piNLLG6y8Nll5Cy4ZCN4VkhHK3sM3jq5uiq4Y1zbS+EDeQS"
    "RacTSbm8kVSgC8S3GMowoU2qeH4tjVDEtqJXzAsU9S2VMjvWWPtghtm0HbRLVm3mrFnFr9"
    "RzdrO5Oin3eqyPqGpMeJLP1IxKnbPR/pIHnmmumFf6YO8VmlorkYAdKVTdJVZW0YXEflch"
    "rfPTR8SwvNnjORZbXUIwR+B47yGnR9mjI0zQDOc6en87xynZhsghrV+JpX72Dtp4j1WvMS"
    "Zc+1bhneB1jq4v9eHJAIgQE9GRDg8CHBD0amoyrN+M6Zqy5e22anLfhsvxkVW8fm+7VpKx"
    "aZENqnK5FUjRfEljCq5vthhzFU5SdVRE0NFoepSxzhfkEHNUKIOLD6nIJ2UdCAx5LIgy4N"
    "eA5qtX77VQSFnjTbrvMBTgcL9pRsxg5qyN5ims7fnv0WEU7NcqFStUPXHjtgirbPFJ32mz"
    "XR1UqCEVpDB9bU5NVvIgHJtKCtWS0FbdhlrK9pSEFjkzcS9ta9NtGGDrQIm/fPcYWNAJt7"
    "snnmB/2s8xIhWOd7p9H+k0xLuOr4t+TQVol65dBahnyeRTs5PX91fnV2eV4mz5aftOXMqo"
    "YuNseTi0sjMbqkGJ/DY3jH6ozE7ryXHF2nBCHA5tsBTInDd56vWWu6YlqnAlDBPnuYBumV"
    "WN1nQlsJDR4ptvU9a1fiXfrN/tpUQq186nSxenetpPac2O06lk8kSkuUb4nZXkX8y/MXTY"
    "vxDti77bN3w4W4AymjsuI7qpQViv3VZDoihTI9TLjaYlxvTCIEQ0lPQ4nuNO+4tnWksMih"
    "qdZAK/7o1PrVnAakB5OrdGC4sZnDHII4outeW1mmBU7bzGkw0YE1yRaLh8XRfsIy4Yu/Oz"
    "UvqDaP6nOn1eohj9xjpN+M002LcopgyTjEOeG0WDJq7OnqdqwRjTGCb/ASmWxOo9gY5zrV"
    "CIGedPHxTpp9vBPFx+uzqTjrnnqUlt7Q7TEtpzhjjra0MchyIMuBLLdNlvtIXPpEovUb/q"
    "tOlqs9b5XlonwkR8PrWCryLiSIzlBMQrTCayZ68qx8vkCSOC3GmFYNeI0Iduco7XHAGqo/"
    "PmMerbesUuJT/DH6mkYgLtokLm74ZCDG1IhGKMUMH6nWs8o2FNh2jsMABgW2ocD2oYUlSw"
    "tsfySMJpHbICXlz7ZISJVRHVolRpQusoaEHnnyXcKFGRwjRhcEcYjEJwyFhHi6PodGtMa2"
    "s4C6WHzP/NdHPhLsZ3YJRNBYZodWs3TBG4BbjB8huMPXtgRLGVjKDi6lPDNkULogu4IqkQ"
    "GsYIA8TGpCsRAHwPa2MtVI0ZW2rWUG3lg0xKHhBxr4rjZHQR7itCsx+eDpcjN6qzLzK12h"
    "gIYPotV6uhTRIyFLYYcl/APMmLDfCllWNFIXTdZFXx4qdBQaI37lP+UKDM4sujmnVcVnh+"
    "/ZnleRyuLpW8BYfPBro+CH7t6oMMpAiK9TjVCUH74JkIfXJpn4xXAIJ9dJ6XMcPvQLJ69R"
    "Qji51Rb4glnmhXFlQiizBGruDiAFfWzkASG5fP8xCU/alAXxvKOmEOVDu/UOFbJ66D/Mi8"
    "6cnpDZawJ8Idy/YLksj0OPy/Ocdk7538hl/mUsxvnx6yzgg88hAkKyEBBRVpS/r6GJ6D7f"
    "vl2lSL8J6BaWHYFtukXJMVVCa3C8FARtgtnxHoU6eIWgpWgKoJLtRyXLTjUTrWxDsT/F7O"
    "Wu4B1YK5vniHXEshgOQCo15mIc9cuWrlOCemu1ejvjwg3rWeuuTgqBhDbzGZRtULZB2d6m"
    "bH/KQvFONHp28chpU7FZZdAeU2djPw4gbdZK9bNkTVcVqiQYofa0q3RZY5AlshFCPXzCrJ"
    "dEWVDFwg8Ts4reOlLwKWqUrvtkNiPR9J7M+KHXA+hGetBvG6DGs5j/2xtphRyAVg0JZNkD"
    "YJlsf8CeXhwJssuIy5oCIxpN+V8Ym8CrpYVeC5owjySKSOhq6mK25LFWaMbXb+Gsg2Rx1i"
    "hYnEF6QSPOkF4ApiAwBVllCtpWW003zOlgIpoal1o7+X1O0QM/7xjCRc5oEetAIk0Vjg7j"
    "twc8FF833/iVLz0tjE0Q+mCp7QkO+uEb3EgbwABYDSnAK+uKtdOmK7LSGQWggnBykCS9iv"
    "fnmdBWnE0jxba+Z/V1RZoO3gEAluW1kaKsuXNsKuGSL/O2Si7ykE6ytWlhl5wuLcCS5SYW"
    "M2TxxaJcBJrRKM1BTPsEoPuAuo+6Qi/PmstUHi+mnm4qvoA0bqk0XueVgn+zNVEhHKG7cv"
    "iqJaD8gHRuK6ggnYN0bjW2XaTzQ4mMjGV/tEZUZEX/szYRcTOog2QY0Ic/+eEP6DMX1mL6"
    "SELkx4wEM+Qz9BjSVcg/TSW5+4iuOGoIB2lt47SWReATJsYjUdJWJysOPPv2uEGQCG2SCF"
    "OWGxdJrlMNIwtuh39vkuDwNZIxY0lUnOgdwyNqNHsMPZEhPn0GrNA+0QJJ8OgSRQLM4ikj"
    "/IgxZ7RMC6y2mtXk69Ln0/VgdJ0S2Gw1m0UkpejRnCx7JXNKxJDmZzOvI/LExcM+l3SdEr"
    "hsM5dpGKynvQycKiVUpZLCUT1RJCc2rfYlke0U1X0qZ0OFzdAnjlA0rZhfuuq7OtrxBVVP"
    "Li66JGxdXDRnbIlncm2RHvb6GhGcDlpETZs5SGT7c+CdqBaxwZbs8NmcIYlXNHo0QbZCMr"
    "5D4fyqi1f0qtkreqXpFwb9pJ53HLQ476CfVBfnkqX9pD5xHr0Lfw5SmVt1Lm2eOq3+JT5u"
    "6ofTWTGys5NJ1DjHqJB2srLnPkNJKH5b4fWPojY6Cb2sWaYjmmpWXUP84T15wCH/3EnLG4"
    "rnJER5CmWz+2kP7zUuaFHKfNmvFXMTlLewyoW1TCJOYSQLVUhGGMjU5cZuvrCV+5pfFbF5"
    "H9U6FbgIt7oI88PMGGiZboQLeniwQ3GPGENdpwKgOwD9RCKfTyYsJzjQlRi98UMcrfV4a4"
    "jlJOt1XprhyGBvy7K+vbupGYE5ujfv3l9//Pt3v13/7fuaJfj27v0vxfjqrXnz989vr2Wj"
    "YvjkCw94H0aotD35YJmqewA2RCROIg4cNTl4akQjPHcmL7vYcfioZsvjSzX6GoJFvgVHFE"
    "QQfBNsTlivrVwhA3+yzfyFXJndeTxNiwTUyABWJQUp9QEbpyBVqcCnCRlIO85Aakhhz/b2"
    "ANC+y6NNPlSmHCnI0om4HebGEJMeeV7lTEd5LnRI86qei1Y542I8m33G7PFE54srHzqtrj"
    "gxbBoX47Y64j7RBRHuK9GseEkiRkO0SFiMAkofEY5/5B/Pcej9iT6RyBFdxzDXoT2cu8w8"
    "30ubFuOQrbLn/6D3xSPiqf633b/O2O2W+g3EDxUlnFNIo+oaOpScP4xM1OyTM60vAGUFTM"
    "oK0JDvR1ZtL99ZYVJJQRSV/HB8+/G3GAJbpwJM65jye8EQzw0FYCmHf3rJkkwfiVE56DrV"
    "6Nzxp5Mupywf1dwVcaI29ihEEaOYh/1eYyd0ScJdyQY7DSsB90yfg+Lo7LoeDUkPHlfIwG"
    "5vM3/Bbg/GUFtsSfZWcv9M4+XP2I2ptoB75anTZk2K+bjpbDOwQ1z3MqIPEV4gGgoTz1zU"
    "gkwNNGxOVwy5/B0Mfffx5zfocnJ29f3rtJgPFxJF9HUW7JOVa0/b1IvRWff6LA5bF8+98/"
    "dBgaEjswSRda+QszodhP05PePNsnooMVnq4H9oLD5UIxtNQ7E/TyZnZ68mL88ury7OX726"
    "uHpZViRSH7WVJrp594uoTlSTuqBc0bcqAtNw5keLfoyWaEHZsZnT9qSuHtT2NqCaYyKOb0"
    "tyvQvJZ8r/6agO9U1xtQH6gRNcn6XbpDhqtJoC32Z9Jv2S2E1F/E4KTTNMoBYcl1pAFtgP"
    "TGzrJcHofBeTi059si9aGmVfKHlXKVzTPIGqj2CinQCkE5ulkxn/C43LwtSIRhh+MXyFmC"
    "VmbEX5rWmaPqoQjhDunWRyQXvePbfn5Qt0ygh/tVcxNxsAr6XfIwPKT6ocMBUpD9MYGUxG"
    "Y72qn6X7Dqeu/U7u51yBuI5jsljGJxrFTRrhtKlwq2wsX3WbwVvdUr/SVdqVLI7WorsEn5"
    "Sf0ZEo8KMLUt462jjGOJ+iKJSZf3cIJ7ZWW5Q5ZHIuyrRwMlp3MspBdwlTmdzoqdoQ9HJT"
    "WaaPDt0xg0SRTnprsbMUBCMsZTl4JL6XRFko/cJkxUpU+/OuHtG6hbCyHQSO16SerqBKZA"
    "ArROsdpnlisRAHwDbXcH6qzDhSkKXda1N+rcyEZk20yqftqmh1nWzXRe+4ZkmeSBiLkEUR"
    "jbjCqZopNE6uYi4px1bVSTtTbe+mXQwvddMyUUfupd1OCCmxh78XnBYd1p68rUOLijv2z0"
    "DuccUb08kZ0+KLUXLikvt/EDc2lCHrVJDRKTsUIxKaQlojAkRl/9Vyyf/sPuZCiRSshVZb"
    "C/l8fqyttPOZfG0wv1RpxmDkauPn2799rrGyONr1OQXF8MpV8EakGcjH1TqguF8hYZUWCg"
    "n3TOw4huz0vQk6p5NO6f8t2f+yoMO1KWbWJG5DcdDeWsdhOc+9ciZm8yrJaDKSBjOYh/y+"
    "K7zwPcQeDTkEe9os+UCg0DfBZkbiOOjF5jolbGabuQzezsFNAJJ1vCuoEhnACt7Ow3g7i4"
    "U4ALa5F+1tZcaRgiztXgu9nSUTmr2dVT5t93ZW18l2b+fvcxIRUZkFR3EoOmcyUdO3LLsi"
    "mmqy5L4kQZw1yUK4OYuWnJz7bsLXDcKsrN0SU7TAjySlzg08qsd0r282jggG5+nhrxmnxX"
    "maREEve2OdDqrIOD2NjcVuNLGzV2lGYXLct6H9CUe+gEJjJPvLp7v3etRrRLLW57sx+hcK"
    "fHaEkdEt6As02tGXgZaWvJhARj8N7zGx/5YEo1jsuzYAc6E1itkUz2JdKY9WL0aNboRgDx"
    "8SwwgXcOJeN6hCCpdo30t0GZEnnyZpamxfdjTPAY7UgdiShLGuNEm7tbVxEjC82mx4BSf6"
    "Tp3oKVpTc1e6TDc6h/rwVzz4A7+JAwsvfREMbujVqFOBUwOSDcFPZKkLw9RPlG/tAaC9Xv"
    "p/JWPOhaufglb1B/idRqJ92NuvLin+fNU9JI9xWv1D2egpqQ3vlA4nrnqR17aa++4cUeFB"
    "QXOaRIz/G3jou5CG5EfkBpQR7/vXaOXz1ZTEwrcj5k5jq4WDJ06HMzSjUeqgWfFfCcrWtz"
    "6jbl8vNi8Yg9fgEbLLIyRYohV0G5wRWJdAV5Nuj/fk00ErpFVJzFnxb0lXRt6ECsmzfAlH"
    "BNxOnAkgYQ6fNVc5801z51RSyKAD+f0g8nt1LQ6A7wdpuqNcu1tB1mxgq2K9Mtn7VyG6tk"
    "jy2fNOUvy8HNqh59eKkMdgjfhAEnM52g+z+KgAu+QFQwF1cYBWOAiQEH1eI0ae+BIJ0AKv"
    "xZyBkMBpKo2vdR2+Bp7dWBbX8F58JRDRrRPRC7YoyH9a8IXQmOdVIRtTabSzyavLMslL/N"
    "KW3/Xpt+vbWzXJKw1+mC78MNF5rdphlWkBWyVhoCeydUrAFVSfnRy0lZ5+/JJNC0iagSqR"
    "Aay2apTjgRdUym9OpTxWlDvrlLqTeACYbytTjRRi6QKySWW/JpHvzk80ynr+xGlT0/FmjD"
    "Ut7BrFVe31pBFTcw4+T63dvYz6zAoazerrE4mYdms3x61VSEYYHzi5uOgQtcZHtTSqu1AK"
    "wSw1nambEc6HjxDd006ds05bOmedqp2z+BtjbRpLs8uvQgIuP0OXnyLu7vMy+5//BcNbQO"
    "o="
)
