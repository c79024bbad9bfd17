from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE "clinic" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "zone" VARCHAR(64) NOT NULL,
    "locale" VARCHAR(8) NOT NULL,
    "privacy_url" VARCHAR(200) NOT NULL,
    "phone" VARCHAR(32) NOT NULL,
    "emergency_number" VARCHAR(16) NOT NULL,
    "opening_text" VARCHAR(80) NOT NULL,
    "hold_minutes" INT NOT NULL,
    "notice_minutes" INT NOT NULL,
    "horizon_days" INT NOT NULL,
    "cutoff_minutes" INT NOT NULL,
    "calendar_freshness_minutes" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE "channel_connection" (
    "id" UUID NOT NULL PRIMARY KEY,
    "plugin" VARCHAR(40) NOT NULL,
    "account_id" VARCHAR(128) NOT NULL,
    "group_id" VARCHAR(128),
    "title" VARCHAR(120) NOT NULL,
    "credentials_sealed" BYTEA,
    "state" VARCHAR(20) NOT NULL,
    "state_reason" VARCHAR(80) NOT NULL,
    "connected_at" TIMESTAMPTZ NOT NULL,
    "disconnected_at" TIMESTAMPTZ,
    "failures" INT NOT NULL,
    "paused_until" TIMESTAMPTZ,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_channel_con_plugin_5a9cc6" UNIQUE ("plugin", "account_id")
);
CREATE INDEX "idx_channel_con_clinic__22f2f1" ON "channel_connection" ("clinic_id", "plugin");
CREATE TABLE "data_key" (
    "id" UUID NOT NULL PRIMARY KEY,
    "clinic_id" UUID,
    "scope" VARCHAR(60) NOT NULL,
    "version" INT NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "wrapping_key_id" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "retired_at" TIMESTAMPTZ,
    CONSTRAINT "uid_data_key_scope_52f179" UNIQUE ("scope", "version")
);
CREATE TABLE "inbound_delivery" (
    "id" UUID NOT NULL PRIMARY KEY,
    "clinic_id" UUID,
    "plugin" VARCHAR(40) NOT NULL,
    "digest" VARCHAR(64) NOT NULL UNIQUE,
    "body_sealed" BYTEA,
    "received_at" TIMESTAMPTZ NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "kept_reason" VARCHAR(80),
    "processed_at" TIMESTAMPTZ
);
CREATE INDEX "idx_inbound_del_clinic__00ba6b" ON "inbound_delivery" ("clinic_id", "received_at");
CREATE INDEX "idx_inbound_del_state_71145d" ON "inbound_delivery" ("state", "received_at");
COMMENT ON TABLE "inbound_delivery" IS '`clinic_id` is known only after the worker has read it; a batch may hold several clinics'' facts.';
CREATE TABLE "job" (
    "id" UUID NOT NULL PRIMARY KEY,
    "clinic_id" UUID,
    "kind" VARCHAR(40) NOT NULL,
    "subject_id" UUID,
    "arguments" JSONB NOT NULL,
    "dedupe_key" VARCHAR(120) UNIQUE,
    "state" VARCHAR(8) NOT NULL,
    "due_at" TIMESTAMPTZ NOT NULL,
    "attempts" INT NOT NULL,
    "deaths" INT NOT NULL,
    "lease" UUID,
    "give_up_at" TIMESTAMPTZ NOT NULL,
    "last_error" VARCHAR(120),
    "created_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ
);
CREATE INDEX "idx_job_state_aa004e" ON "job" ("state", "due_at");
CREATE INDEX "idx_job_clinic__e29fd2" ON "job" ("clinic_id", "kind", "state");
CREATE TABLE "location" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(24) NOT NULL,
    "address" VARCHAR(120) NOT NULL,
    "zone" VARCHAR(64) NOT NULL,
    "is_active" BOOL NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_location_clinic__2aaa00" ON "location" ("clinic_id", "name");
