"""What staff share: teams, labels, notes, canned replies, how far each has read; conversations put off or given to a team."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

CLINICS = "current_setting('chatbookr.clinics', true)"
RULE = f"(SELECT {CLINICS} = '*') OR clinic_id = ANY ((SELECT nullif(nullif({CLINICS}, '*'), '')::uuid[])::uuid[])"
TABLES = ("team", "team_member", "label", "conversation_label", "conversation_note", "read_marker", "canned_reply")
GUARDS = "".join(
    f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY "clinics" ON "{table}" USING ({RULE}) WITH CHECK ({RULE});"""
    for table in TABLES
)
"""As of the migration `isolation`; it goes with its tables."""
POINTED_AT = ("team", "membership", "label")
POINTING = (
    ("team_member", "team_id", "team", "CASCADE"),
    ("team_member", "membership_id", "membership", "CASCADE"),
    ("conversation_label", "conversation_id", "conversation", "CASCADE"),
    ("conversation_label", "label_id", "label", "CASCADE"),
    ("conversation_note", "conversation_id", "conversation", "CASCADE"),
    ("read_marker", "conversation_id", "conversation", "CASCADE"),
)
KEYS = "".join(
    f"""
        ALTER TABLE "{table}" ADD CONSTRAINT "{table}_of_clinic" UNIQUE (clinic_id, id);"""
    for table in POINTED_AT
) + "".join(
    f"""
        ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{column}_fkey",
            ADD CONSTRAINT "{table}_{column}_fkey" FOREIGN KEY (clinic_id, {column})
            REFERENCES "{other}" (clinic_id, id) ON DELETE {deleted};"""
    for table, column, other, deleted in POINTING
)
"""As of the migration `clinic_keys`."""
OF_CONVERSATION = """
        ALTER TABLE "conversation" ADD CONSTRAINT "conversation_team_id_fkey" FOREIGN KEY (clinic_id, team_id)
            REFERENCES "team" (clinic_id, id) ON DELETE SET NULL (team_id);"""
"""The models have none: SQLite cannot add one to a table that is there."""



FILLED = """
        UPDATE "conversation" SET "last_received_at" = "last_inbound_at";
        INSERT INTO "read_marker" ("id", "clinic_id", "conversation_id", "user_id", "seen_at")
            SELECT gen_random_uuid(), conversation.clinic_id, conversation.id, membership.user_id, conversation.last_message_at
            FROM conversation JOIN membership ON membership.clinic_id = conversation.clinic_id
            WHERE conversation.unread_count = 0;"""
"""Whoever worked here has seen what nobody had to look at any more."""


async def upgrade(db: BaseDBAsyncClient) -> str:
    return (
        """
        CREATE TABLE IF NOT EXISTS "canned_reply" (
    "id" UUID NOT NULL PRIMARY KEY,
    "shortcut" VARCHAR(32) NOT NULL,
    "texts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_canned_repl_clinic__78b166" UNIQUE ("clinic_id", "shortcut")
);
COMMENT ON TABLE "canned_reply" IS 'A text that is found by a short name, with variables that are filled for each conversation.';
        CREATE TABLE IF NOT EXISTS "conversation_note" (
    "id" UUID NOT NULL PRIMARY KEY,
    "body_sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "author_user_id" UUID REFERENCES "user_account" ("id") ON DELETE SET NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "conversation_id" UUID NOT NULL REFERENCES "conversation" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_conversatio_clinic__78233a" ON "conversation_note" ("clinic_id", "conversation_id", "created_at", "id");
COMMENT ON TABLE "conversation_note" IS 'A note: for the clinic''s people alone, never sent.';
        CREATE TABLE IF NOT EXISTS "label" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(40) NOT NULL,
    "colour" VARCHAR(7) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_label_clinic__a17bc2" UNIQUE ("clinic_id", "name")
);
COMMENT ON TABLE "label" IS 'A word by which a clinic sorts its conversations.';
        CREATE TABLE IF NOT EXISTS "conversation_label" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "conversation_id" UUID NOT NULL REFERENCES "conversation" ("id") ON DELETE CASCADE,
    "label_id" UUID NOT NULL REFERENCES "label" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_conversatio_clinic__304db6" UNIQUE ("clinic_id", "conversation_id", "label_id")
);
CREATE INDEX IF NOT EXISTS "idx_conversatio_clinic__1d61e0" ON "conversation_label" ("clinic_id", "label_id");
COMMENT ON TABLE "conversation_label" IS 'That a label stands on a conversation.';
        CREATE TABLE IF NOT EXISTS "read_marker" (
    "id" UUID NOT NULL PRIMARY KEY,
    "seen_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "conversation_id" UUID NOT NULL REFERENCES "conversation" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_read_marker_clinic__7f1a62" UNIQUE ("clinic_id", "conversation_id", "user_id")
);
COMMENT ON TABLE "read_marker" IS 'Up to when a colleague has seen what arrived in a conversation.';
        CREATE TABLE IF NOT EXISTS "team" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_team_clinic__6b5755" UNIQUE ("clinic_id", "name")
);
COMMENT ON TABLE "team" IS 'Some of a clinic''s members, to whom conversations can be given together.';
        CREATE TABLE IF NOT EXISTS "team_member" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "membership_id" UUID NOT NULL REFERENCES "membership" ("id") ON DELETE CASCADE,
    "team_id" UUID NOT NULL REFERENCES "team" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_team_member_clinic__94818a" UNIQUE ("clinic_id", "team_id", "membership_id")
);
COMMENT ON TABLE "team_member" IS 'That somebody is in a team; it goes with their place in the clinic.';
        ALTER TABLE "conversation" ADD "last_received_at" TIMESTAMPTZ;
        ALTER TABLE "conversation" ADD "snoozed_until" TIMESTAMPTZ;
        ALTER TABLE "conversation" ADD "team_id" UUID;
        CREATE INDEX IF NOT EXISTS "idx_conversatio_clinic__a9cf98" ON "conversation" ("clinic_id", "team_id");"""
        + KEYS
        + OF_CONVERSATION
        + FILLED
        + GUARDS
    )


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "conversation" DROP CONSTRAINT "conversation_team_id_fkey";
        DROP INDEX IF EXISTS "idx_conversatio_clinic__a9cf98";
        ALTER TABLE "conversation" DROP COLUMN "last_received_at";
        ALTER TABLE "conversation" DROP COLUMN "snoozed_until";
        ALTER TABLE "conversation" DROP COLUMN "team_id";
        DROP TABLE IF EXISTS "canned_reply";
        DROP TABLE IF EXISTS "read_marker";
        DROP TABLE IF EXISTS "conversation_note";
        DROP TABLE IF EXISTS "conversation_label";
        DROP TABLE IF EXISTS "label";
        DROP TABLE IF EXISTS "team_member";
        DROP TABLE IF EXISTS "team";
        ALTER TABLE "membership" DROP CONSTRAINT "membership_of_clinic";"""


MODELS_STATE = (
    "eJztff9z2za277+C8S/tvtF2YtlxvM2bN2OnaZu9TtJJnNfdd/eOCpOQxDVFaAnSqnr3/u"
    "8PAL+IBMEvoCkJYs5Mp7FFHFD+HHw5389/n62oS3z23Y3jEMZu1uuQPmH/7Hv032cBXhH+"
    "Q82ICTrD6/Xuufggwg++JMFy7AwXBz+wKMROxB/Psc8I/8glzAm9deTRQBB9DAiicxRtKK"
    "JrEuKIhgxtlvK3AGHk+F7gOSii/Odo6YUu8vjHASIrEi5I4Gy/E+9xqcNf5AWL4aaMA+9f"
    "MZlFdEGiJQn5xP/5n2cJ6cxzxYhFiIMo/Tl7kfj1v/6Lf+AFLvmdMEEmfl0/zuYe8d0Sxg"
    "mp/HwWbdfysy9f3v3woxwp/qyHmUP9eBXsRq+30ZIG+fA49tzvBI38QiQQ34K4BbiD2PdT"
    "BmUfJX8Z/yAKY5J/VXf3gUvmOPYF087+9zwOHMEr5Cxx9EDpY8i/Uki+81z2XUA2/O/9P+"
    "k3LVDNZh8+3s8+v72fzc4qLBffSGFZ+pFDA7FcvCASuP33/yTz7vCRn56JF7z5+ebTtxdX"
    "f5KIUBYtQvlQonf2P5IQRzghlTzYgZ4sT+LOcFRF/weOXuStiJ4DCqnCCjel/S77oQ9Lsg"
    "92PNntmwzeDMDDQn7/7v3bz/c3738R068Y+5cvAbu5fyueTOWnW+XTbxMOUX4EJEdEPgn6"
    "9d39z0j8iv7fxw9vVT7m4+7/35n4TjiO6Cygmxl2i5hkH2cf8aE7Rpf2atdNViIacq/Zy9"
    "jWvbSDtHjidUW0SAOAKoAWrw0DTBUygJXDKm7Z+aP2yE82dRXgH/lF5i2C/yBbCfM7/k1w"
    "4BANpKk09Caf6DRh3X26u+xDvMlFk/Lxx/9+/leTSCLwiZ/Hn969uT+rHggDAJuImT9ls4"
    "0U3ZLAWAT3zc3nNzc/vD3Tng0DwPuxMNVIsVWOxJq1Kw6JB+w8bnDozkqnhXhCp1T5JB9b"
    "fbSartRPcIAXEiHxp4gvrlndtTpWvvhbFax807VrV79yoV2oNhk6CLNH4grVhxGpJFGuKy"
    "WbfsJVpO2ED3b5D5zqgTj8a4oxXlTVsYacWKNpKRqUoniFhI9nUS6IZzoXKFm2KFkhwYx/"
    "jwrwb5Y41AO/o1DA51/2BI8tfhj8PvNJsIiW/NeXL1404Px/bz5JqPkoRV36kD6aJs/Ksi"
    "PfeSuPMf7FWBXov37++EEPtEKmKrGeE6F/I99jJ3wR60AWgJQ01wzbb9/f/E2F/c3dx1t1"
    "1YsJbhUWrLwgjogG/ndBpEe/QKEg752k6MO/L//nz9Pzy1eX1xdXl9d8iPyi+SevGpjy7s"
    "O9gqjHZrkZrgrrLaU+wUHN0a2QKvjyY9U/QYAb0Lv9+PGutKRv390rC/nL+9u3n749l+ub"
    "D/ISeagKOxcgI2JyXOcEIzytz7sc1uf1Z/V55ahWBRYTo6NKC1ZHq62OLnE8txejy5QDsD"
    "kVNIHLw3OZ/L72+HQ9uFymBC5bzeWg304u0gGH7efwg0bUrBd9ijS9pB/L+FkWfq47yD7X"
    "taLPtSr5gBNucJ9RJic8bA1hrRA+A1rL1jB44yyDFbxxR/DGgcfIBN1uHiP9yTsAwl8YOU"
    "FhoSu4lbumBC//FujDl7u74zrkPhFcdhVVn046uOPCbKC5N26JGRLkwhmWxSV+j9Y4jJiM"
    "YFwSxJwlWWHpPfNcNkEBfaDu9huGNjR0WQfH3DDv6OGjw+Ces9U9B4LOXuRHh/L94gVY6x"
    "Kq98gpZOCRe4ZHjsUP/yROZIR/kQbAfwb4hTPfzMOBwblxEuYysOZASLWNgIK1AWJ/LUe3"
    "NvbXguBUGgfRnRc8numV4fzxpEUbFgNnfjayU+rfCns+cZEgQviBxlJ3Taf6Dt0LZZYrqb"
    "lCmj5BHtdNQy+KRD6f7z2SJLxU5PcxPjhaco7p8wL3/L52NRkUYZsU4XUccgqjyKcCyRhj"
    "n666xD6pMmgh9ulK9QBG9JEEsyVmSxOUy1TDAN2+wg8G89VlB5ivLmthFo/KMBNxss0Ywf"
    "x4qwJ96wU43Nb4sxVKNW5ym9olTtJQrY2bTNXZXOPisN6++3Dz6e+58purXXcfP/x0q1F/"
    "b/9+//ZGNf9wRbZfjF+ZEpRgq5Vgi2K/gM37Y3PMem3lAhmEflnOX1P/R4EEQmcarS5x6t"
    "wGH3mDSaCwnPTZwEcyCHC0XfwjIXrn+O7ppNEcIMfN5tnANmtAPbrGrueyNCW8zxOkDFmL"
    "7+KJV+csKFCBt9oqJV3+W4G9XnfMxo9QPb/ukpp0XZ+adF1JTXJJxNU/E3h3FGMEeNjwZz"
    "B+HMT4AZp3nyP55ER2H7No1jPIQKUF5cxmTofkiZ+B/YJJipTAZZu5DOEkw4cgpveZcXJQ"
    "hRCgVeutVHXGruBqSAFeiNs5TtxOcTEOgO8vynQjRVmzhdtL+O0O1cMZQ08V4MoFZJVN1P"
    "epg9M/vWoT3T2dNNpEy+M6BUilweno2+ICnKCQ0tUEueTJczgh49D9CUX4kQRoTkNZfO+B"
    "v+txgh7i+ZyEDHkB81zyGolJnogYwVBAnggfzP/n47U+Xuqwrzc29aZfL/stEllNs6TGFl"
    "hx7bLillnVFfwyFQhN1bpdhRVfwbW2DF2FDorRaaqikcDtga1CBcjqy/wlN0EV17Yafzu6"
    "Axb4yw7oky3wJ4oj/u74MeuFeYn0yLDnd6XFaIv7mn8Lw7uuTAURJlBJaM+QLkIar41zz3"
    "Y0sETLeC4ppzaDs0ACaIJB8CgGwfTeGQDa291MJ7liW6EtX9HtBkCxvQfA9ed0mnGCWjgD"
    "a6oEVS6tATD9Scxzs15T/sVWpJNWdqL4Fq9sq4yqAV1hf3ums6imjyaN5tTCoE62VOyTMP"
    "oeYRTGPhFtSegKeTK5U6aCJkmd85B/ulmSQDQzEf++TtqWzKnv0w1DjNJAkMjEUOKiJQkJ"
    "H0r19tP9v7K9T6V4dcFYmltKC8Gu9RZWGTfDCAmUcNq8AHxpANhcrbK5HlVnsvO0fKaIn+"
    "2lrqGc2fgRhspOu4RxTuvDOKeVMM7CAdUV3wLJCCE+n3ZqRTFt6EUxrUR8M+F28yKjmtdF"
    "mhHiPHTU95IfIHrRv9ZrUKIBn4HGqCqlHwNE8/GApr7jTyYBViBtjrAtU0LIvNUhtqr4bh"
    "wyX6AFVlvNaujhVZKcOglODXIT5Bh9lbsIO4/8kU/cRS9ea8ghB+Vk+G2cNaGnBqOJ6rqn"
    "/YqplAhhH9m8j1JWmecdKXSwdzRe8KP6Z97EIaPhWb2XJh0w6eCrmTm7sa0umx8Tt4jnLB"
    "EHScaeI/6f6FiBY9eLkE8XaINlBc6kxcWWRK9l9HlIN1V/zADzDVzf8zPHxK81YGg3RE/r"
    "xXHT/xPbxcX01VVuthC/NFksPr+/ubvLzBYNBTxTRlaxvfUWtcgWqcZkHfrLdHpx8Wr64u"
    "Lq+uXlq1cvr1/keFcfNaF/++4ngX3pNkmYYdfZ9CmW363uZPqUel/az6XMT9O1iU/aSAcx"
    "vJVtdOQhkbp4hXeWnyYuJclR4hP8RPgxI+giedyk/K/r3jPc5B2dw6oPGLy4Nnlxwee4R5"
    "/jcXw1lomqe0jvIIH4U3WliNtyDXaEB8w0OI4eMGDKAT/sgn4mqzIlmCftVrNTZpnr2Soh"
    "KNqQX7IHSCGC/0AR/EfSu9Ye59OZTuVKnkwata21N3skHSN2pS4kVJ91SBchXiUNTEXjUs"
    "5ztMJbrgSJli0iFFZUHvAiRvy5iJMVNnkZSyvUoYwA+3yu10nsrO9x7YmPF81RlzVa2KHe"
    "PEB5W1DXbFLXoFztHsvVrkMy9343gXdHMUKA96APQ8XaKszDV6zlq/LJozGb9cO7hrwX8K"
    "o0/3XgHgeRrux1s6pcpQantM3aMnPo2qwX944COkE/oxN0VueMS29G8Kt0z2LC6WysvfDA"
    "W89CYfMxYkCJCLbAc+BnM/GNdOlMbSbwHd0BLeD5JydrAreoMdvpHD0nd6fLrISezdlUWu"
    "C0zZyGiPuvis1Qsn74bHVoo/E1bCDwXILnEjyXbZ5LEeL9ZkmcR1ny6UznwlSGTBp9mWLw"
    "zCmPbnVq3iDGFwxxkUy+FI5F4Sn06aLqhWwe+oxIdOb9oasB2xAvnVGMJxb9AJHSkyYfId"
    "Wl6t6T32sYkI0fhQur6e59+7f7ZktMfvXeffzwUzZcNc8opQ7kNupT6aBICFqEdUKQLbkI"
    "8tqgYrXgKA5J/dVSGNPlblGGd7hcNl4UEMa+YSgnRfxGJijmKywUmQX5faW7cEzJtekF2W"
    "WRTva85IKmW6lrflR6vcCV1HglHVsqOHZcxQGZsAM92yMV3Otd/wWSUUgDSkDLiy4hQ3xU"
    "fUjLi0rQkDjCTKStbPwo8D20tJXcWv3MthQkLpC4ukpcb4Mo1Eci7552kLJIPrBbRDKjK/"
    "JA3S1yPXeCNqEXRSIEOMkj5xMEDCfxrDInkw9CXvQa/cYXAh8X/SaihGVx31SZF7+LFmgT"
    "9LDlWr5onyZ+qAlKPuDLjeOSlxxpEkBgsrWByVANeGj/SrLZTKS3HcUohIuy8HbZRXa7rB"
    "fdLiuSG40jh5qF0xdIRgjxwJVq+XKk4eyR/2mGi7hABSh3Q9m0stiOBo5dbZ3wY7USHSWm"
    "ivRmorYppKC2Wae2lfVzqQuY2EMKJKM47A9hErFKUxbhrQ2qcvJ40kFX3o1sVZbvi6WMvm"
    "FI6Nki+TWIVw8kJC56ID7doN+EFfk3hEOCqC+cDFxzFRm16JGQNROK6uq1+L8XypRZPgGL"
    "8Han8hKNqnzYV7fXWJKGcqixdPzrzlLd+ITORxMpDRxKh3coSWum4TIu0sAq1iaV9BGLy5"
    "QgFVsnFdskot0RPK8V0OTDDuKZn43rIJwRtPaxI8MKudAjj4BMsvHpIulL6MnSJjs5ShQ0"
    "EQReNEEPNFrmDQllA8MXOkFsX69pF7qyX8TeMBC+5HCjW2v4YrIQjWLVPXZUdgxzi4HrZ1"
    "+Imp8XKuWICogeWNjVV0259QIcbutMldpCKcLpzcYlgd2maeq58PV/bz7dvvtw8+nvekvW"
    "rSat/fbv929vLLNlfeA/1wpK8mEHQSnIxnUSlMSiEfLI+dX/+l8+eSJ+UnSbTRKB5LdMAP"
    "gN/SN+8eLhVWEgDV6j3+SPMvYCy3rdLELnellpb2/SiktydMrzRIKBUF2Lzrl64ShnXJkB"
    "zd0kdtwekXWlf0sJaCEBV7gNsH+FV/gvJHATSPS3ePa8w0W+LgxtT4/JDBAyOHIpG/2k5g"
    "nZ6Ec2z+Bn7gNmRPTWkJVaEZaeoMx0wbKgS036zODTPyPH87T054JDSb5J/O/yJDxINu2r"
    "+5CDiFM09FurMKTD7orKo1s32Je1KH2c9KjJfK7Cu7qQ9Y8zp+k3YmO4qTd1ghhNNoyISx"
    "Zd5tGc+j7dMLEZ1iF9IoHYIw9kLvyLlU13mFdCsrX9MkW9uJwu415OHJUW3DjgxtEfwbeU"
    "PtZINdmjxiP3oTCo7aSt522Hhl9kzg9LUaVE1fbVqJUIhxErZHNMUGsl+sqQNb8++LlcmV"
    "IzUvzFUqUiYXU4RMscX9Yp1pXK1lAF+4a2ZEWiUcQR7rvlfGkHmtxaJUK4sqy7ssoRO26v"
    "kqU7MmCw1Qz+g+qyz+vPyWz8CI/I4ev5i9pYsVH9hB3FCAEe/g7i6jHTGsdr9dcCxeEM4+"
    "f7gnfgzpgbzCeehWQl/phQs3Aba4NrqKFCuEmTTMx3iovDmSypZ3JqVCnh9OhwevDXzb1w"
    "xXVE83NESzuiYJnBzhQcBJRrmL1A1tIe7th+cSIQO6Ksq+/3q2qj0EIxZZul9R23HrZmF0"
    "SZbpBWXMc+qPZ9O0jMuDyDmVkVjQrh+NAevpZGLjbOmDb/tzl8qEp9xFvixbNvhiECh1JI"
    "+pXXL5HClWDzlYADtiH9csAUUuCzzXyWxW05r7ygj5SnEgOvreY1DRw/7nd4q7TA6dPgtK"
    "FAr9CNT8Tci7knx8w02axKCilnZXRlzCgXvzHXMjWG44aYaZWyZ+z06aA6ZOg0tKT7+u6M"
    "vLOc0Y1RogL/QJcLw4bef6dzrJnkJxfskabYVkkBXaUqzNMuqLHr8VCkGZ8wOby9MsGLvz"
    "QgTtoT3mQV15DDStainLm3+yxphXh8a3v6skvcEh9V35TkZSVyKcGORHhhjnhGNT6oz6dd"
    "zhE+qkHIqDlJXG9BmEZubwN7Rzc+uIcPyBPtJESIew+vnoZ0fIgPf09C6crhhWcaiHAY3E"
    "Ps0JCCyKG046JOH2QVMli0ah2LUqpVV1TLVACqCmo1K60zslVSgFcN3yfhk+cQ004OJSoA"
    "FZrXH655vebEHQDaX3YzjRTb8j3TAdyiIDXE4lWmO0nBq30FV6XPEtT8e6APX+7uznSn8A"
    "Aof97NNNJ1XL57uhwSBTFgiJNCmW6kMGuEpw5YZyrCADjfFaYaKcaKQlWD73GqabxJbcpv"
    "cvv9maawhmbUpKnGRm6pdsoE+6y3oVMD/HjhJW92ZG3zWdYstb4aR/qNob2qtUUxdlztav"
    "DcUYwwWGB4Q2dhsxiAXKYaIdB78U7xE8s3SpDNCQ6H8Nm+zocD4OuExOXqkMf/qF4RfXp6"
    "iOvrH9eXw5n07ekX4qefBALEbQ72C8mcz7bkf+6M3xOeprB2Wy5XlR44bjPHe0a7DBHn8h"
    "WKEg8x2xZjhDRFT/76+eMHPeZaYnV3eU6E/o18j52wAVUHuICltKcqzWjVvrPKZhET3Goq"
    "JhlJdmOueNIp2qgh2KgaayTR6hH8otKNToy+7gL1dT3U19XAF8UkYpjDV6KFhAyrb2zXY8"
    "/htoYcJDSb+T0nkbPsxeoyJXD5FLjcS+2qEAOvbeZ1QH6PhHjTZ0+rtMBpmzm9CLFIUehX"
    "1rhCDLy2mdcQew4Rp/bDC8GRxwiOhLinPcQ9vbn5/Obmh7fHDsv5IfTm0VlDRE4yYNIpGM"
    "fNx7a38EMO/xu+T1rmiew80S0Xo7R3jujfFdAoaQc2QTSUHb4mcnQ2hOEtey2oOML5h+Jn"
    "TkvXovNXhFb8CNH09zvsu9t7jikRQnMaB429eNI3ziB06Dh3fH3oEGeLkScqGz9Ci/x1Fy"
    "txvZFYa44Hb0eaXN0pt7ohtbomsxqS2CGJ/YhwD5/EnmDWu/2WhhzMGDabMdIDqWcnLpUY"
    "eG0zr4tispG/oUAH3mKrWcxIFPXr1VGmhI18Clw2rm9XIYQCHUrE3s5QYABrmQoMz1CmB2"
    "z5llqZTW35hd7kz4S20Ap9pNiWj0EbjfdvhcJy1mC8TwZMOhnvST623XgfpHZzzKRZfB3S"
    "J88lIfIxi1BEfVfYxr1IWs8x4tOJEB/xmYgCR0Lieo0CPkViW+cjheEcP9BYZ63f88u0ib"
    "9zIjqASMbn1V5b8nqLJEKFXHlBzFcLWO/tunYmDdb7oxQDtu14VC3NV91szVdN1uarqhHU"
    "1NL8HBuz5RDvw8gM7bT37DABT98u96ZTrllDqlk108ynzqNpT+0d0QFbaR9HtRqwk7bHZt"
    "j3Zy7WdMhohLtMCJB3hzz1J6UCYgX12s6dFbrDNe7c51kycIfnovDdHVuFCpDVrVsSeoQZ"
    "ysclovG5rPclH9PQW3gB9vv7rvUzgCfEZk/Ike31p8NZE3P9EgeLfqnFJUpwFVu9dcArM/"
    "jOKVg0uwJaIAE4wcl1HCeXWIRD4Jp6Rn5MpxspuoUta6OPS6Lf4OLKuNPBw5Wti3YH18eA"
    "oIwsSQ7Jq06gtAzla7RZes4SSasTwoGb/u4xtAm9KCJBkjKyK1Ars0aq/q09v6u9rm2ls1"
    "6xPJbq9AKHlU0OK6h/BqVUx4Swx2br0FvhsIcxukAIxmgj+7+4QyQGxpgXKQF0I9Dn1Pfp"
    "ph/sZVoAvjvwoqeKtq1ErWOgQHE4p8CLfR3hQ3sEtoHDRctHokH0nvxe58cqUY3BJ9BkSH"
    "v7t/vS4q2U/izVuc6Gq/VAq7hzrW0e0pWpUVMhBX+AzUbNlFm9yqqptMDpE+B0j0SnIiHw"
    "2GYez7HnxyHRxDXVSh9FEhA/VPFDRIDPSBhSTV2ieq28TDUG8UPp19Ol8sZlfemNy0rtDV"
    "m2MQq3fSs+7kjhgLL5gBIO74D4ptbEEtUg+6ndmHuw3TR8TYoML0ackESzJWbLPnAr5OM7"
    "x/aHPN8yNA5rulW3I6+Qjw/56curTrZd9awq2nav6sBPGir1iWjTzwBXis1Xyjpm/cq/lw"
    "iBxzbzGEKvhg9aVH3ynWFVCQFaCMM6ThhWuTXzQMFY5QbRY0Va3cR2BWbxL+d+Imt/e6aN"
    "y9o9njSHZYmBXJjORnaoGRyR3yMUySx+hmQdL/SwFUn/SxpGSHyTCdp40RI94dATL2LJaB"
    "wSNPd8n7icKkQEO0sRLCV8e7Jxuq5G8F7f1R6VJV/jxBFEYB399pig+gisnE0V6BtSogo0"
    "I4wMuph2UB4vprW6o3ikBF7xrWjUbDIngAaTz2gw6YQE92zKV6KEzBlQ30bAWNAx7NAxji"
    "T2ymTATwS7Ulyryr3F582Crxwp26ClQ1sl35/phj8KEaMr8kDdLVpihsQEMuzfpwuROJDM"
    "yyYyicD3UYKlJuPg2bO1d7QAIdUmIVX+ayCgZuOHEU4tcuZddsnVv6zP1L+s5OlzTnh6E0"
    "c9vEWaEcr/w/SHrlynxzv2A+IXzE41Z395UOsFIPxYZQNZ6y1Qzw6tNWHtxwsvmTnJIutQ"
    "wzCl+a9KzUK16TLULrTtjN+xu/MxlFOM8BAa/qQv7CIDkMtUIwT6fNol3IyPaqheWAk4W4"
    "Q0XhsiXaQZX0jGXmA+hYTGs30dwwcowumExCVB5PE/asYI9nVlCW69AIfbWjOahl7N99pG"
    "SXzwaS3vpnyv1D6ZG884xrfvPtx8+rs+Z+ZWY8+8/fv92xtoIdcQ49VlvTcsd33JWWnWYG"
    "bqkEo3urNlGIVI41rvZ5tXaME6b7V13vXYc7itIYdgOpv57fP5evC5QAb8tZm/RZkuCWTu"
    "51/VTwK8t5n3Sy7DR8uZsyTOY6/TXDsB8Nxmnv8rxr4XaerZ1AvEBZLxGTIGbgsu/p2ZN7"
    "tQyMYH8/BJoNEypPFiuTaLdStTAc7tOG/Iw5LS3L9Vwbo+6q1K+azwN8twP3T02zqkHIeV"
    "EQeKNIB9f+yhUsLAlRLWOGZ9C8motCBv2ixvrghjeEHYbE1CkSNOdW2qandRDXWvDWUZk4"
    "feUiFxvLXHtfAELG0DpVqc9cQAcxXmiKzWPv/r2ax3iaSaKeAcs/kcg6h0iEqHqPSO4Ykf"
    "aOQ55Kw+NDEdMOkSlhjsxrYGpn+mKxItOcYI7xozM+y5SYNlUcxeYvcNy2rZT/hn2YGcdG"
    "yWgTuvEX9tMlFKuMaRuCCr4esHeqc+RVPNzHU9Li1VkzTbSuwvORtIUAqnrMRcasZAyKVN"
    "IZfQAnaPZrC8HX1XdHMCgLcLvPM5P5CM8M0pRgjweZec5fP6nOXzSs6ySyKss7XUl8XeUY"
    "wC4CZlZB81sdOb2GBF7yhGAfi+q+cp8oiR37pMCiFndqvekPf/VbAZLCxQts1qaMF4dfJl"
    "23SZsWMF2uqqbcky11kI8w3QYBrcjRk0SxmqRhz98rK1aoRVytTwGTx/0MAI3Gz8CMEdXl"
    "P1qehwagLvjuKA2WdJ/7OTC7ldh94TdrazONSYtxrKDZTJRpflN33RLaOyKaWyWl5maXhO"
    "5ASjw3f4spJkRUIOCF+TQbx6IEZNhHS0B4T8/Hx6GNTPu3SCOK9vBHFe6QNB1yTg75+JGp"
    "0miKt0o1vgwwsZS8rnWXlBHBmF0qpkhwunPT+VeNokRqIHtlXCw6F7dSroLmno/SG0Z7w1"
    "W7dlssMhezk9EWSdOKLzeY91WyU84KlweXkqK9dJ2xTM5lzPXgaEsT5YN05yQNxfngjq/4"
    "o9EsmWxilQVbA/r7Dv1yKuneCAQHPJX4U6++xZCF9MX13l4IpfmnD9/P7m7q4OXJn98Sx0"
    "1RkOeDpfV9BNPzo6uCFZGBYP3VEcUAB++6UqAqefWWig4GuRbtiMvy5gcxJqjt5bSn2CAz"
    "3COnK15han3xfYmWm5CHZubh681NbHj3clf/XtOzXU5sv727dcxZPw80Fe4s7QXH38pSSI"
    "ZsJ9YLKgVboDLutUGKdB0oGmvL7Vh3Zq0yHhp6tohpgka83m2Il07ZAbV3z9JAdc9/knRS"
    "6Y+piOsvI3OHKWspUR1iVs1y/9CuFRbRpDWkI7mkIbbaHVqmeZXOyG3rzHQaMnPyDmmD1W"
    "Yc8+tDOMlR/NLuMLdCX+MOOrVEMNN2nreZLhNVvSWAd5s7RdpT6kpF0VtK2Qs33MotnzcK"
    "2Z4nDgXqjYXlgBbb67Z0lRHRI+cbnJ9KRomAVkkA5nxpwmWku8ngV0xpb8Z0MO1MwA6HfS"
    "fVZrEejFZiLwh38fU/D1EwD2HbDnL3wifg8za5XwiHVjnm+OGs6GDeH/Yw3/rwRUHykYNT"
    "H5nOmiUdNHk8Zw1MKg1hT1jwFBfHC4FZ3MZIMz4i5ImDbvFR+kRW+S9r3y4kNe9Fo+EsGR"
    "D5gJooihgMp2aUlrND6mmpu+75e19w12iRuvyeyRbFub/STJ7tlvcchXmNyUIXFo6Cb7uJ"
    "qWXnw6gbR0++J2C5zsHDW2IxlhgOnwvYBc4njM0HFTpDmgzSkkc1G+rbqEiw/stD0pJ42J"
    "JKKQgihinShSbq0V0XBmWk6jTHXALZVenNUtVXxg55ZKMDO7los0z7icT6dWmkHCJ6Nx6J"
    "j1FMopDrhihWhTXa75p3au1bQelZGLZ0cyDlfa8KLLht+L4v0GqBZIxlfAe3iXvM8Vtpir"
    "eCYQF2nGh/HA8T2pidTwGitTwUVWxjQ1SxhiWqYCTCtJAqRX30eFEBo+9mz4WLCFGZzFZa"
    "rxncbD59tCJZnBz46ycbYrpopJF0CFGjJHqSFTMIQ8E9pfdjONFNvynrWqZkziZnv7+5qG"
    "Tc66dMCkg8tOdCvMxrZ67m52hZw3S+pnzjSEGaIBQXPP50SJmDRBc1nXeU42SKT/VT1zz5"
    "2svXpNxU/Gx7MIHGXWOsqgH/j+dHR19Zs5b8q04L2x2nuzY9fD1lBe1ZCCEUHdSNjd9tpE"
    "OzrodGPz/kkaOLMePC5TwjFpNZuFhNnLGqgQgjWwpzWQeX+QWQ5XxyDhMhE0aKuGC7Mlnr"
    "68MhKjcwowrrYbV+ckSRI1vx7KlCAE2Hw7gAkdrL22WCQtbneXWBF/TQNS6k2Sv+5CVtpt"
    "koX4lnaj5P2SIEHARIS/sBw+kVCE9SIvkL9mkRxpyH9A5ej2rnYDztueJFCI905fI37Mg1"
    "DUxAEwW9pktoT4/r0HyRU2RVeICyQjhHgkUXJ2gzywCV5fYLe+/9zhC+seSTfYR/e5uRey"
    "SGbNB300tQo1GPNAXRsBY0Fdezasp62uCbEIp3+5TlnbPZ+0qGrlkYO2IWpMjC63dWrJqZ"
    "ZFgrKo6Ibe3uVKCdohEcGrGQSNHONYmjRoX6cQNCJ7JewL1n0rBiyg9A++NWS9YFNBqkIM"
    "Vm+bxSgu75q1XckJDlq1kXlCyNBkUJ7GjspuEoPLokACATlqG+zApVwYEVVbmZmNSEM6Pg"
    "/oHqpteNini7hf9ISGGCIoekZQ1JpFa8Mn6q2ihyyuZmnkhFQWvOCBxkEf976GHKQdm6Wd"
    "eUhIP7G2TAlctpnLGhOA8a4uk4Mt2H6Gh8Qh3lOvMC0dPWxxmzkeByK6nrMw1uU41gpDKh"
    "lIRFB69qvcP8KisgiIabURhQwME1CFYd+Qlnw/JrCqhAAtFLgAH/pJ+9ChwMXgBS704O4O"
    "zyGWblIS8k1pzpEiXbl1OoCdCVUDQP2FkRP0XnQFV5E+S9Dy74A+fLm7syHQ5g4/EP+sJd"
    "omGTTpGnIz8/PxHRIksEhIkBRILBmR0hDwT4oT6vIfupK1B/CUvnoWmMPn7RTAUxwHYTe2"
    "hN2AZaAP4CdnGQAddh86rHoYGmixKinAW3HipheGAa5FGgAUdNjj6LBqTPVz8VWmGyvK1T"
    "NRX7OxckgMgHEuto8U3OLBaFklzJzpH6j8So3qlRwz6axdBdnwDiUxxdjvZYFK0TIur2m5"
    "JnTtE4R9GnCygPDJEdMmmvebwrj8pWafVJMeQMeySccS/QZ7xVgqhD3jKy09tA4ZYAlabh"
    "9unJyWyx8uaTiLGTHuxVWhBC84eMH3DSlYEEDhtVBbAIXXWoW3cE+BY7HNsVi50y3zLbLo"
    "NnYeSXSm1Xrzp5NmfZdFs4fdwFZN92e6QavYWYraZhxmx1tjHy0xQz6ZRyiiiK1J4L5Gv3"
    "nub8hjUpUVEHJFNlVsH8n2G00jiCEnbteKQcO1ScM9qnBo5/H0XPcHedJaNn2Ka6LgcwoF"
    "yrkgOd17VIfjDx+/3N69Rb98evvm3ed3Hz+UNVH5UHzEP/AyueXmTgdwv7ySEiWYBKwzCV"
    "SUgCNd8DGL6OoT9fVm7d3T5gtejpuF2cAOpmwxVlQ7xTsbNN0EaIVFn9bv+cfiq0wQDlz+"
    "MyORGLsm4cpjIqdY2+NpiCnb44skRC2BRGDstuGiqhcF5L8V2OtrN2TjR1EdUak72aViw3"
    "V9xYbrSsWGwpaqYvzXzx8/1ET3l8nUK8tzIvRv5HtsZGKCAKR0T1UKUqq1J5XlLiZQC1KC"
    "K2G0cgOYu8Eea6Mhy95ClPzAw5xROvk2e9Qo3EopIm0IPnTpSebQdakSP1TfP/Zp0CQ3gg"
    "lpaBNSvgG6iuI5wQhl8asusvhVvSx+1b2XgV1Fu/aJ8MBVKjYhvym4gJxeCN3jpBRCiJOa"
    "9IyTkkDy7ySQ1B7F9YeHhnSEx8jwKj3ok302wMnpkyFnQtiza3eREgpY2cZlS7wNb0PM4l"
    "DrasgeTZpUMVIY1Opj+BgQ5AkuxokSElEk6InsqJbWJXiNvAjROPK9JyK9/avEP8DwlolQ"
    "+SVfFMJNIJ6ghzgSP3gh4kJ7xf+w/9cZNS9o8VDsmq+Dj8JOXRNq5OxB3QzJnIQktdR1lR"
    "pLRCAvdpAXzaujP7Mout0AT7v0hZ7W94WeVvpCn0IjksOt3y7Lt3vrPFmi08h1uaMAr+Uz"
    "vJaPZB31K5FdpgT1wzb1QwnEF4mlrB+nq9TAbZu5reoZZkaFMi1Yj06E1Q96u2y91qIhBU"
    "dZ+XKUtoQ+u6hECIelzTsI4nkgngfieToakX+II21MT/HxpIMxeeZmI1styp/piiQ2Whyg"
    "lBxtsBcxUVBFRJg7mGulLhb5YuuQPnkuCScicwyjNQ6jQCaSbWjookhUvIyWZIuW+Ikklm"
    "L+KaVVw/LB3tpuX84gS3575EtY/Mvih38SR2t1BpOyTSbljGFdjUbZ+BHajM6nHYxG59P6"
    "RpvTiklutwsMVnaZCq5vNZdAHMieeLdxtRQNKegUYEU+5IlAoqhf9maZEpQ2UNpOZEsNZ+"
    "vYiZldMS1TAaigCR+n0lAhSOmZ0BZiokaKbXnP2lT19e3vaxpGb5Zx8HimszIUHk8arQxy"
    "4MzJR3aKW1t7xEly2QOEQ2fpPfGB4iu4CIvAMcrk07nnE8YHEH04Wq9ZtFaA9K9IM+Dj1Q"
    "N/0BJhtiOBwDKrrAAp+yrA16aE7AggI0TXt5QGkQi561M8t0oLeSFFCd+ofi4I4oML4sVj"
    "v7McXiQCSEEMP5IYLpfhAMimTRrf5vONFODSvrVLFI9IGGD/NmZ6j1/xeYswnoycPWRDO1"
    "Sq4iNI5Cxl9ceiUfkbljvekgQOUS8SP5LgdTGVYyNcbnMa6gpWDTizcYsGjXmcb4QwYrOV"
    "F8QRAandLqm9zJzuwnuFDmR4jQzP91oPbBUqQFanHYFUDo3pTwZaa/zN44EXlJ/jdDsYsI"
    "t6KotCG3V9v4Pizh9C31SmGynQmvPSJqVTMusLI2cahTN/NmlSNpNlELOO5QpEawI6j4ho"
    "e/5ItgizR+LKRn0YyalER3RRS8DF2wliNAnmxCgkK/qEfa4xBuiBIBwElOs+MqyTq4h0JU"
    "oOcGY4XPGtaYhwkLe2B5fitVeoy8PfdyYXFw1dL8BRa81lQQA6q1U6a8rDauSTHvV0eFO4"
    "0+mehzpoRfxSRbbP13sFufq4vDLVGIPzOpXGO2+ojXdeLY7Hj2ZNmvett6hV+DOKMWn6f5"
    "lOLy5eTV9cXF2/vHz16uX1i1zlrz5q0v1v3/0k1P8S/lV7QPmU73ogl6lArwIjC6iqlsr1"
    "9aqqvllcsrMHQPZm7aW1nEeKbPkQtElZ+imk8fpmvab8y6+I/AMqSlNlzKRJeVqI0TOsDO"
    "8UOyeExaQNDCPhk+cQtPGiJf/liS8Kn/+LI/a90E+ES41VnG+yIJv4MKR0xZDQYSaIYGeJ"
    "hEgu0/DkHPqQu0O9/B/BP4J3ERJ7wmUims+n4iFDIi0Q+z51ZM9Ghlz6mitkXL8Ts/qYRZ"
    "JeeBQX3hP/OF4nCYGL2hzAvn5EHIE+Zpc+tmNMBfuWfJQiIZThsDofRTole5SJ2JEBg61m"
    "sLxDquz9vOLHfn0YQEY0JtX1YvrqKldWxS9N6unn9zd3d+CfPkRb0FT4MARVIQNYwTd90G"
    "ToRF43zd8vUQGoYEU5jsM/XYcDQPt5N9NIsS3v2Q7ggoN/Hw5+PdaZFDAAzneFqUaKsSIz"
    "WVWn62eq2HyKn0+ajH/LbESH6HxpcBP1f2XQAqMrIqIV0gAGskFJeC5Dm6Xnk8TU5RLHcz"
    "Ups8+dzNh2lpdTIb+vPX6JgskMTGYndkKNwqICJrORMxgKXe210FXh+jLdQiVK2EVW7yLo"
    "Avh1sBks4nvI2BJ9dftYxTWkUMYS/A3gbzh1eMHfAP4GewyJPRIM82tpCHyV6U7yGuuSW6"
    "je5e0BsuDZAc+OZTCDZ2f/GNvs2XnnktWaisKFn5LGXWcaN0910KTJ5+Plw2dhYXwHD5Cz"
    "xMGCFDJXY87ZMM1nTZppy4fhN+z7dBRecOQnIgzbYwgHbEPC7FMZgR3QCLnC9SM/0nmKDv"
    "NSbdLsmn8Lx1tjvyg6ih9EbsASs6UuU3ZngAEHk1UOpqNaW+yUo56tt2r2RyeltUwHypUC"
    "bH7QdPWi5AQj9KIM3zQ9P74NEC7SjBDkqy6N06/qG6dfVRqn43ARr2QDYVOoq5QAeAfAwf"
    "W6v071NI4cutKgW9+qvkDyrF71pyM57KVVfRgHAf8+/XqYV4jBIWq3QxT83mNlc8V3cDSD"
    "Cj8Lou0vaffWM709pTxm0mJOkaNn6+LwdmtKgD6uSfDuh7yRbFbwK1E5kU+iJMd8TejaJ8"
    "inC+QF6GH7Whg2nmjsLInsS4sC+kDdLcLBdrMkIUH8G+pibg/wQuO43PK2hQ42ezkfntPB"
    "BuuEnnqRMhs/RolycDXUYyzWOUPq4d1RjBDg6csuKhEfVQuxfFZJOhaGbt3h0VDkrUgESB"
    "shzQg/03u2aKqZARo1FSU4k0ZNZIU9f+ZS/k+gKWRQr7xWCJ+lwp4QJ/ajw5J/xUnwteMQ"
    "xrh89EiCGrPYLaU+wUGNPts4kbpP+Ez7Yk4m+xx4m3z8eFdizu07pQrihy/vb99++vZcco"
    "oP8hI3brUYBf8DWMTEWUMDrn5wUZ1qbuJGZtRNcUA25J+cLB9K6PFlHRodU3pqOKuecVaB"
    "FXmvCTxg4eqz0k/CwqVj84Np+d0KIfjGoYwUxHJbGjrYJZb7SHbu4IHGgfsD8b0nEmqbOa"
    "pDJo1W7mSw+At3o1uN3L/lAP0mQvEe+XEpelz4W4TnkTRAE7Sh4SP/kSsxiJ99LvKi1wij"
    "ByzaNa7wFokSFXlV12Q+9g0SIp+mycYhXmhs5A6JQzhoSUzgBP3nTmQqPQHLt02Wb4gWHD"
    "xa0I8XniYmvV612FGMULe47OJPuKz3J1xW/Amut0iDubsCvKMYBuD2k+KE46uEz7OXXVsh"
    "7GnOPp0zYV/W7OJtWWFASyBQmRS0Z6u1Z7BB7dUGJcquzbjoy3QZYk0R0CWyXlBbdojt28"
    "O/Dqnw0/Q6slTaAc4sy9A/9SPLlpC2wJExaGdaHT99NmlW7gujOuQBPoSiUcoEsZiticOX"
    "G6Ihmgv7APr2Joy+Q5fi1EE//fDLpz9NkKzp6Iae74t0PRpo60EOMWUXxZyu+RaBeDNbte"
    "7jxpvZpL50uYsamjBWezB6bCZ3jEZ3afJyF8kO6Nk+kuYyoGMbZNiCDNupp2hDS9HKan4g"
    "Dv9phvn1SXoIVxpy0AmtE7BKGVjFi9uE1SVCYPIpMNnYa67SgYe34jSn/bTQEiGooLZtHs"
    "tU0NTh36CI7kIC2tXR2S4QoVN1Gjn6G4bWOIzSzqAOPxm+R55o3Mk1SYfrkzqvsSGttlZM"
    "ud2AoJ1l6mVBAQVt0yZtc40jkXFgFHJapIFA02cEmjo+ZowYYV8gAeiflY/A962rgb62qW"
    "WBYkxtLafnl68ury+uLvPelvknTQ0uq9p+HHC4qf+kcw3XglomAlw1uM69kEU9xNYiHeh8"
    "1omtpWKVuBeHC2TAYKsZDAHbw1c0z/QLA0SLNAAoRMAfqXuqWIUDAJvZEz5n840U3+Ku1V"
    "cwP67F5wONRKHzBotPOmLSyeIT7Aa3Wnx+LVWv2WCGIhG5v/GipQgJQOslZuR7GfI/p3GI"
    "ONai6DET5h0ZUnBx8e1FElJQNQkNPXm7zSjHID2ixQt09YWLNOI7QSyDpdYluKQHlnqgGN"
    "Eew0OS86aCbq3xIh8PdguI/jh09AfEMh00likpCGhyOOQEcDpo8AT7+9CIgjPpaM4kcKIe"
    "EXzwj4zefA7+kZEzOMBRHJJemcUVUiiVWWSvSXKxMOBhp2fh0got8OEZfGCiK13gENaXGb"
    "oJgCN9ObIimMVhT25oiIETfTlRMPebiAIFMhAFrBYF+MMlDUUzCTfuk9akoweW281yRxQp"
    "40fjold+hoYcsjROht/GiU56aqg0BiVC9wypEp3QOZRACWoAWCHu7ChxZ8USJwOFno0YXW"
    "Xb2hh49ouMP2iIO/slC1DoEHaWBzN0yTN0ieMx/tv3aCOCxERsWFJn9tss8OvlnwS5E7EJ"
    "IvM5kT+EZEVcD/sIyyinP01kVuFmSeV8LnF1aYn7fJU2Ik1hfBCvHvgjyGI89p0xQQ01cx"
    "ImVYCvdSbvCMCXDLE7h47d2YhAhl62RJUSDImTnobE41cKtmqRD18rOL1oexh0ypRgvLPa"
    "mJMxy9iOUyEEzRgMDkcwOIBafDYutfgTWQkQ9X3N1TGTTspxWBzeqh/fC0WVrgX7acjQRv"
    "QHT2dwk8I6LsGu7wUE8YGMrkhec8eLvkeUr7GqJjzUpF103mwmedvg8BG036MfYJMG7bfI"
    "rs7CbIFmhOLs8BXj5T6oAFxrYMiGg3lB2/E06BPPWSADpcBqpQAkV5BcQXI1llyTSg4NYm"
    "te6qGDzJqXmehSRoCuEA5QRitS+R0SBmyCMOO/rNaxaEcwD/kwke6PY9eLkE8XQrpkFPE/"
    "bIs4XegR9hrxc4IPjugEBaKDIJdSN6EXRSTQlRg43IvB2TMScRecPcNKY/yPYvI7VBCtz1"
    "4r0kD22jOy16KQkBnz/tAob7feonZJl8jGtKr/Mp1eXLyavri4un55+erVy+sX+fKuPmpa"
    "57fvfhJLvcSV6tqXOIaUGjmCSkQjVJ6H9wWtSeCK93c/swsUY1regx3a/KIPHPHna/Xo5q"
    "OjTDkmeA98eqSSp8GyLlCMCffBljV45fd8Emc6VZ8+GGVSMMFZbYLLuWXsmK9SgiEOPPNg"
    "3wT7Zn/75pMX4fQP1xg386eTZstmaVyrVfNjQBAHICIhioTzfOE9ESZiwFPjIHZZ8oCfqn"
    "xNMoTR2scOQV6Qlz2dJI5z9C4S1U8fSfANQ0vMlsjnUhxaklDjqT/ge7u0ey2liTj89VGp"
    "+esEKUPICnv+TLwMqqnaZfgscMZAQC5TgZDcQUhOIOsTn61SQnz2pGd8dkh15Rbrl3k2fo"
    "QL/PyqSzCLqmwUglmuKvY4cXN64luR0FCG1ZBC7rVao4Rf2MbndJlqfN28Bz+lExnLxPpW"
    "oDic9e18X/AObHqT4nUfe0GFEPRa1ehWkrqNbG4lSjC5WW1yI7+vPVHny5zNZUpgs9Vsxo"
    "5D1v22s0IKZYpOgs89ShSplCAiq+Xfn7i422cLlSlhB9m8g6AIFVRLssU90qVa0nG8I3+l"
    "D2cat4j4eNLkD/lnOqDNEVIPZRf3QV7ZIy2nWXUYPPLx4t9kZPV5PkPV+QD+BZv8C0c9rk"
    "/nGjYQc7Kt0dUGmI0foRH7sksVncv6KjqXlSo6LH74J3FMYzDKVLBgy5jicBGvTFvZlIgg"
    "G+AZ2QAuceM1mT2SrcmpUabqdXaoi9kix8H5tFP9rWlDAa5p9eyAAmc7hK874Htdi+51pf"
    "BTr7rtUK19chpKPY4islrrbohav1uR5HCOtxf72jxDx7xzrWhpAueOAMBUwfSJtodvvTyY"
    "E4AoWEZShC3O4nWPo7xMCce51ce5bJJHwpBqMqrrxaEy1SAip1Ui0V6ETggD+Cp21NwLPL"
    "bsxWeFFLxbtvG54oo5jsvgP0QF/B/Ik+eQM43roPh40uRCkJX0OZfzka1JFXJq9LBFOMlL"
    "SDIZaOBvZYGWZCqRqvBaZikk+QpelGQvfIdEboSkSCq0sCXdEBdh30eigr8obOgxFNAoqf"
    "Ffza04/Ou1ZWNilge/FsI2oWzM8eXXeu+GPVG5Vkk6e0gxBjFnrNdfRXFghO+Onp25C7TA"
    "aqtZvQ7pUy8+lwhBmrWZxwWRpqtgUiCBOK3mOC0BVRVa4yitL+k0pwlpa4xWYUHZlL5+hx"
    "+If6bRs5IHkyYNy8+HdGirJrr7COVms/ScZZ4LjhgNo0SL4QhyvYXJJHim65bWYwatglOK"
    "6pF/NSg3xz5eJg3Kjfy3Anu9WpONH6FCM3ygEYeNxkbm8R3FCAFucshl+L6qhfcVqItfpX"
    "wJuQCQC2CLnGlvLsAdWWD/Z6qIVJWHzSKnGDZbZuNa5c4PNFpyVJMmQmsuGZIgmiAaig+E"
    "UX3DpyJ5XSKPoQQuF8VB5PlcqhSfhUQGUriCLowDhmgcVQXU/b5qH9WQ0i85g2wF20Rezj"
    "vGAexTpadCCmV6ivKCSZkeuTFNBbecCEyCVotsIJl/TWw2LxSrEkIIpZrlnkgqvdLcS6Rw"
    "UNq8g3JmGW+hKiXsof8Bu8F+IS3oNAaYlqlgmYIt5mC2GM3iHQDaX3YzneSKbYW2vGOt8q"
    "h6wSNx34ly5V60PdPZusojJo0GLzl25hUHt3tbA4Qdh3JVVLQaxEiEqvAZQhn6KXylE5TM"
    "K9ypwnNKN3yNvEYBReTPosovkiGkK/xI0nLeYng6mPhzjXf2EG9s9+Zmr82qcyT58ODfPf"
    "p1MmkwdmVcqiDfkLG8IxmhE3L68mUHNyQfVeuIlM/AFfkVqmsy+jTup5ertKCY28xpUB6H"
    "Vx7L4kNn7bFMBrCqfhQIvwV13AKd0VgdT/f1ANhmyt4vhSlHirJyGupVc/V4GABiiB8/ir"
    "WDOrXNz/Jnk0YLR3HUfut9ViO/J1Cr0z6DAAR870wBXTJYp/UZrNNKBmvamM8E3wLJ4SA+"
    "29eaPUAxlD9oYLSAs/EjXMDDp2B7bCa6dD1pEL6l1Cc4qDmci3RqUBwn3BfU2Yl94Ji4jx"
    "/vSpaM23dKy/cPX97fvuVLW0LPB3mJPFEtO7akvufi7Uya90Oj6p0a0vHVU5p2OaLrT2h1"
    "fWeYhWSRSkWmaO8oRwj24BdiihqbbWj4qIu2rS8OrCF9Volgy5BvQHovFYLBogm2IlvUbY"
    "vTaOiCf85vgUCWF9Vo3YXnkybN25FjZj5ddNK9z25QQiFc/F6ENlj07/bdCdqEXhSRQDT5"
    "FpkufJqA4UQnlb78FXYJp3iNuEqKsM+l3Ql6JOsIzWmIsEjo9jW9xvf/OmObQeFVsyylZs"
    "kB5nvAzRuIKIMmPUwMt96itkKu9qTTVMdNV/XzrAv7vNeT6rh/mU4vLl5NX1xcXb+8fPXq"
    "5fWLvExu9VFTeu7tu5+E7Fq6ejJhtiH4IMBrtqRm0QcFmiOrbIPJVZcvuqWWN+WWV/Tg6k"
    "7ovsyrtL0KQlsmUh1y0VsiWFnGgWFcmtD8Zo8d3KH5zT7i4sM+YfEhRMXXIVqU+yqYNgda"
    "KaQQUmddoFVFhz6arucFP2LPj8M6XW/3fNLsZeUjZ/PC0FZ17z4UBYbpHHEFKovulgUN5i"
    "FdJR8mjqEJks+Iy1UrUZhYhHJvRQi4wx8iHLiIj4pwGCFGZHg3WVW1vb2/rV3ZAy+wTV5g"
    "ItICjGsal6mGEbcsahg2vDstPRJMevQUSaBLT6VLD3VExk6v4hEqLURg2yYYlGvnyXtoxr"
    "zUVm6UVaESA69t47UlQuB7ftzqhD/5eaPQt8pGtMp6onlEkoj3motVOBIGd4a3smfEQghf"
    "lK/SzAq/5EKWKFHFBa8JeiAOjhmR+XpMmOT5IMq1m0yG05Ry3ffLnlMrC0IBrRICwXIJls"
    "sTiiXxcbCI8cIo+K9IM0KQB27AGxLHW8vM/37F8arUPevjnc7hsK/yeE/YjwnrxYcKKTCh"
    "JxOg2ff+zhrjzqEjbhq6h8rzUJBgrIpz6YAiUeT3YnOZEswjtnHZFvMIcT18prOPyAeTRg"
    "NJPqRD8OPc89MOmw5/Edp4kehCsyKM8S/2evdjMkbYLvjswk+1wlu0xE+id6eLmPBXYV8X"
    "7jj8C7QVk9JZ1JJJ2jafDRXDK+XEi+138hG5uMEcHAiXt/irxO+QdrmXk+MZtpbySjAQey"
    "qEIxQtp53iI6cN8ZHTanwko3HokF4aVIUUyrxPeqpQYBHbo0VsxUUz/q0dH4e6JV6PcoVw"
    "fDrVeacz5bzhTDmvnikSNwmSKdgZEQDdCWjm/UFm+THbMXSiTDSiiPbBwif49JEQMU2FEJ"
    "VufKt4D93Ml3HwmCRnG6xhhQoWcXURg1V2z1ZZDp1rBHCZanyHw/D2WVVh77yUFbrxYb2X"
    "mjFgDq9F/9QNpWAO/9q4DJUshu+Vo1iXTYCtkgK8qtmg5BToiqziSgBQrWpGNB5QoaTNV9"
    "KN6FSx7dKOqO42G2LtKtONFGXNRd4OdXpHDYDy+91MIwW4fJ/bVGdaBnO8EZbHs7pQj+Tp"
    "pDXeY+bkAzvlxaw94pCkrbuI0Hgt+1d5rshWkZWm0v7u4tk38oHIQRZjgnj1ILJWGE0iNg"
    "KR2+LgAImF5ibVqAIqAjP0OTKHenFNlIiAKi2VLedrCw7JKSCuw6q4jpR7FeBrDfw7gsNl"
    "956QcT/zNPUJ26jSQtzGpGfcBhhZ9mAF2B363W0AOxoAFJTV4yireSTvs2X8dJ6R4lrcrX"
    "bJ90LmYEtvfaaV7/OnLfJ9adyg3WQUaTfrx9MiFJedcyAc2yYch9Q3iiPIxo8wTmP4Qo5O"
    "zCK6mgnMTMW0CiXk8Z9eiNHZruHKSS5fCMkAZz3okX0cn0Ls8sS7ezTTrZDC0Q/9dEFHt0"
    "+XNNXRodFrF1RbG73WHbQDQPuLMt1Jnq4dOhRXrpgS0vx7oA9f7u6OZwtJ/MxaQ0jugm6y"
    "guwGDW0CoUFAik05yO8RCQPsd0of1/jvmfCG7IwjMqlcfUdSAhCq81lnPHG9MGGUiR5aIh"
    "qhGWXgdBeuuizNqhDtKEaI7vBafgLX7JFsDWXqCiHoKZBYf7DE+gfqbnuFICiEEH8w6Rt/"
    "YEMcyOkcHPtiwwqHj/2qUKqUwIKeLCgrAQYnfoVwfMmieykcFJK1v+WqmTHgFUIAvFulpg"
    "hHsabQR7O7LdZV+RiDOHPepef9eX3T+/NK1/sErj5psUVCyIq12dEGlRu09oIux9V1/Wl1"
    "XTms1nHIWWcEcoFkfAgPr3ztLJKGp1WJEE4rm0+rpfgbenXxKlMCl63nckgwMzNiK2TjOz"
    "OHrye0Dj2HzByOx4KGW6PLqUI5Qry7uA0u6/0GlxXHQYKaqQ22TAU4d8VZumHNgc7JAOl2"
    "pD02e/DSP76C9C2lPsFBjb+3TKka+jjp6aHdZOf7+PGudAHfvrtXYP7y/vYtV9El+nyQl0"
    "Q+VJMdkwrzPSTdEiHIQDbLQCF5oo+9mFymBC7bzOWlxyIuPs3WS6yzDXxeYd+vTQmvEI+o"
    "6uvF9NVVnhMufmlKB//8/ubuTlPwdRfGZGS83JFBkoDVuwdyQb4KNqcxPT0i7KuUEA4E9R"
    "r2DakaKtsZVpUQoIV6o5B0c3xYB0+6gUqDvVDuU2lwd6gOAfRSlNH335TmHC/a5duow7ou"
    "yFsDoN0xp8xOuawV36psamO+0z1ZrX0sv1Jd3lM+ZNIh/2kWFUd3KvWYUSAvQKJmoo+DRS"
    "w6btK5/B07su2NvlyjCXG35CoJAv83m6ktvyobr2/PCZVoji4BTVB9MlUeC6tDv0MIrZYN"
    "Ywg23EtAZ7ZVusKcjQd8u+GbH1kGGBdpRolzJ5gbUK4UqOkRTPHsMAq7QR4+P3AdkiePxq"
    "xn6IqGeHy+/uFRh4D7PQfc/yvGvhcZLeYCyQghHjhve0mwq1NN77nAVhdTmFGM4YBo8gq9"
    "/dt9ySGUwajPQsuGF2B/IxLTqvmwJmhn40exkg8N9pzSyGxx7yhgcZvjLdL2PF2j6b9+/v"
    "ihPtPP07aZdj0nQv9GvsdOsZp/A/QCjGboVZQnZS1dTKBC/4RDT0BhBH6JCOB/Bvwe4+/q"
    "G/M5f3bM5wnBP2DQp0NXaxoQ8U6DI75MBfdqj3OebQOnX3PYIiHEGFkdYwShZF8HmyHcCc"
    "KdrIYW4nGOE48DQSLDB4kcvX1NEp9AH0lw1hC/IJ9POgUv5ENbIxfuRY9HjFLKbxgSti20"
    "xIx/uKGhO0GbpecsEQ38rewYmaxZPvCRbGVfSPFtq0ENA85b02Ky2G00+YNbIhxyVAq0EM"
    "dgVRxDziJFV/cWtdlFOcmY+k3+ZTq9uHg1fXFxdf3y8tWrl9cv8iSj6qOmlKPbdz8JFb0k"
    "yGp0dhA3h++GWDyfumJapgJQQdA8VkdE6HveFVt7+55/vImj5Y++tDFUpMrdw0aRkor439"
    "k8G9cqT94gARgJIhRztoVog7dISoLrkD55/JPvkWwmJvuNP5HQ43+L6DbOOeETFIspIxKg"
    "lRfEEWFVuXIP82vkS0WQBCHRJiFx7ccLz6ji0o5iFJ6FfVdbYvxEM7eTlalAdtH1XDSuuV"
    "umGmb1th8aB1u7V12qK17VV1e8qlRXzI78XkW9NcRQ4n7Su7D32uOP+5T/KVGCq8pqVxUX"
    "qfq4IwtkUPrHZv6CbWi8HU7HCS+0OAWjmw2GIWhxug9UT6jF6alC3Nbj9NhmzbUAnYZnOq"
    "tm9mzSaNQsjmo1aX6mKyK915slRWEcMOmvdsnap9sVCaLX4veQII+hgKI1Zkw4uBEOthvx"
    "+USaIsUTHzsywR+nzu6qdXO/rwJD52kZOskK6xoINOTzZwSjMxRNX3bqw/GyoRHHy4qtaM"
    "5fPDNN5i8RjdCcPHxLGY/NxH3y1CMJY0d3wBSMbJWfbAoGCULqi+vCvKdehXKQjDuLDpLh"
    "Lc47zHo1fNGQg0HMaoMYpGCMlc0Vs8dxFZxfuHz/SLZnDXpONqSTujNbF0Z3iAwmaB0/+J"
    "6Dltifi0pkOEDZXEmgLlc4mHiQfg1dGHC/SUBVOS1VhR9tLr/DvJoSZI3trFVScLlOerpc"
    "C1CaSn4a0tEpkcPLfsnRNkvP1O5rvkwHC77vgmfeIpjJypg6/OuTBsp0h8sceLGvdX6UtA"
    "HRGYsLPPF6Rnxv4fVrrVWdAKotdFf1UwS5UhGv+4GfkwLsBkUuQAccqw5YLkTKolnPACeV"
    "Fow6NnM6V5HNtEeFDGJHmmNHin7XZ7rii47e04S21Q2vLC4bXfCfk5j/swYLVTZk0slCxQ"
    "qj23ONSpYkny7+7AXSQ45kUjDyIkb8uXCWP/J9H/BPxcMVwj4NNCnrz58OrFanZbWSfDU2"
    "lZSpwErSaiUBafmrkKGkxMsI3xs9peUCLbDaalZDbs9XwWZo7v01cBl0X9B9DwztKeu+DV"
    "EZnaIxjIIwbmQ5tDX2wiSae82XgwjzRqJgchyRENGQ/8aIE4detJWjv/2VPIjiHsGfvkcy"
    "WlzUchfaazESI6u/lkSSc/qQaFrTHf71oEKflgoNgR82+MEh8AMCP76qBQ+BHxD4cYK7AQ"
    "I/Thx2/sKArWmo625S39KnTAU9fZ7R0wd67+4xUw8cNX3W+ckZ/CCs6WvhNJTC2adJFwq2"
    "DFKw5ahmXC45+OJGJWf19tzdmEkHw+7MKQ1vNfH+KjtlBEgUWhaGGEfYvdFGdMrg07kizE"
    "hora9FTRDyREI+lm1IKEyqKEEzqRIS0s0EMSo+9lg6iJNTvvaqht1DvVTbu+OB6998v1C5"
    "JeKQbzpS6d0BVl6brLwZlwwE7wLJCGXv4ZvWFzdFV4xLG2l8IO8hEi07ms3N5BVKALxLcY"
    "yTChQ6pIfi1NUMS2ol/IIjj0jZUyO9JY9ahLbdoDZRrZ63WjGnVP/RSbrtSfTTThUzKRnL"
    "46Slc5l0u6cjJ0iduWR6ET3NKkM8VqhoDl3PbJOuCmvD4DrKl9P47qHhW1po9pyJLKulHi"
    "Hwe3CUl6Dr05ShbgZwnk96Os8L14nJJihRDVIXbuxrXyLWa80rlD3XumV4H2Gpi397cUAh"
    "BAb0ZICPg0WsbSVYf9IUacZ3zlx38drWO23BZ/vVqNg6Nj9sTVuxqITPUNcs21fP0cZKkV"
    "S1F0RLGFX9/bDHGKr8kyKipgaL49QlDnG/oIMSIUQcWH1OQbsoaMBjSeRBlwY8R7Vav/1d"
    "BIWe1duu0wGTDhbsGdmNHdSQ3WKaTt+e/BYSTs1SobJqhy49noAp2j5TtOw3a6Kr5QQjtI"
    "YOrKmpq99EAlJpQVuzWgrasctYX9OQgsambiTsbnttoh0daBE275/TChsBNvdk89zz+1nn"
    "FUKwzvfNG1/GwWNdHm1tEq1C1SuL1jLs0zza6fnlq8vri6vLPH02/6Qpa7Zq6mLeH2SWr8"
    "OOuJaJAFYNrEs8fXllpJ/kFOPzJA3vsZ6TyFn2UlDKlCBd2Xztgo12cJWkbAbrimmZCkAF"
    "w/dxOs8XgqCfCW0h5nqk2Jb3rF0ZjfKb/Uddbbr86aSLO6FribrnBMWXsXwioaz93hIMvw"
    "n5l+cvmmXjJ+BIsM+RABfiHqSMworvqFIWKA5X7OqEFEp5mHC1xbiQm0IIFqieFijdad5x"
    "betIYZFDt7KBVvzJqfWbJfVJDyYX6cBwYzOHOQRRSLe9trJKC5y2mdNgogNrki0WD+vDKO"
    "9FQ66zeptH8nzSxeoR5UNb6zbdyxJKKKX8hiHxcrQUJZTQhoauKI0vSiQ9kIUXBJwRiM6R"
    "LJ8vH3Bi/tQL+d+0eiAhIoHLEKPVUk17fI/WQlPWwRNAWkwyOWoFWrDHWGWPyVmkqrj1tb"
    "J3XB2RUnXgStlwj4OrzVZQQTgCV5vV2FrsahOioSf+bik1VQXP4vNmwVMdecDcnTmnm2UF"
    "0kFks01kK7Gna7xbiWiMOTmDF71nSxpGxjiXqUYI9LRLcOG0PrhwWgku9NhMnHVPPZrF7O"
    "gOmGifnTEn26xEHIL8W7DZmoQzF2s8nJ9X2PdrFUAd/Yiiki+mr65y5U/80qTufX5/c3fX"
    "AvGGkMdnYZxNACCDEg36npU6ib3G8E8Eu+9x+KjXSApPJ036iMiRnK12A1vN4F/WolnAZk"
    "kC2RbW5/f4Ik7s04zwDzfSfB2G/P52kyayHGMRsYHFDFVz9wDzdajGWyBJP8raVEAjgmOf"
    "U5MGnUgsgR7O7wIZBLGA43sEjDUwmGsOu87AVkkBXgVe6LEFkumpSKZ1x8IQ+CrTjRXl6o"
    "mod0yoR8QAEEOjuOPoVQ7lLN++4b+eaTWrwvNJs26VjORQuB2bw30MiAjniYTig7dMKDwb"
    "j6+NWEb1IFkn/DUi2FkiWY+B1fR7e8Y8Wm2qwCvxx+i7mIDqZJPqtONTBfuGPiNFohF6OY"
    "YvodCzry601J2choIK4j601AVJqUZSYjQOnRopKX3WIiEVRrUKRzcopHQlwpwxcsmT55Ak"
    "3pnRFUEcIvEJQwEhblUgMqQ1jq3xqVPUER75SIivsUsgMg35GHGwx/BRNXLBG4CbjR8huM"
    "N3s4NImgNH0oBXYnCzuXJBdgVVIQNYwXx+HPN5thAHwPauMNVI0VW2rWWBM4nS8TP/f7Ln"
    "anSXZMCkiwIzW+ZjO6gxIu7P3yI+UFTRlMbZpcd/wLmSkqooDg7QA0HCWPRa5HjmRlwcbI"
    "sPEfaFmVen9uz1XcZqUo5XWtuLfzkRaAqaklWaUsaWCvLNsa0FsjGlkA4R0sqvhDCarbwg"
    "1rVbaYZVpQVslTZzgdsT2TIl4KpUn8O+x6/lkK70zg09pmWqJt/GqPwawlehxS8OIs83Bz"
    "An+5oRBDV8D710SgJYV1AVMoAV1PDjqOFFj9EzsS26qEaKrrJt7XIeRiQQf/cv1PccbQlr"
    "dcikWRNPB8/Wu9GtuvjPdIN8GixEWolcieiRkDWT+q/jY8ZEFJXQkyYiRSUkyIuQS4WnkE"
    "bIJ/gpdSMmVZdQyuiqHr7H97Rnv0g9T74FQraOfmtk/NBdGwVGVcCvd6WVqUboUDu/6uBQ"
    "O1eDhHYONfGoLAW5eGvSqCkbPiYNcbhqw0scLPpVGy5RQqKW1XFwGbOMG5xWCKG9KWi5e4"
    "AU1LGRp7un8v2nWFv7tfS8o6YQxh1rv/4qZG8hqwfeYsklc4mKmxZe3QnwmXD/DUtleRy4"
    "SQL7kvK/kcv860iM86LXSdoFn0N42ZJEjDUN9SnyB397u0ohvwnoFpYdgU26Rc6xrnbonO"
    "CZFmhLj8KOJmhQyQ6lkiWnmolWtqM4nGL2Yl/wDqyVLVPEOmKZDQcgtZ77XuptmRLUW6vV"
    "2zkXbljPVshlUkjns5nPoGyDsg3Kdpuy/TlJiDvT6NnZo0mTis0Kgw5Y4DryIh+KW1upfu"
    "as6apC5QQj1J72VdTaGGSFbIRQD1/W2o3DJLUhiRw18iNqSMGnqKtkHc/nJJw9kDk/9HoA"
    "XUsP+m0N1Hge8f/3RrpCDkBXDQlk3QNglexwwJ6/PBFk1yGXNQVGNJzxvzAygVdLO6J67M"
    "OFecRhSAJHkxTUUE2qQNNLtrAN05JocdFBsrioFSwuIMm/FufDJPlToVTOMplMc2j89fPH"
    "D3rMNaSq2c9zIvRv5HvsBM+OBvwFJiX8sxX97fubv6mL/c3dx1tVVxQT3FaXvvDGE/7HM4"
    "35tW35l2kPuAXyT4o8MLVyHGXtM4J112RLImJGdEAZREX3/Nk34uBtYKDTDnTaOVGQwRsC"
    "3hDwhnT0hrQ1AdUNm3TwksyMe4Ke/bqkaMFFftETPp0lC/cjoaYcdIfx7TF/2ddNN37hS0"
    "MfHRtOoUmD+wUO+uH7kisbwABYDSnAW9FQiqdNV2SVMwpABeHkKGnqhQCIZ0JbiLcYKbbl"
    "PdveXUUVl54JsCqvjRRlzZ1jUzmAdJk3lRRXh3SSrU0rjKd0shJ4kp6fzZCk2Ii6xWhOQ5"
    "mGv1lSn6AHnzqPutJ7z5rLVB7PSz3sSo+DNG6pNF7mVQX/eodahXCEETvDl88G5Qekc1tB"
    "BekcpHOrse0inR9LZGQs+aM1omLyqEVE3A3qIBn6dPFnL/gO3XNhLaKPJEBexIg/Rx5Djw"
    "HdBKKPuZDkHkK64agh7Msme7Kck+8RJsaLvuZLnaw48OztofMgEdokEUqWG3frK1MNIwu2"
    "w38wSXD4Zn2YsTjMTvSOEYIlmpOOfBguFjAkuF9ObJkScmKtzpX0MYtmjPAjxpzRKi2w2m"
    "pWk9/XHp+uB6PLlMBmq9kskgnW/PiN173qGSjEkOluM69D8sTFwz6XdJkSuGwzl2ngb2e9"
    "DJxVSijMqISlu6JOXGRa8FIh2yuqh1TOhgqboU8coXBWML901Xd1tOPLK5q+fNklZ/nly/"
    "qkZfFMLa/Vw15fIoLTQYuoaVdhhexwDryzqkVssCU7fEGDgEQbGmqC/hv6Ne9IxncoXF53"
    "8Ype13tFr1WEC03lu54HBRJw3jU77wRUA/iXvrBRByUVFpRVniXOo3fBj76UuavOpd3TSa"
    "N/iY+becFsno3s7GQSbT4wyqSdpPOHx1AciN82ePu9aA9CAhlUJCL5OUXRNcQfPpAFDvjn"
    "E1nhVzwnAUqrCNS7nw7wXuOaTrnMl/xaMDdBhSerXFjrOOQURrJQgWSEgUxdbuz6C7tyX/"
    "OrIiLGLsIyFbgIW12E6WFmDLRKN8IFPTzYgbhHjKEuUwHQHYB+IqHHJxOWE+zrqmzfegEO"
    "t3q8NcRqkYVtWp3oxGBvKraQ1q7IjcAc3dt3H24+/T2vdJFbgu8+fvjpVlPr4vbv929vVK"
    "Ni8OQJD3gfRlRpe/LBMlX3CGwISRSHHDhqcvCUiEZ47kxfdLHj8FH1lscX1ehrCBb5GhxR"
    "EEHwVbA5Zr22coEM/Mk28xdyZfbn8TQtElAiA1grKUjSB2ycglSkAp8mZCDtOQOpJoU92d"
    "sDQPsujTb5pTDlSEFWTsR2mGtDTHrkeeUzneS50CHNq3guWuWM82n0RvYQPtM543ZPJ43O"
    "OD5u5uwGdmv5OQ8JQUIoZQiHBK2wK1P3PYYCGiEskq7QBrPX0g0mPCMPmJFvGJL5WqG3WJ"
    "CQoU3oRYSPnIgcf/JEQpR8Dyabc9a0+zzEm/8R/CP41ePLPRZuPxY//JM4kZiYv2VJN3Lq"
    "5GBDIrCCJQ7BtJ/z93xIHLIJWvvYIeJfQtc+BzJNGOzp7uNcCRiWnjFZVWyC/vNsydnKN5"
    "1r7vS79Ra1eT1aCUCT0JPuFnsdIklyz1+m04uLV9MXF1fXLy9fvXp5/SLP8qk+akr3uX33"
    "k8j4KWkgWQpQQwJbmW9GnKjSjqkpxkEYAwrcPjWN5GQ01TRKVKBpKP1JC2d6BdRmW5JCCg"
    "ZD6wxKFZXySJJjhOfze8wetYJj/rBZbhTDZlE2rlVs/ExXRAQ+LUQgFZfBaIBWMYuQT+kj"
    "wtH3/GMuP7l/plwam4iW7dgngYvTYCvXcxP5LmCb5Pk/6UP2iLhVWXH/rzOW4GTEifih4L"
    "6RYlxpVNm3A/36jnMe18tzppWpoCCVSUEqGvD9yHCttNwgqVVJQbTQdg4wBLZMBZiWMeX3"
    "giGeOwrAUg09wcws721HMcLElsFPV5e48ZrMHolRr7Iy1egCZc+nXXDmo2qBls80IckmIO"
    "cEB0x7o1xZ3JfstdeAbwic6nMQn4SCXDquaEB68LhABhE1NvMXDLIQpmCLl9feHkv3BK/O"
    "NGY6+fmkyUIXZSM62eaSyusJDt8wtCKrByK8mBEVPtIVKurXDDk4QA9Etk4SBTgTE5jeCj"
    "fUxO113yVCUOD92AfSpMF6ZloU4vDVIA6meAxfGgLkYpCbQG4CuQnkplQ+ei9ljTrpKX3a"
    "KkPNVruBraLUvfARMi72PFB3K+LFRPEIJKZ5LQLIFlTEmHnRUsSQeWESI5aVi0jArEpRA8"
    "3ZLkDJvzb5MRXTlt4aeljacFo1CVVw78O9D/d+951UuA1Kp5wBrBVCgFaBtnCXdAW1QAJw"
    "goR6nBZImdXsmbhm5rmRolrYqu3ZRrvDcgBg35cmGym8levFpryje7LiKkZEvjByplWtdo"
    "8nzbpVMnAWM5PUI6H5JISyBB8jslXo97KNqDQ1+zhYxPyryw6iGKW11CYIB65M70lGrQhj"
    "cpDn+0mPqCcceuK7aeoAHvLFejWNBgEpJYLsKsRlr61oaRXtLsUbgkqPIxxBicDuBXe6FP"
    "qa1hf6mlYKfeW7xADjIs0YQe5W1KihppEKsjjT+PtZFeS/fv74QQ9ykUa1QHhOhP6NfI+d"
    "YppbA7gCjZLZIQM1r91VwPuNpnKXmOAW3D9gBgIz0AC2iop0ZZB0oIhlAK1qBtoJnQbAKm"
    "QAK5iDjmMO2u3wIdBdYj6b/6Y051iBVo/GdjtRtukHsRJJJfu+MONIcVZOSqsMRTRa/4id"
    "iOpd8Lunk0YzER83m+8GdmgWsQ7pIsQrRIWffL0UBhqZu8uWdMOQw9/B0LeffnyDrqYX13"
    "96LY0wj0S61pMKwonNhmBnKUfz/8WcLbK5g65JxN7fB13LT8uew5nbq451mQ5qiU96FrFO"
    "mixHRONwaKq3UyI7XKmdF3sC/kh1dsAM8VWYIWgw98JVP0YrtJCnZTOn7emHd9S04QEVdx"
    "NxvK1z3seA3FP+v46KUd++eTZAP3DXvGfpNhJHjVaT4Vuvz8gviR0p4ndSaOphArXgtNQC"
    "ssKeb+KAzAlGV3Zh+rKTh/dlg4v3ZcXHK+GapV2Z+ggm2glAOrFZOpnzv9C413SJaISe/e"
    "FzC9eYsQ3lt6ZpT7oK4Qjh3kt7KI/NROnfJ83CvqXUJziouauLdKoJiRPuC+3sLjmwBenj"
    "x7vSUXX7TrFQfPjy/vbtp2/PJfZ8kBfVGC74Ap0xwl/tFszNBsBr6Q/IgPyTIgdMRcqjIA"
    "8mo9Fe1c/SfYdT134lD0uuQNxEwl0WnWkUN2XEpEmF2yRj+arbDW51S/1MNzJUOAq3ovYF"
    "n9QTjQcIX1ea+rWto43Lz6ZTbNNf0+8OlWat1RZVDpmciyotnIzWnYxqvcBYEzVb66naEf"
    "RyU1mmj6aOqun55avL64ury9w/lX/S5JaqyhMkDHXSW4OdJSOAMqIdyojGYVJleWWyYhWq"
    "MTUyGWzdQmjv4PGnitTTFVSFDGCF+NPjxJ9mC3EAbFMN54fCjCMFWdm9NsVEqkyo10SLfG"
    "pXRYvrpF0X/cg1S/JEgkiELIpoxA2WaqbQOLmKuaYc26pO2pmqvdJQNjzXTfMa4y1JrAoh"
    "dEs5/r0wadBh7Sk5f2xRcc/+GWhLs8e0VuhzN7xgvsYhCUwhLREBotA58Ku0FvL5PH1G2j"
    "35vcb8UqQZg5GriZ9v/3ZfYmUlub6UU5ANVzPu1eNq61Ps9srqqNL2zOw4HR7sK7HjFBrr"
    "HEzQOZ92EHTOpw2Ni1RB5+AduHoBfLYvHWjflvPUK2diNi+SjCYjaTCDecDvu8wL30Ps0Z"
    "BDsKfNkg8ECn0VbGYkivxebC5Twma2mcvg7RzcBKBYx7uCqpABrODtPI63M1uIA2CbetHe"
    "FmYcKcjK7rXQ25kzod7bWeRTu7ezuE66lA0mIRGVWXAY8RUgyq442M/Lrog2KSx+yEkQZ0"
    "28Em5OWcSFj+bcd2K+bhBmee2WiKIVfiSSOjXw6OoGH/DNxhHB4Dw9/jUzaXCexqHfy95Y"
    "poMqMpOexsZsN5rY2Ys0ozA5HtrQnhdDr6JeX0O4RPSsIsKno+/tpYawDO8xsf/mBKNY7P"
    "s2AHOhNYzYDM8jXSmPRi9GiW6EYA8fEsMIF3CiXjdohRQu0b6X6DokTx6NZWpsX3bUzwGO"
    "1IHYEgeRrjRJs7W1dhIwvNpseAUn+l6d6BKtmbkrXaUbnUMdOp7DgdXrwMJrTwSDG3o1yl"
    "Tg1IBkQ/ATWerCMPUTpVt7AGhv1t5/kDHnwpVPwRpsj+QdouEj/xPf/u6Q7M+vuofUMZNG"
    "/1AyekZKwzulw4mrXuS1bZaes0RUeFDQksYh4//3XfRtQAPyPXJ8yoj7p++TVo5rMa0Mqy"
    "bhJPkopHSFaIhcrhk5/FX8R/65cNUka1yfVXfIl5sXjsFb8AzZ5RkSLNEKvDVOCaxLpCtJ"
    "uad7AuqgFVKrIu5s+LekGyOvQoEEGhM+pzEhSJqDZ88VDn/THLoqKWTSqWkQjF++jmnTOo"
    "UMUAXt6CjaUXGHD4DvL8p0J7l2W0HWHIvtHeuyHT8Ayp8KU40TYeV4tCpOMdEbfxYq11m9"
    "Fpo8n3TRQJf50A796jaEPPpbxAeSiOt/XpDE9vnYId8w5FMH+2iDfR8Jcf01YuSJLw8frf"
    "BWzOkLzZFKLXKr60438OzG+qNmZ4mvBGqldWplxpYK8p9XfCHU5igWyMZU1u9i+uoqT1AU"
    "vzTlJn5+f3N3V01QlIE7s5UXxDqPazOsKi1gW0l26YlsmRJwVSMwfY/fvSFdmdiYylTPND"
    "XZKeF0tDQlSDQE1DQB2CmEZuwIgsFocJOGEPMKzbi7gqqQAay22uHGAy+YjL46k9GpotzL"
    "ZpQdqQPAfFeYaqQQKxeQTUajGxJ6zvJMYy5Kn0yaDEV4N8aaBqC1CpP2etIoSikHn2dY2b"
    "+W9Mz6Q/UGlCcSMu3Wro/6LZCMMLp6+vJlh5hfPqqhzefLShktvqkMEE6HjxDd8059B88b"
    "+g6eV/sO8jdG2iTA+kCJAgkEShgGSlTE3UNeZv/z/wEtL68Y"
)