CREATE TABLE "login_failure" (
    "id" UUID NOT NULL PRIMARY KEY,
    "email_hash" VARCHAR(64) NOT NULL UNIQUE,
    "failures" INT NOT NULL,
    "locked_until" TIMESTAMPTZ
);
COMMENT ON TABLE "login_failure" IS 'Failed log-ins for one account, counted where every process and restart sees them.';
CREATE TABLE "patient" (
    "id" UUID NOT NULL PRIMARY KEY,
    "channel" VARCHAR(40) NOT NULL,
    "provider_user_hash" VARCHAR(64) NOT NULL,
    "provider_user_sealed" BYTEA NOT NULL,
    "phone_hash" VARCHAR(64),
    "phone_sealed" BYTEA,
    "name_sealed" BYTEA,
    "language" VARCHAR(8),
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_patient_clinic__aa8a69" UNIQUE ("clinic_id", "channel", "provider_user_hash")
);
CREATE INDEX "idx_patient_clinic__4594a9" ON "patient" ("clinic_id", "phone_hash");
CREATE INDEX "idx_patient_clinic__72cc7b" ON "patient" ("clinic_id", "created_at", "id");
CREATE TABLE "consent" (
    "id" UUID NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(40) NOT NULL,
    "is_granted" BOOL NOT NULL,
    "booking_id" UUID,
    "message_id" UUID,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "patient_id" UUID NOT NULL REFERENCES "patient" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_consent_clinic__dadbb6" ON "consent" ("clinic_id", "patient_id", "purpose", "recorded_at");
COMMENT ON TABLE "consent" IS 'What a patient said yes or no to, with the message that shows it.';
CREATE TABLE "practitioner" (
    "id" UUID NOT NULL PRIMARY KEY,
    "full_name" VARCHAR(80) NOT NULL,
    "short_name" VARCHAR(24) NOT NULL,
    "is_active" BOOL NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_practitione_clinic__402cb3" ON "practitioner" ("clinic_id", "full_name");
CREATE TABLE "calendar_connection" (
    "id" UUID NOT NULL PRIMARY KEY,
    "plugin" VARCHAR(40) NOT NULL,
    "account_id" VARCHAR(254) NOT NULL,
    "title" VARCHAR(254) NOT NULL,
    "credentials_sealed" BYTEA,
    "credentials_expire_at" TIMESTAMPTZ,
    "refreshing_until" TIMESTAMPTZ,
    "calendar_id" VARCHAR(254) NOT NULL,
    "busy_calendar_ids" JSONB NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "state_reason" VARCHAR(80) NOT NULL,
    "connected_at" TIMESTAMPTZ NOT NULL,
    "disconnected_at" TIMESTAMPTZ,
    "fetched_at" TIMESTAMPTZ,
    "fetched_until" TIMESTAMPTZ,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_calendar_co_clinic__918b3d" UNIQUE ("clinic_id", "practitioner_id", "plugin", "account_id")
);
CREATE TABLE "external_busy" (
    "id" UUID NOT NULL PRIMARY KEY,
    "starts_minute" INT NOT NULL,
    "ends_minute" INT NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "connection_id" UUID NOT NULL REFERENCES "calendar_connection" ("id") ON DELETE CASCADE,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_external_bu_clinic__4c38dc" ON "external_busy" ("clinic_id", "practitioner_id", "starts_minute");
COMMENT ON TABLE "external_busy" IS 'A stretch the practitioner''s calendar says is taken; nothing of what for.';
CREATE TABLE "resource" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "kind" VARCHAR(40) NOT NULL,
    "is_active" BOOL NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "location_id" UUID NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_resource_clinic__7820b0" ON "resource" ("clinic_id", "location_id", "kind");
COMMENT ON TABLE "resource" IS 'A room or a device that some services need.';
CREATE TABLE "service" (
    "id" UUID NOT NULL PRIMARY KEY,
    "title" VARCHAR(80) NOT NULL,
    "short_title" VARCHAR(24) NOT NULL,
    "duration_minutes" INT NOT NULL,
    "buffer_before_minutes" INT NOT NULL,
    "buffer_after_minutes" INT NOT NULL,
    "step_minutes" INT NOT NULL,
    "price_minor_units" INT,
    "currency" VARCHAR(3),
    "is_active" BOOL NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_service_clinic__4b0750" ON "service" ("clinic_id", "title");
CREATE TABLE "service_practitioner" (
    "id" UUID NOT NULL PRIMARY KEY,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE CASCADE,
    "service_id" UUID NOT NULL REFERENCES "service" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_service_pra_clinic__1f43a4" UNIQUE ("clinic_id", "service_id", "practitioner_id")
);
COMMENT ON TABLE "service_practitioner" IS 'Who gives a service, and where.';
CREATE TABLE "service_resource" (
    "id" UUID NOT NULL PRIMARY KEY,
    "resource_kind" VARCHAR(40) NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "service_id" UUID NOT NULL REFERENCES "service" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_service_res_clinic__ced726" UNIQUE ("clinic_id", "service_id", "resource_kind")
);
COMMENT ON TABLE "service_resource" IS 'A service needs one resource of a kind for the whole block.';
CREATE TABLE "staff_task" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(40) NOT NULL,
    "conversation_id" UUID,
    "booking_id" UUID,
    "job_id" UUID,
    "dedupe_key" VARCHAR(120) NOT NULL UNIQUE,
    "state" VARCHAR(8) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "done_at" TIMESTAMPTZ,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_staff_task_clinic__f0c1be" ON "staff_task" ("clinic_id", "state", "created_at");
COMMENT ON TABLE "staff_task" IS 'Something a person must look at: a hand-over, a calendar that did not answer, a job that died.';
CREATE TABLE "user_account" (
    "id" UUID NOT NULL PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "full_name" VARCHAR(80) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "is_active" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE "conversation" (
    "id" UUID NOT NULL PRIMARY KEY,
    "state" VARCHAR(16) NOT NULL,
    "owner" VARCHAR(16) NOT NULL,
    "handover_reason" VARCHAR(40),
    "dialogue_sealed" BYTEA,
    "version" INT NOT NULL,
    "last_inbound_at" TIMESTAMPTZ,
    "last_message_at" TIMESTAMPTZ NOT NULL,
    "unread_count" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "assignee_id" UUID REFERENCES "user_account" ("id") ON DELETE SET NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "connection_id" UUID NOT NULL REFERENCES "channel_connection" ("id") ON DELETE RESTRICT,
    "patient_id" UUID NOT NULL REFERENCES "patient" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_conversatio_clinic__e58804" UNIQUE ("clinic_id", "patient_id", "connection_id")
);
CREATE INDEX "idx_conversatio_clinic__abb8e6" ON "conversation" ("clinic_id", "last_message_at", "id");
CREATE TABLE "booking" (
    "id" UUID NOT NULL PRIMARY KEY,
    "reference" VARCHAR(12) NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "zone" VARCHAR(64) NOT NULL,
    "status" VARCHAR(12) NOT NULL,
    "version" INT NOT NULL,
    "wants_reminders" BOOL NOT NULL,
    "calendar_state" VARCHAR(12) NOT NULL,
    "announced_version" INT NOT NULL,
    "cancelled_at" TIMESTAMPTZ,
    "cancelled_by" VARCHAR(12),
    "cancel_reason" VARCHAR(40),
    "notes_sealed" BYTEA,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by" VARCHAR(12) NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "conversation_id" UUID REFERENCES "conversation" ("id") ON DELETE SET NULL,
    "location_id" UUID NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    "patient_id" UUID NOT NULL REFERENCES "patient" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE RESTRICT,
    "service_id" UUID NOT NULL REFERENCES "service" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_booking_clinic__51c4db" UNIQUE ("clinic_id", "reference")
);
CREATE INDEX "idx_booking_clinic__3daa02" ON "booking" ("clinic_id", "starts_at", "id");
CREATE INDEX "idx_booking_clinic__fcd2d2" ON "booking" ("clinic_id", "patient_id", "starts_at");
CREATE INDEX "idx_booking_clinic__199187" ON "booking" ("clinic_id", "practitioner_id", "starts_at");
CREATE TABLE "hold" (
    "id" UUID NOT NULL PRIMARY KEY,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "conversation_id" UUID REFERENCES "conversation" ("id") ON DELETE CASCADE,
    "location_id" UUID NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE RESTRICT,
    "service_id" UUID NOT NULL REFERENCES "service" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_hold_clinic__2d81ca" ON "hold" ("clinic_id", "state", "expires_at");
COMMENT ON TABLE "hold" IS 'A time kept for someone for a few minutes while they decide.';
CREATE TABLE "allocation" (
    "id" UUID NOT NULL PRIMARY KEY,
    "subject_id" UUID NOT NULL,
    "starts_minute" INT NOT NULL,
    "ends_minute" INT NOT NULL,
    "is_active" BOOL NOT NULL,
    "booking_id" UUID REFERENCES "booking" ("id") ON DELETE CASCADE,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "hold_id" UUID REFERENCES "hold" ("id") ON DELETE SET NULL
);
CREATE INDEX "idx_allocation_clinic__bebdd5" ON "allocation" ("clinic_id", "subject_id", "starts_minute");
COMMENT ON TABLE "allocation" IS 'One subject (practitioner, room, device) taken for one block, buffers inside; active ones never overlap.';
CREATE TABLE "membership" (
    "id" UUID NOT NULL PRIMARY KEY,
    "role" VARCHAR(16) NOT NULL,
    "state" VARCHAR(16) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID REFERENCES "practitioner" ("id") ON DELETE SET NULL,
    "user_id" UUID NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_membership_clinic__3c9a9c" UNIQUE ("clinic_id", "user_id")
);
CREATE TABLE "message" (
    "id" UUID NOT NULL PRIMARY KEY,
    "direction" VARCHAR(8) NOT NULL,
    "author" VARCHAR(16) NOT NULL,
    "kind" VARCHAR(24) NOT NULL,
    "body_sealed" BYTEA NOT NULL,
    "content_sealed" BYTEA,
    "external_id" VARCHAR(200),
    "reply_to_external_id" VARCHAR(200),
    "status" VARCHAR(12) NOT NULL,
    "status_at" TIMESTAMPTZ,
    "error_code" VARCHAR(80),
    "sent_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "author_user_id" UUID REFERENCES "user_account" ("id") ON DELETE SET NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "connection_id" UUID NOT NULL REFERENCES "channel_connection" ("id") ON DELETE RESTRICT,
    "conversation_id" UUID NOT NULL REFERENCES "conversation" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_message_connect_099676" UNIQUE ("connection_id", "external_id")
);
CREATE INDEX "idx_message_clinic__5b02a6" ON "message" ("clinic_id", "conversation_id", "sent_at", "id");
CREATE TABLE "oauth_flow" (
    "id" UUID NOT NULL PRIMARY KEY,
    "plugin" VARCHAR(40) NOT NULL,
    "session_id" UUID NOT NULL,
    "state_hash" VARCHAR(64) NOT NULL UNIQUE,
    "verifier_sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "oauth_flow" IS 'A consent under way at a provider: state and verifier, single use, ten minutes.';
CREATE TABLE "session" (
    "id" UUID NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "revoked_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "session" IS 'A log-in. The token itself is known to the browser alone; here lies its hash.';
CREATE TABLE "working_exception" (
    "id" UUID NOT NULL PRIMARY KEY,
    "day" DATE NOT NULL,
    "windows" JSONB NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "practitioner_id" UUID REFERENCES "practitioner" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_working_exc_clinic__618a63" ON "working_exception" ("clinic_id", "day");
COMMENT ON TABLE "working_exception" IS 'One date on which other hours hold (none: closed); without a practitioner it holds for the whole clinic.';
CREATE TABLE "working_hours" (
    "id" UUID NOT NULL PRIMARY KEY,
    "weekday" SMALLINT NOT NULL,
    "start_minute" SMALLINT NOT NULL,
    "end_minute" SMALLINT NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "location_id" UUID NOT NULL REFERENCES "location" ("id") ON DELETE CASCADE,
    "practitioner_id" UUID NOT NULL REFERENCES "practitioner" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_working_hou_clinic__40982f" ON "working_hours" ("clinic_id", "practitioner_id", "weekday");
COMMENT ON TABLE "working_hours" IS 'A weekly stretch in the place''s local wall time; several may fall on one day.';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = (
    "eJztXW1z27aW/isYfWk6o2ZiJXEzzc7O2G66da9jd2Jnu/d2OrwQCVmsKVKXIK2oL/99AU"
    "oUCRCkCJqUQPp88QuJA1EPwIPzfv4cLQKHePTlmecFNo7cwB99h/4c+XhB2B+Ku2M0wstl"
    "do9fiPDUS4ZjcdyURiG2I3Znhj1K2CWHUDt0l9vPGd34BNF4+juxI/Riyce6/BYJxygMgs"
    "UYOeTRtcnXKMIPxEezIETsLpqyT3kYo2k8m5GQItenrkPeI07+SPgIinzySNhg9sPDy5f8"
    "aZzAZo/j+veH/uDYd/8TEysK7kk0JyH7+F9/Y5dd3yFfCOX//jqyPdd3bct1OMH2wdL/Ih"
    "xG1Fq4fhyR0W+cdPlgzVziOcJSbUYn161ovUyuff58+f0PyUgOwNSyAy9e+Nno5TqaB/5u"
    "eBy7zktOw+/dEwYHjoiTWz4/9rztWqeXNt+OXYjCmOy+lpNdcMgMxx7fBKP/msW+zXFG9h"
    "xH0yB4CNkjheSl69CXPlmxb/zf2yfNUVnW9c2ddfvhzrJGhS3En0ha3O0lO/D59nP9iGP8"
    "59+beTN8kqsj/gEXP559evH69OsEkYBG92FyM0Fv9HdCiCO8IU3WKwNdXKq64ItUbS5Cei"
    "FbhezNSwFNITMM5Byowo4v4HrpRyWwynQSsuwpe4gpe17265vJyZtv37x7ffrmHRuSPOju"
    "yrcVsF9e30noEt9pgK1EBcgqkHWptTkJirieB4FHsF/Ci/N0ErKMSXpdQZsy6MMygvObmy"
    "s+84LS/3jJhcs7/n/ATuGNFHH9+eP5h08vThJewQa5EVEDzk8Q9hSa3FekegL33eJnynZu"
    "h/kKkkhdSAUiOM8kSOcBo9YDNEcCG/Tvv7nQO3tQSmCbrVfE9gcmV7r3/j/IOkH4kj0J9m"
    "0Vi93qOBe7ifq5SbOr2cqHeLXTFMSXlH1/9q3JhrN++nB79+nygrFXBXdtAdrzbKZe7ti9"
    "0IpHioDtxdntxdn3H0YFjtACrj9upxkmqDkeKCDKPh9df766GiVsYYrthxUOHUvgD/xOMA"
    "mkK7uxxVuLyUK+gn18n6DDvwZ/aGk3K+wkuY1ebiTJvVd7LSTloCqsCpIZISQzEhK+gX7b"
    "Y2/Y6E04keHZJTZaGrHEkUv8qDBeMTJnSykOB+OFScaLbIMUsL+Y41CNvUAkLQF75B6en+"
    "xN/2J5xL+P5uzfk0kF2P979inB+2TytaSybO9MkltKc8bm9RJh/p6hFLkLUmnP2BBKUDtb"
    "ypfpHz0EvgLou8uPTCY5+/izoCl+f3b3gd+ZJFfX0tUXp9Ki7CZBv1ze/Yj4v+hfN9cf5F"
    "dlN+7uX/yYHuE4Ciw/WFnYyWOSXk4vFa0q+kucI4MFNnqB/2Anmg6fTMcPkEWevqnBIk/f"
    "lLJIfqvAIqOY6sCbUQwQ4PbPoEcS0q1XrqbBN0dxOGPvSVfwtmzpXWE2sRWSBf8yoWLjVt"
    "p7FdQHtPrurvTW7Gtj9qY4OLQ4E9BiykVK4B41uAf2/YApP8Sx9PmIkvZwHOVVTziKzS09"
    "nsdg0hciZdoWJEkzTUaDECSz1Zqu9XiXSNeIcxm2rl0zrg1m7KjFVMW09oGdIxwe2m9e1U"
    "D7zatStPktEW0/iAi1KGGHrMKcd+76OFyr4ZYpZXFozW73D+8qaejq5lxgWAzW88vrs0//"
    "fPHx7P++FrjW1c31/6Tj88zo/J93H87kDc92bNTsEBEowRhh9hmyXSzNE0SgAsm3zgEC0R"
    "CtB5gEPtcEkihhXWCLpBAdIaKbxl9rIiuRwaaVYBUdoHVRFakAVBnUoq+4NrJFUoBXNqqT"
    "kOcw6MamC1QAKkSfHSf6bMs7W4D252ymgWIrnjM1wM0LUm1sXmm6Xgpe+3dwUfosiUtTcO"
    "EWUL7NZhroPhbPnjpMIicGtMEppOkGCrNCeKqBdT6z84k4X+WmGijGkkJVgu9xAlgvtl5Q"
    "xrZ9Ypfl/CpGjavCWne+VVsk6DLEVaUGePG9u/lk2w7izakoB8BCHKpJcajZktW1ZGYUA7"
    "Ritu+Yyb0JGiCLVAMEevK2TiAbG1UKdXJPxJqxI08rJmVHcDiER13xhwPga4fEYbqOy75U"
    "I1ejmh4cjs0djjs4yZelG5Jmvkf1JBDJYrIXMiQzNtucJ76xc8L1dJddRQ8rbvKK72R8PU"
    "lCIgNRot5RN43p2sphp4gz/un25lqNuZJYfrtcO0J/Ic+lPbaOqgDnsAjvVIrz7rDLLcGF"
    "4qjjE5wrkhS0JLshBxlP6igpk3IlZVJQUhK0GoTqyXSDE6Pf1YH6XTnU7wpQby00zeLEJF"
    "qIFDP6xHZc+pTVVpCDhGbyes9IZM8bLbVICavch1VupHYViGGtTV5rCEGFwDPz4YUYqWPE"
    "SEH4QwfhD7uKXUfyzs8xE7i9Pc75wqBxpW9+M7xj13wt17vswd/QQGUo8MibxEvAI38UoE"
    "8m72plcL2rSOF6J2N9HwbxUhPpPM3wUn87gRkCH3L41mEYJxXm8ZOifRwCH4wKfABvEHiD"
    "jsFbwBtkDm/pnS0RvEHPa71n2PXikCgCR0rrdeVJoEyXXKZriWPa1O8i08KrY/KrA24X8A"
    "uYYrGu4xc4krF6A73KQr1blAqzdDamVVM0ZHsZbFtOfhdgL9fo0vEDVJvb1+WgSnmHVcp5"
    "Tq+eiTOjOKAdgvgHskTU2bzle1dGdxm6j9heW3GokKwrHE8i2eDsPZNX9WxrVca1AptYzj"
    "X5xI5gcPi+rlMz8HV5zcDXhZqBZEFCBgjbk368mKoiM8pxVtEeEPKTk8mBPCSndRwksv6X"
    "84+cyqgHS+LzTLKIfFHYtcoRl+kGt8HbFzKSxmybXsA6liWZ7IBtJfpiXvKDiNe/0ce2SH"
    "g4dE/7gu48CN0/uPqM13r7ViQ7HLJvJj1B1o6jYDZrsG+LhAfkCm/e9GXn7vI4k4Rpn1Da"
    "BOvKSQ6I+9u+oA7F1Idq6S+YpY9kPmWoksTsW7Sfbm+NKw2ouUH7LKijX+Y4Qhhti0Uiil"
    "0HrQlFQYj8AEXBGK3caI6iOUELxhzYE7O/GQmdByuK3OjlSNoa7cy4335b2Yx2GYdsQyTv"
    "UEjsIHQ2rx0EFBtl9M2tUm2TQ0YyQOtk+yHFLrXuQ+xHyrjAqnZ0IuEBO9EdKSCwvUZ0Yt"
    "v3uixFpIIGBiKm24NCE1ORCjAVMc0fjJqSrEQKoqxxoiwErXSbKwydPyASqFeRQNBFofUu"
    "CsdOCc73V1DbCoT+C5UGA3Fkp9W5BUCz3OMaacEeppGVCnUb0SMlAqXeFKW+DylQiX/3MI"
    "7WDnzaK2VhhwpndkpwQIAxpS4/PKK+ojzHvhMwrtgg20xBOrxs4fZNVY6LveCeHR5N8lgV"
    "xJDE2jCJlcsCypYupU7EHAVkB8n2wERqcf1pEPtNbC0KcsgRMtncopBStddbJAf7mtELHv"
    "vsoHespAqLBtOUyYBzQqjFs3x/uK5w7xNd745EBu4daFLfNaSCsUoHVpkQoAWHCjhUjDX6"
    "g0PFrLbUufKkT926qhKpA0W6cOrUADsVqlqA+jOtVTDYTOFrL7iS9FnS8/s4nkGmG2G2Ti"
    "OFUzC9Na7yBya+nYftqJZ9gdQOlsmmSW2G0IX32CLDuMKbd1QtwkzW8ERJd/cC1PaPpgQD"
    "DHg+reNFOi33Ip0WvEg9cV50iXDLVrhVyE4K4qQHQn2fnETY0B9nGrxHcMglQPLgcIakZs"
    "lqBekA2UgH5U/B9PwcTM8hW4SwYQh8nhI8sqatsiG5nB++RCT0sXceU6U+JtwfVyllZDvS"
    "mqZD9+Z2niE2gvd1S5It8x1uvqIoTfxGFK8pcimK8APx3yM/iHjzbRTM0IqnZc6CsJjj2e"
    "rM+rmexV49NMJhlKauQ0ioWUqkuDj1JfMCHcjnCvmcvWsNsJWoAFlV/AG4UMGF2htooX8l"
    "OFNN9JToOlPb9fdtZVFw+GXpatAs9Mk+bLObhf4YSFpP/vq4SsmcpyNq6JbcroEeyDJR5B"
    "ANFoTBkfyN0Yys0LaMGNP1XI+X+CFr5BDbdYhKnXzaZNoa5C7njHxZuoznQ3EgU5VGfcuc"
    "QAj2V+MscwXdVX+Jc2SwwEYvcB+ygQ/mpjqpU1X8pLyq+Emxqnh2fOm+QgIlvEVGv0XgjX"
    "weywz2xg7sjbvSJvoWR5kUYtmKvW8aICuRwaYFS+5BIzBJ+Mj7IughK1IBqGAeP5p5XCjW"
    "9VR8pel6eYzVsYzLZ/l+2/j2jW8B5NtspoHuYpE71kmZA8dDB44HNdapvNUCzle5qQaKsS"
    "SdGtVZ93JTB+h74rmMnykjCuUh4yp/T1pXyMmP3uv7+ffuzPo3D+97YPqsjwLfWyM8i0iY"
    "xASugvCB/TnHFPEyJ8iN3iOMppjHDC7wGnFPE6KEfSj20GY++hX7QDuiRf/QIT5Q24cUEp"
    "sw0DaNJcbo18x0KdwBr5JJXiXIZ2tdWfXie1erPmJGMUAbfxd1Ee8J1epemVG0A/B+TnEw"
    "eNvv3zwNnHWjkpMSIZSbbJjdlj8tCwuwtw9FnhTcG0a7N8AX3KkvmEdPNahWLJENr1Jx+8"
    "mhyzCwCaWNWJZMC5mDprEsQzIHfwqmI4V6zy+Pq1T637cDWq3bUtCEd6zZiclOARb0pAc2"
    "nv/ejAQ1GNTg/vErDTU43e61j93t+AGKNu2rwDSe/k5s3eqQIhVsWBFTHN7HC8KnLED60+"
    "3NtRpSgUgWXVw7Qn8hz6V9zB2tAJXDIQgs6Vbd6b25XXyh0Hr5BOeyVYc48ZKoi+pUWHYE"
    "qlZkdYOMOyeTOpyDjarQioq8A7TOnC5URxUq14QKpsm4SYeDjAoMNsZpP8IREUVksVSdEK"
    "VlBfIk0NBALijgEBzNdeDMCADMQl8dglW94yvCTlMCEAVFJO/dR2LFywasXKQEdm40O086"
    "C5EwDLS6B4pUwzMPdyJ0QsLOs3ijZq7v0nmjdZZIwQ1g2job4gbYBVwqfAH5YMxyh0A++r"
    "Njr4BgIU4eFuz+Rtn9k98ah386foCmkEmdSKJJeSTRpBBJxBgKWwmFeleOb47kgM2Zu9qz"
    "BxCs/gh8rQ2cjh/gBm4/FM6lFk8veFQgfB4ETH32S5hznk6Og2OEXUGdcuwDx8Hd3FwJgs"
    "v55Z2E8eeP5x/Y1k6gZ4PcTfIAFJiEPERz017q5CEeSwS+d/0fsOvFIRkpxeDc/T2iMBtp"
    "zXJD9+a68HmJgxjlN65Pk4pkvDIZtpO+vWOU/GIDVkwmJoinl6zRNsYLYd9BbKfyelSIEk"
    "J5nsqimN3SzUfsl9dBNDdJNCcLtg2sOaZzHflGpIJw/70yzvbl13HC5EnADVNwwwT2A3Es"
    "xqJcT9cIJtOCFQysYEoR4CNZTElI5+5SJQDk7lYe/wtxXMudDQUBKqabBG3obmjymRsypV"
    "bntE3HD9CacHJax1gjs5+crea0j4FXo8xu0UeIwc042IMXzETdZq2bUmKtP/KqBrqp9KOB"
    "ao4ENivYNI9TWy2mrRSj+kwHXYQq96qa3mDETO765DJf7DnQ9eerq2NZ5D8SSvG90hif3h"
    "pXK+LZoLa1cLkHzq5vpkIbl5R2RZVASvxoKySn9KC+m6K+O25Y1iiqqjhOjmiAinzLKT5M"
    "MZnrBQxnFANEt30dHhKHOwzJOnJxJ9Pgropq6ai6E3uCiJ+hTRahSAtFthouQ14K0mA2Et"
    "nwsj8mr+oEKbJR5UznVSFIMSRLb83kUqsh6mX0AH8t+LkfIdYKw80oBniqtl9pbANXs9Z8"
    "GSE4+032OSQZf2zpHC0Xnkg1PH7Vfi25nIFB603KyMB5Z/SLBD7aZ7HMG6uH1cDzVaQEdy"
    "KkSXQNqWwmrw2rTAjQmtpycDjwgjP82TUa6y3KTTqNZUy1DaDnmM3mXQhzDhdt8TSqsa9z"
    "8lYLaNeM9TBTLtuLb1E2NSoO4eaMPd8PXiKSFyIRspvjqliEgH9Ha5aO25sQeIY4akz9Rj"
    "FbuxCt8BrhCGGekvfosivfoSSQOUnNY6zAZd8lHCPKlsMjKOZTRsRHC9ePI6LoddXB/JAK"
    "ODJOpBmj8rgGaKnUdT1pQqm+dC5SgWCuyvfQTmAVqSCBVdq7xQTWlOU38qgriCG0YdzYp7"
    "502e0Gll2REiy7Rlt242aNfmLo8dOP9QXr8nCzq4YJL6RXgUXZBOsQpFd1gWqP0qv6CvG+"
    "/Kod1Mcxa/6MI5ckD18waqa3xlUmzWVuUJdFTuyNpyHZTlvj5MZUnKjze5Ktlmz7bRX/3w"
    "rNA8XQF8i8Oo7EUdE/MFv5uoae/GYBG+V+G6XijdJAW009QODbN7CJ0DWxspXNAKa2cUNT"
    "W+6w0HkJBKrhRSN3sPcTxBrteYkSMrUabnX+u9EKSISwAA0XwMP+fbytTlCX0+RphsdnWk"
    "4ph4j4Jtsd7OpgqQRL5eCK2wsWN5XBR7LIVVh95JEH7PU0Y3QWNHwyz1CTLYyGNCMQDdBm"
    "0EEW5zwII22cRaoBAt1+QRdoUQQtio4uboAUB1KcKMV9IjSIQ5uoJLjdvUrpLcyPqpGEEA"
    "bBAgUhwsghj65NUMQkFkSDBUGUhPwKRT4hjirBQItWWxZM+41u/03qlYFUaJRUCG1AO5QF"
    "oaBfh15RkP9A/ju6oPLE8E3pgKwLqkQGsIJYfZwwznxD+Sdim+9gP1B0pdfWKLXldiPtjx"
    "RaS3prXKW00NygA1qbIzfywNJsmE6xWRQNuXdHMEDBtysLszbIEtkAoW7fxuzE4YZjb2so"
    "FPEubRWrIj1cy9guMW+5a+w0ns1IaE3JjDG9BkCX0kOD3hKo8SxiPxsjXSAHoGWgaUSWDQ"
    "CWyQ4H7MnbniC7DJmUyTHitYh8N9KBV0nbCGPTYvRaBtmOw5D49lpHvMjTDC/u8XUNyeJ1"
    "qWDxGmyXpTiD7RKMbGBkM8oItC8QUTVsXMM4ZGnHJY5+mQfonvE7inDqkB4n5e5WcxKSok"
    "e7xvj9yazp425ffClDWE5mBduTSbYnYPRQwqVf8Ircpi6yEo8CUEE4OYoHMOf3eSK0OTfT"
    "QLEV31mo6PIsK7pst3lVmKg8pJZsrRs1uqVLojspYmChdAYUzJj0zGPR0CwIEROSmfQceA"
    "RNvcB+UEWRPmkuXXk8ndrKwklBGjdUGhfXqoB/Vd9LiXCA7sr2QyJB+QHp3FRQQToH6dxo"
    "bOtI58cSGZNuA2pRcXNrj4iYDaohGXrB/Teu/xLdMWEtCh6Ij9yIEm+GXIoe/GDls6uJJD"
    "cNgxVDDWGPiXzvEbewIs8llI9HvNaSSlZseXZoaNIviTBZcu3yXSIVtIaQJMFi9S4orNNk"
    "X/eusI6HaWRRwt4N/YWWaWGpjV5qaDHyLJY5JI/srGvCuEVKaDRi8ipD24Yu7QnQXKCOvr"
    "u3ucCRlN0Iz2Z3mD6MVOru7ua4UuHlw6woHbdX570NFkx7ZKDy3pokpEzfWsQ0Yrpq8IBw"
    "9B27PMe+803wyPtrYmRjJro7ONxUy3BcB/lBhLBPV5v7vwfT9Jaq7Eb3H6edR5f03uN/5M"
    "R/yKozSnOGYhJdek6Kvbpr+0+KpE/Y6/0RujScKPz1Y5+iCaxIBZiKmDKmr4lnRgFYSmme"
    "xImXxHogWhkvItXgjJInkzpclo0qZbPJPUVnYB2QdwSHO8ZGwZL4XckGUE7dOEbRO+uBw/"
    "tr6K9xjgysQyavL4TxQMSJKVYic5PVEvOcwkaUmu3KzUOJ5QvbdhB30RkRwg+OLtmXG1HI"
    "ArtavQp3BIOT7ydva5XLeVtRL+dtIe4AmgyopPzWS0AtMaWrgHFQ7T54MuEA4Z68qoM3G1"
    "W+sV9BtdmjV2wAXXaouk5BMD+OAPlLEHL78ocvNkmXoCBMFsZUCparzWiLCMP3uh9vfIL4"
    "dkRM0FrNXXuOAi5MonkQh5T99Bz0wmfK+3fI9gJKnK/fo5XLdnUccQdiLt0NuVEynErJVh"
    "shvuiIPOQHa7skHbwGF6RZ0jNfEiUzLjE4YZVlXODAw+K+nKNKx9iKPWWwUlQp++n25loN"
    "W45Ehs61I/QX8lzax8KRFcBxMIQTK5XFdv1bcxLEhaJ7K5/gHLLhnk0pkP5Yn8FI+WRYW0"
    "+LO25hBTP3bt/rKmwl9R+56FohyW/u15Li57uhNZLmVoQ8eGvEBpKIydGun0jBSw/b5CuK"
    "eOV/D62w5yEu+rxHlDyyLeKhBV7zOT0ugQeJNL5WJc21PLu2LK5Ye/5IIKIbJ6Kny1JA/n"
    "bBNkJpadwc2ZCKlL+efHu6K4bL/6mqg3v78ezqSlXLGYfRtiqzLqwyLWArYkt8pyGyIiXg"
    "CqpPJ4wWWnV1DKsxGuVw4AWV8tmplH1FubZOCU3numg6d2SV/YyErj0fKZT17Z1xlZqOsz"
    "HGxG+ViqvK40khpm5X0NwQolY6jZSrrzyTSvlql4e05EiGGMzy9m2tKK23FVFab+VgFv5S"
    "aSC8HT5AdE9qhQqdVIQKnRRDhdgnRsRXhK2Uu/xyJODy03T5HTWa5O//B+hwjwY="
)
