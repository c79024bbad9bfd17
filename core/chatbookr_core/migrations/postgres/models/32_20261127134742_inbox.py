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
    "eJztfXlz2zi271dB+Z/uecXpiuUlnuTVq7LT6e7MdZZKnNcz784tNURCEscUoSFIq9V37n"
    "d/ALiIC7iApiSIOVVdHVvEAeXfwXL2899nK+oQj/1wa9uEsdv1OqBP2Dt7hf77zMcrwn+o"
    "GWGhM7xe756LD0I88yQJlmOnOD94xsIA2yF/PMceI/wjhzA7cNehS31B9NEniM5RuKGIrk"
    "mAQxowtFnK33yEke25vmujkPKfw6UbOMjlH/uIrEiwIL69/UG8x6E2f5HrL4abMvLdf0Vk"
    "GtIFCZck4BP/53+exaRT1xEjFgH2w+Tn9EXi1//6L/6B6zvkd8IEmfh1/Tidu8RzChjHpP"
    "Lzabhdy8++fn33409ypPizZlObetHK341eb8Ml9bPhUeQ6Pwga+YWIL74FcXJw+5HnJQxK"
    "P4r/Mv5BGEQk+6rO7gOHzHHkCaad/e955NuCV8he4nBG6WPAv1JAfnAd9oNPNvzv/T/JN8"
    "1RTacfPj5Mv7x9mE7PKiwX36jEsuQjm/piubh+KHD77/+J593hIz89Ey9488vt5+8vrv8k"
    "EaEsXATyoUTv7H8kIQ5xTCp5sAM9Xp7EmeKwiv6PHL3QXRE1B0qkJVY4Ce0P6Q99WJJ+sO"
    "PJbt+k8KYAHhbyh3fv3355uH3/SUy/YuxfngTs9uGteDKRn25Ln34fc4jyIyA+IrJJ0K/v"
    "Hn5B4lf0/z5+eFvmYzbu4f+die+Eo5BOfbqZYiePSfpx+hEfumN0Ya923WQFoiH3mrmMbd"
    "1LO0jzJ15XRPM0AGgJ0Py1oYFpiQxg5bCKW3b+qDzy401dBfgnfpG5C/8/yFbC/I5/E+zb"
    "RAFpIg29ySY6TVh3n+4u+wBvMtGkePzxv5//1SSUCHzm5/Hnd28ezqoHwgDAxmLmz+lsI0"
    "W3IDDmwX1z++XN7Y9vz5RnwwDwfsxNNVJsS0dizdoVh8QM248bHDjTwmkhntAJLX2Sja0+"
    "Wk1W5U+wjxcSIfGniC+uWN21Ola2+FsVrGzTtWtXv3KhXag2KToIs0fiCNWHEakkUa4rxZ"
    "ve4irS1uKDHf4Dp5oRm39NMcYNqzrWkBMrNK2SBlVSvALCx7MwE8RTnQuULFOUrIBgxr9H"
    "Bfg3Sxyogd9RlMDnX/YEjy1+GPw+9Yi/CJf816sXLxpw/r+3nyXUfFRJXfqQPJrEz4qyI9"
    "95K5cx/sVYFei/fvn4QQ10iaysxLp2iP6NPJed8EWsAlkAUtBcU2y/f3/7tzLsb+4/3pVX"
    "vZjgrsSCletHIVHA/84P1ejnKErIuycp+vDvy//58+T88uXlzcX15Q0fIr9o9snLBqa8+/"
    "BQQtRl08wMV4X1jlKPYL/m6C6RlvDlx6p3ggA3oHf38eN9YUnfvXsoLeSv7+/efv7+XK5v"
    "PsiN5aEq7FyADInOcZ0RjPC0Pu9yWJ/Xn9XnlaO6LLDoGB3LtGB1NNrq6BDbdXoxukg5AJ"
    "sTQRO4PDyXye9rl0/Xg8tFSuCy0Vz2++3kPB1w2HwOzxSiZr3ok6fpJf0Yxs+i8HPTQfa5"
    "qRV9bsqSDzjhBvcZpXLCbKsJa4XwGdAatobBG2cYrOCNO4I3DjxGOuh28xipT94BEP7KyA"
    "kKC13Brdw1BXj5t0Afvt7fH9ch95ngoquo+tTq4I4L0oH63rglZkiQC2dYGpf4Cq1xEDIZ"
    "wbgkiNlLssLSe+Y6zEI+nVFn+x1DGxo4rINjbph39PDRYXDPmeqeA0FnL/KjTfl+cX2sdA"
    "nVe+RKZOCRe4ZHjkWzfxI71MI/TwPgPwP83Jmv5+HA4Nw4CXMZWHMgpNpEQMHaALG/hqNb"
    "G/trQHAqjfzw3vUfz9TKcPbYatGGxcCpl47slPq3wq5HHCSIEJ7RSOquyVQ/oAehzHIlNV"
    "NIkyfI5bpp4IahyOfz3EcSh5eK/D7GB4dLzjF1XuCe39euJoMibJIivI4CTqEV+ZQjGWPs"
    "03WX2KeyDJqLfbouewBD+kj86RKzpQ7KRaphgG5f4QeD+fqyA8zXl7Uwi0dFmIk42aaMYH"
    "68VYG+c30cbGv82SXKctzkNrFLnKShWhk3maizmcbFYb179+H2898z5TdTu+4/fvj5TqH+"
    "3v394e1t2fzDFdl+MX5FSlCCjVaCDYr9Ajbvj80R67WVc2QQ+mU4f3X9HzkSCJ1ptLpEiX"
    "MbfOQNJoHcclJnAx/JIMDRdvBPhKid47unVqM5QI6bztOBbdaAenS1Xc9FaUp4ny1UGrIW"
    "38UVr85YkKMCb7VRSrr8twJ7ve6Yjh+hen7TJTXppj416aaSmuSQkKt/OvDuKMYI8LDhz2"
    "D8OIjxAzTvPkfyyYnsHmbhtGeQQZkWlDOTOR2QJ34G9gsmyVMCl03mMoSTDB+CmNxn2slB"
    "FUKAtlxvpaozdgVXQQrwQtzOceJ28otxAHw/laYbKcqKLdxewm93qB7OGHqqAFcuIKNsop"
    "5HbZz86VWb6O6p1WgTLY7rFCCVBKej7/ML0EIBpSsLOeTJtTkh49D9CYX4kfhoTgNZfG/G"
    "3/VooVk0n5OAIddnrkNeIzHJExEjGPLJE+GD+f88vFbHSx329dqm3uTrpb+FIqtpGtfYAi"
    "uuWVbcIqu6gl+kAqGpWrcrt+IruNaWoavQQTE6RVU04js9sC1RAbLqMn/xTVDFta3G347u"
    "gAX+0gP6ZAv8iRuEfwvN07dIBTEPUNtmz5AuAhqttbOhdjSwRIt4Limn1oMzRwJogonqKC"
    "aq5N4ZANq73UwnuWJboS1e0e0mKbG9B8D1l2SacYKaOwNr6tZULq0BMP1ZzHO7XlP+xVak"
    "k55wovjmr2yjzHw+XWFve6ay8SWPrEYDX25QJ+se9kgQvkIYBZFHRKMMukKuTDeUyYlxmu"
    "E84J9ulsQX7TXEv6/jRhpz6nl0wxCj1BckMlWROGhJAsKHUrVFb/+vbO+cKF6dM99ltrtc"
    "+GW9zU9GcjBC/FKAZ1aSvDAArIBGWQGPqjOZeVo+U8RP91LX4MJ0/AiDNyddAgsn9YGFk0"
    "pgYe6A6opvjmSEEJ9POjVHmDR0R5hUYpCZcAS5oVYV5jzNCHEeOg55yQ8Qtehfa8cu0IAV"
    "W2FUldKPBqLZeEBT3YMmlQArkDbHfBYpIYjb6KDPsviuHcSdowVWG81q6CpVkJw6CU4Nch"
    "NkvXyTuwjbj/yRR5xFL14ryCEr4mT4rR3Hr6YGo0nZdU/7lfcoEMI+MnkfJazSz4Qp0cHe"
    "UXjBj+qfeRMFjAZn9V6aZIDVwVcztXdjW102P8VuEddeIg6SjIZG/D/RQwFHjhsijy7QBs"
    "uakHHThS0JX8t46IBuqv6YAeYbuOLkF46JV2vAUG6IntaL4yakx7aLi8nL68xsIX5pslh8"
    "eX97f5+aLRpKSiaMrGJ75y5qkc1Tjck69JfJ5OLi5eTFxfXN1eXLl1c3LzK8q4+a0L9797"
    "PAvnCbxMww62z6HMnvVncyfU68L+3nUuqn6dpWJmntghjeysYu8pBIXLzCO8tPE4eS+Cjx"
    "CH4i/JgRdKE8bhL+1/WTGW7yjs7hsg8YvLgmeXHB57hHn+NxfDWGiap7SDggvvhTVcVxWz"
    "IOcoQHTDk4jh4wYMoBP+z8fiarIiWYJ81WsxNm6evZZUJQtCG/ZA+QQgT/gSL4j6R3rV3O"
    "pzOVyhU/sRq1rbU7fSQdI3alLiRUn3VAFwFexS01RStNznO0wluuBIkmIiIUVuTCuyEj3l"
    "zEyQqbvIylFepQSoA9PtfrOHbWc7n2xMeLdp3LGi3sUG8eoOAqqGsmqWtQQHWPBVTXAZm7"
    "v+vAu6MYIcB70IehhmoV5uFrqPJV+eTSiE374V1D3gv4sjT/beAe+aGqEHOzqlylBqe0yd"
    "oys+larzv0jgJ6Ez+jN3FaeYtLb1rwl+mexYTT2Vh74YG7ngbC5qPFgAIRbIHnwM+m4hup"
    "0pnaTOA7ugNawLNPTtYEblCrsNM5ek7uTpdZCT3bhZVpgdMmcxoi7r8pNkMR9eGz1aGxw7"
    "ewgcBzCZ5L8Fy2eS5FiPebJbEfZcmnM5ULszTEavRlisFTuzi61al5ixhfMMRBMvlSOBaF"
    "p9Cji6oXsnnoMyLRmfuHqhJsQ7x0SjGeWPQDREpbTT5CqkrVfSC/1zAgHT8KF1bT3fv2bw"
    "/NlphCr/h0eNk8Uyp1ILdRn0oHeULQIowTgkzJRZDXBhWrBYdRQOqvltyYLndLaXiHy2Xj"
    "hj5h7DuGMlLEb2SCIr7CApFZkN1XqgtHl1yZXpBeFslkz0suaLqVuuZHJdcLXEmNV9KxpY"
    "Jjx1UckAk70NM9UsG93vWfIxmFNFAKaHnRJWSIj6oPaXlRCRoSR5iOtJWOHwW+h5a24lur"
    "n9mWgsQFEldXieutHwbqSOTd0w5SFskGdotIZnRFZtTZIsd1LLQJ3DAUIcBxHjmfwGc4jm"
    "eVOZl8EHLD1+g3vhD4uPA3ESUsi/smyrz4XTTlstBsy7V80dBL/FATlHzAl2vHJS850sSH"
    "wGRjA5OhGvDQ/pV4s+lIbzuKUQgXReHtsovsdlkvul1WJDcahTbVC6fPkYwQ4oEr1fLlSI"
    "PpI//TNBdxjgpQ7oaybmWxHQ0cu8o64cdqbjlKTEvSm47aViIFtc04ta2on0tdQMcekiMZ"
    "xWF/CJOIUZqyCG9tUJXjx1YHXXk3slVZfsiXMvqOIaFni+RXP1rNSEAcNCMe3aDfhBX5N4"
    "QDgqgnnAxccxUZteiRkDUTiurqtfi/G8iUWT4BC/F2p/IShap82Fe311iShnKosXT8685Q"
    "3fiEzkcdKQ0cSod3KElrpuYyztPAKlYmlfQRi4uUIBUbJxWbJKLdEzyvFdDkww7imZeO6y"
    "CcEbT2sC3DCrnQI4+AVLLx6CLuS+jK0iY7OUoUNBEEbmihGQ2XWUNC2cDwhUoQ29dr2oWu"
    "9BexNzSELzlc69YavpgsRKMYdY8dlR3D3GLg+tkXovrnRZlyRAVEDyzsqqum3Lk+DrZ1pk"
    "ploRTh9GbjksDukjT1TPj6v7ef7959uP38d7Ul606R1n7394e3t4bZsj7wn2sFJfmwg6Dk"
    "p+M6CUpi0Qh55Pz6f/0vjzwRLy66zaxYIPktFQB+Q/+IXryYvcwNpP5r9Jv8UcZeYFmvm4"
    "XoXC0r7e1NSnFJjk54HkswEKpr0DlXLxxljCsyoLmbxI7bI7Ku9G8pAS0k4Ao3AfZv8Ar/"
    "RHwnhkR9i6fPO1zk69zQ9vSY1AAhgyOXstFPYp6QjX5k8wx+5s4wI6K3hqzUirD0BKWmC5"
    "YGXSrSZwaf/hk5nqelP+ccSvJN4n+XJ+FBMmlfPQQcRJygod5auSEddldYHN26wb6uRenj"
    "uEdN6nMV3tWFrH+cOk2/ExvDSbypFmI03jAiLll0mUdz6nl0w8RmWAf0ifhij8zIXPgXK5"
    "vuMK+EZGvzZYp6cTlZxr2cOGVacOOAG0d9BN9R+lgj1aSPGo/cWW5Q20lbz9sODb/InB+W"
    "okpJWdsvR62EOAhZLpvDQq2V6CtD1vz64OdyZUrFSPEXS5WKBNXhEC1zfFknX1cqXUMV7B"
    "vakuWJRhFHuO+W84UdqHNrFQjhyjLuyipG7Di9SpbuyIDBRjP4D6rKPq8/J9PxIzwih6/n"
    "L2pjRVr1E3YUIwR4+DuIq8dMaRyv1V9zFIczjJ/vC96BO2NuMJ94GpCV+GMCxcJtrA2uoI"
    "YK4TpNMjHfKQ4OprKkns6pUaWE06PD6cFfN3eDFdcR9c8RJe2IgmUGO1Ow71OuYfYCWUl7"
    "uGP7xYlAbIuyrp7Xr6pNiRaKKZssre+4NdvqXRBFukFacR37oNr37SAx4/IMZnpVNCqE40"
    "N7+Foa0uU8ZQSr27I3hFyUKXuGXhiG94EiL6Cjxbd3h2SNKbQOtQIVqBddLhATWoeczrGm"
    "k96QE2d0sa2SAroGpeOYdkgMBCn1hQabdo/UArZKCgu2tp+nDrIlMli05dDzQnREV1SLVA"
    "BqpcVzJZCkM7JVUoC37HEjwZNrE93iawUqABX6TR2u35TixB0A2k+7mUaKbfGe6QBuXpAa"
    "YvGWpjtJwat9BVelzwLU/HugD1/v789Up/AAKH/ZzTTSdVy8e7ocEjkxYIiTojTdSGFWCE"
    "8dsE5VhAFwvs9NNVKMSwqVUQ0W3yQhEvzY9oldl4akGGU1hcVngRd2kWCfIfIqNcCLFm78"
    "ZluWI5qm/Q3qA+iTbwwdEYyNY99xtauRfkcxQgP98D7H3GbRALlINUKgJ1ddAmH5qPouV1"
    "eVUFh+YnlaMW0ZweEQPtvX+XAAfO2AOFwdcvkf1cuLrqYHX3p/X3oGZ1xqs59bXT0JBGmZ"
    "7GAPyJzPtuR/7pTfE66iFk4z21X0wHGTOZ6pAXqSRIkMRIluV90sYttpDjtFnsJfv3z8oM"
    "ZcSVzeXa4don8jz2UnbEBVAS5gKeypSv+IcquI0mYRE1QamOtmK4w5SWHSrUFsQ39YVQ4Z"
    "6RGFWqYbnRh90wXqm3qobypQl00iWrJaiRaCII2+sR2XPYfbCnKQ0Ezm95yE9rIXq4uUwO"
    "VT4HIvtatCDLw2mdc++T0U4k2fPV2mBU6bzOlFgH3RCb1XJZIKMfDaZF5D7DlEnJoPLwRH"
    "HiM4EuKe9hD39Ob2y5vbH98eOyzn7RORf0JtRE48wOoUjEOysZ2qbovRaaVrUWDXFd1WPd"
    "GeIqSek/b6ogHCiE8ntATxmTAkIyEwvEa+LNMr6vWKmtmiv8WMRqG6Bvc+X6aMHZoTrtPE"
    "jJcv7xAalCcRgtPK9SO+Wv6rUhUzqQo6hdih41zyDR3Knuoyd+otxnmaEZrmz19cd7EYi2"
    "H1Sb7yYakHZ4gXWjAn48cIcSf3x3mD/+Nc7QCBInq5ZdxpETcs4TLA/AjXOifS8SMEd9LJ"
    "Xd3gra46qz1qP+pW0tsRHbCA3pECsIarn+eyKfa8qYMVhS0a4S4SAuTdIU9KOScCYgX1+i"
    "4SZboxNakarK5bXvjujm2JCpBVrVsierFoyscFovHV9NqXfEwDd+H62Jv2LhivngEM+SYb"
    "8nOmgQq367X/IhXUOSnFJy2xv+gXnVSghNgko7cO+MAG3zk5i2ZXQHMkACf4vI7j8xKLcA"
    "hcE8/IT8l0I0U3t2VN9HFJ9BtcXCl3Oni40nXR7uD66BOUkglPEkZZ4CpKMllfo83StZdI"
    "Wp0Q9p3k912/V0u6q3Y57ojhLav6t/b8rvbU+B1V+kEuw+ZZ7ePBYbVnhxWkUEE29pgQdt"
    "l0HbgrHPQwRucIwRitZf8Xd4jEQBvzPCWArgV63J+6H+xFWgC+O/An0vrsVHrosK1vc9Hy"
    "kSgQfSC/1/mxClRj8Ak0GdLe/u2hsHgr2cOFUhnp8HJKcRV3rrXNA7rSNWqWSMEfYLJRM2"
    "FWr8ysMi1w+gQ43aMvdJ4QeGwyj+fY9aKAKOKaaqWPPAmIH2XxQ0SAT0kQUEVqQ71WXqQa"
    "g/hRKvl306Xk3019yb+bSpsxkfkZBtu+SaM7UjigTD6ghMPbJ56uNbFANch+ajfmHmw3Dd"
    "/fPMWLETsg4XSJ2bIP3CXy8Z1j+0OebxkaBTUNL9qRL5GPD/nJ1XUn2275rMrbdq/rwI9r"
    "MvaJaFPPAFeKyVfKOmL9KsgUCIHHJvMYQq/20fqu6JPvDGuZEKCFMKzjhGEVuzsMFIxV7D"
    "ExVqTLm9iswCz+5ZzPZO1tz5RxWbvHVnNYlhjIhel0ZHvZARSS30MUyix+huY08h0024qk"
    "/yUNQiS+iYU2brhETzhwxYtYPBoHBM1d0cCWUwWIYHuJ8k2aFFUH9vuu9qgs+Ro7CiEC6+"
    "i3h4XqI7AyNlWgb0iJytGMMDLooktP8Iv6nuAXlZ7gYitq1avOCKBG9TNqVKcd1Xv1YMhR"
    "QuYMqG8jYCzoGGboGEcSe2Uy4GeCHSmuVeXe/PNmwVeOlJVUk6Gtku8vdMMfBYjRFZlRZ4"
    "uWmCExgQz79+hCJA7E8zJLJhF4HoqxVGQcPHs2hfQKQqrBQqr8V0NATccPI5wa5Mwbvhse"
    "54SrNnE0NBzM0YxQ/h+mxUTlOj3ese8Tr6UBamVQ6wUg/Fj7bX/ap71pQvNflZqF0PfU9D"
    "Me+p5C39PjVC/sEm7GRzVUL6wEnC0CGq01kc7TjC8kYy8wn0JC44H6Yu2lCCe0lzWqvSz0"
    "3IOee8c4W6Dnnjlny8lZ56Hn3rfFb0gSGjhJaI0j1jeHskwLW8fkrbMijOEFYdM1CUR6BF"
    "VVaK/dRTXUvTaUYUweeksFxHbXLtdMYrCUtcNrcVYTA8xVmEOyWnv8r+fKX9/s4Jop4Bwz"
    "+RyDgAwIyICAjI6euQ80dG1yVu+VSwZYXTxy/m5sa0zGF7oi4ZJjjPCuJxnDrhP3FhN1HC"
    "V237G0jKPFP0sP5LhZmbRZv0b8tfFECeEah+KCrEZuHOid6ujkclC643JpqRqf3FZdcsnZ"
    "QPyCJ7HiblSMAW+jSd5G6H60x3ILWSfGruhmBABvF3jnc34gaeGbUYwQ4PMu4frn9eH655"
    "VwfYeEWGVrqa8It6MYBcBNysg+ysElN7HGit5RjALwfReOKMkjOhp4iRS8LWar3pDy8k2w"
    "GSwsULHAaGjBeHXyFQtUQeFjBdroggXxMldZCLMN0GAa3I0ZNEAfEqaOfnmZmjBllDI1fP"
    "DaH9TXAjcdP0Jwh9dUPSqa++jAu6M4YOBlXPr/AKu3y+KtX7uVbL/AfcL2dhoFCvNWQ6ZN"
    "kWx0Aa6TF92CiZuiiauZlUvNcyIjGB2+w1dUISsScED4mvSj1Yxo1c9W0R4Q8vPzyWFQP+"
    "9SBPW8vgbqeaUEKl0TXzRqFuVpdBAv041ugQ8vZCwpn2fl+lGoFUpbJjtcOO35qcTTxjES"
    "PbCtEh4O3etTQXdJA/cPoT3jrd66LZIdDtnLyYkga0chnc97rNsq4QFPhcvLU1m5uza7XM"
    "9e+oSxPlg3TnJA3K9OBPV/RS4JZTevBKgq2F9W2PNqEVdOcECgueRfhjr97FkIX0xeXmfg"
    "il+acP3y/vb+vg5cmf3xLHTLMxzwdL6poJt8dHRwA7LQrJuzozigAPz2a1UETj4z0ECBRW"
    "NQNuWv89mcBIqjt7G3qIr8gO1FU9NyHuzM3GxwV1HxUuKHU+E+0FnQZboDLutEGKd+XHy5"
    "uL7LD83UpgPCT1fRByRO1prOsR2qOoE1rvj6SQ647rNP8lzQ9TEdZeVvcGgvZRVv7CgOm/"
    "qlXyE8qk1jSEtoR1Nooy20Ys7gL3wiXg+Bukp4xAzh5wsew2krEOg11kCvSujMkcIO4sv9"
    "TBV3kDyyGgMPcoNak5E++gTxwcFWlGuVVVyJsyBB0qFAfJCkN8c9CtiSi3nIDV/LR8INPs"
    "NMEIUM+VTWhI3rv/Ix1Sykfb+svTmCQ5xoTaaPZNta0TBOa0p/iwK+wuSmDPh9HzjxPq4m"
    "IOWfWpCAZF6ERo6Tnf2DO5IRhhIMX/DQIbbLNFX0PM0BJbqAzEWhjuoSzj8wM1mmdNLoSC"
    "IlUhBFjBNFivVDuWI51U2cLFIdcEslF2d1S+UfmLmlYsz0ruU8zTMu59OpiqER2h93u9VZ"
    "tTuKA65YIdpUl2v2qZlrNak8oGU13JGMw2gyvOiy4feieL8GqjmSEVYPHtz46nGFLeIqng"
    "7EeZrxYTywJ0coaSLmS+8aK1LBRVbENDFLaGJapAJMK+FgpFdx6xIhVLXuWdU6ZwvTOIuL"
    "VOM7jYfPrICc4cHPjqJxtiumJZMugArZwkfJFs4ZQp4J7afdTCPFtrhnjcoOjt1sb39f06"
    "DJWZcMsDq47KZkN7ZDU/OsZN9mSb3UmYYwQ9SXncQ5USwmWbKhOEZzskEi0FvVtfx5k7Xn"
    "KVf8ZHw8g75gx75TGxqUQ9OTveno5dWv57wp0oL3xmjvzY5ds62mvKogBSNCeSNhZ9trE+"
    "3ooKa5yfuHi0QyzFafx0VKOCaNZrOQMHtZA0uEYA3s2+PO/YNMM7g6BgkXiaAVRzVcmC3x"
    "5OpaS4zOKMC42m5cnZM4HUD/eihSghBg8u0AJnSw9ppikTS4sUlsRfw1CUipN0n+ugtZab"
    "dJ5uJb2o2SD0uCBAETEf7CcvhEAhHWi1xf/ppGciQh/z6Vo9v7lww4b3uSQC7eO3mN+DEL"
    "QiknDoDZ0iSzJcT37z1ILrcpukKcIxkhxCOJkjMb5IFN8OpSavWdRg5fQu1IusE++ozM3Y"
    "CFU5HP5/fR1CrUYMwDdW0EjAV17dmwnra6JsQinPzlKmVt99xqUdWKIwctON+YGF0s4N+S"
    "U+1hfo6nUdENXRyLlRKUQ0KCV1MIGjnGsWQ1aF+nEDQiq+LuC9Z9KwbMp/QPvjVkZThdQa"
    "pCDFZvk8UoLu/qFdjOCA64mTBjrhAyFBmUp7Gj0ptE47LIkUBATrnhoe9QLoyI+lxMz0ak"
    "IB2fB3QP1TZc7NFF1C96QkEMERQ9IyhqzaK14RP1VtFDFlczNHJCKguuP6OR38e9ryAHac"
    "dkaWceENJPrC1SApdN5rLCBKC9q4vkYAs2n+EBsYn71CtMS0UPW9xkjke+iK7nLIxUOY61"
    "wlCZDCQiKD37Te4fYVFZ+ES32kiJDAwTUIVh35BC5/Z9QQsFLsCHflo+dChwMXiBCzW4u8"
    "NziKUbl4R8U5hzpEhXbp0OYKdC1QBQf2XkBL0XXcEtSZ8FaPl3QB++3t+bEGhzj2fEO2uJ"
    "tokHWV1DbqZeNr5DggQWCQmSAoklI1IafP5JfkJV/kNXsvYAnsJXTwNz+LydAnjy4yDsxp"
    "SwG7AM9AH85CwDoMPuQ4ctH4YaWmyZFOCtOHGTC0MD1zwNAAo67HF02HJM9XPxLU03VpSr"
    "Z6K6ZmPlkBgA40xsHym4+YPRsEqYGdM/UPmVGtUrOcbqrF356fAOJTHF2FeyQKVoGZfVtF"
    "wTuvYIwh71OZlP+OSIKRPN+02hXf5SsU+qSQ+gY5mkY4l+g71iLEuEPeMrDT20DhlgCVpu"
    "H26cnJbLHy5pMI0Y0e7FVaEELzh4wfcNKVgQQOE1UFsAhddYhTd3T4Fjsc2xWLnTDfMtsv"
    "Aush9JeKbUerOnVrO+y8LpbDewVdP9hW7QKrKXorYZh9l219hDS8yQR+YhCilia+I7r9Fv"
    "rvMbcplUZQWEXJFNFNtHsv1O0QhiyInbtWLQcE3ScI8qHJp5PD3X/UGelJZNj+KaKPiMog"
    "TlXJCc7j2qwvHHj1/v7t+iT5/fvnn35d3HD0VNVD4UH/EP3FRuub1XAdwvr6RACSYB40wC"
    "FSXgSBd8xEK6+kw9tVl797T5gpfjpkE6sIMpW4wV1U7xzgZNNz5aYdGn9RX/WHwVC2Hf4T"
    "8zEoqxaxKsXCZyipU9noaYsj2+SELUEkgExm4TLqp6UUD+W4G9vnZDOn4U1RFLdSe7VGy4"
    "qa/YcFOp2JDbUlWM//rl44ea6P4iWfnKcu0Q/Rt5LhuZmCAAKdxTlYKU5dqTpeUuJigXpA"
    "RXwmjlBjB3gz3WREOWuYUo+YGHOaNU8m36qFG4lVJE0hB86NKTzKbrQiV+qL5/7NOgSW4E"
    "E9LQJqRsA3QVxTOCEcri111k8et6Wfy6ey8Ds4p27RPhgatUbAJ+U3ABObkQusdJlQghTs"
    "rqGSclgeTfSSCpPIrrDw8F6QiPkeFVetAn+2yAk9MnA86EoGfX7jwlFLAyjcuGeBveBphF"
    "gdLVkD6ymlQxkhvU6mP46BPkCi5GsRISUiToieyoltQleI3cENEo9NwnIr39q9g/wPCWiV"
    "D5JV8Uwk0gnqBZFIof3ABxob3if9j/67SaF7R4KHbN18FHYaauCTVy9qBuBmROApJY6rpK"
    "jQUikBc7yIv61dGfWRTdbIAnXfpCT+r7Qk8qfaFPoRHJ4dZvl+XbvXWeLNGp5brcUYDX8h"
    "ley0eyDvuVyC5SgvphmvpRCsQXiaWsH6er1MBtk7ld1jP0jApFWrAenQirZ2q7bL3WoiAF"
    "R1nxcpS2hD67qEAIh6XJOwjieSCeB+J5OhqRf4xCZUxP/rHVwZg8ddKRrRblL3RFYhst9l"
    "FCjjbYDZkoqCIizG3MtVIHi3yxdUCfXIcElsgcw2iNg9CXiWQbGjgoFBUvwyXZoiV+IrGl"
    "mH9KadWwfLC3ttuXU8ji3x75Ehb/smj2T2Irrc5gUjbJpJwyrKvRKB0/QpvR+aSD0eh8Ut"
    "9oc1Ixye12gcbKLlLB9V3OJRAHsiverV0tRUEKOgVYkQ95IpAw7Je9WaQEpQ2UthPZUsPZ"
    "OnZiZldMi1QAKmjCx6k0lAtSeia0uZiokWJb3LMmVX19+/uaBuGbZeQ/nqmsDLnHVqOVQQ"
    "6c2tnITnFra5fYcS67j3BgL90nPlB8BQdhEThGmXw6dz3C+ACiDkfrNYvSCpD8FUkGfLSa"
    "8QctEWY7EggsM8oKkLCvAnxtSsiOADJCVH1LqR+KkLs+xXOrtJAXkpfwterngiA+uCCeP/"
    "Y7y+F5IoAUxPAjieFyGQ6AbNKk8W0230gBLuxbs0TxkAQ+9u4ipvb45Z+3COPxyOksHdqh"
    "UhUfQUJ7Kas/5o3K37HM8RYncIh6kfiR+K/zqRwb4XKb00BVsGrAmbVbNCjM43wjBCGbrl"
    "w/CglI7WZJ7UXmdBfeK3QgwytkeL7XemBbogJkVdoRSOXQmP5koDXG3zweeEH5OU63gwG7"
    "qCeyKLRRV/c7yO/8IfTN0nQjBVpxXpqkdEpmfWXkTKFwZs+sJmUzXgYR61iuQLQmoPOQiL"
    "bnj2SLMHskjmzUh5GcSnREF7UEHLy1EKNxMCdGAVnRJ+xxjdFHM4Kw71Ou+8iwTq4i0pUo"
    "OcCZYXPFt6YhwkHe2h5citduri4Pf9+ZXFw0cFwfh601lwUB6KxG6awJD6uRT2rUk+FN4U"
    "6nex6qoBXxSxXZPlvvFeTq4/KKVGMMzutUGu+8oTbeebU4Hj+aFWned+6iVuFPKcak6f9l"
    "Mrm4eDl5cXF9c3X58uXVzYtM5a8+atL97979LNT/Av5Ve0DxlO96IBepQK8CIwuoqobK9f"
    "WqqrpZXLyzB0D2du0mtZxHimzxEDRJWfo5oNH6dr2m/MuviPwDKkpTZYzVpDwtxOgpLg3v"
    "FDsnhMW4DQwjwZNrE7RxwyX/5YkvCo//i0P2SugnwqXGKs43WZBNfBhQumJI6DAWItheIi"
    "GSyzQ8OYc65O5QL/+H/w//XYjEnnCYiObzqHjIkEgLxJ5HbdmzkSGHvuYKGdfvxKweZqGk"
    "Fx7FhfvEP47WcULgojYHsK8fEYegj5mlj+0YU8G+JR8lTwhlOIzOR5FOyR5lInZkwGCjGS"
    "zvkCp7v6z4sV8fBpASjUl1vZi8vM6UVfFLk3r65f3t/T34pw/RFjQRPjRBLZEBrOCbPmgy"
    "dCyv6+bvF6gAVLCiHMfhn6zDAaD9sptppNgW92wHcMHBvw8HvxrrVAoYAOf73FQjxbgkMx"
    "lVp+sXWrL55D+3mox/y3REh+h8aXAT9X9l0AKjKyKiFZIABrJBcXguQ5ul65HY1OUQ23UU"
    "KbPPnUzbdpaVUyG/r11+iYLJDExmJ3ZCjcKiAiazkTMYCl3ttdBV7vrS3UIFSthFRu8i6A"
    "L4bbAZLOJ7yNgSfXX7WMUVpFDGEvwN4G84dXjB3wD+BnMMiT0SDLNraQh8S9Od5DXWJbew"
    "fJe3B8iCZwc8O4bBDJ6d/WNssmfnnUNWayoKF36OG3edKdw81UFWk8/HzYZPg9z4Dh4ge4"
    "n9Bcllrkacs0GSzxo305YPg+/Yq2QUXnDkLRGG7TKEfbYhQfqpjMD2aYgc4fqRH6k8RYd5"
    "qTJpds2/he2usZcXHcUPIjdgidlSlSm7M8CAg8koB9NRrS1mylHP1lsV+6OT0lqkA+WqBG"
    "x20HT1omQEI/SiDN80PTu+NRDO04wQ5OsujdOv6xunX1cap+NgEa1kA2FdqKuUAHgHwMH1"
    "ur9O9TQKbbpSoFvfqj5H8qxe9acjOeylVX0Q+T7/Pv16mFeIwSFqtkMU/N5jZXPFd3A0gw"
    "o/C8Ltp6R765nanlIcY7WYU+To6To/vN2a4qOPa+K/+zFrJJsW/IpVTuSRMM4xXxO69gjy"
    "6AK5PpptXwvDxhON7CWRfWmRT2fU2SLsbzdLEhDEv6Eq5vYAL9SOyy1uW+hgs5fz4TkdbL"
    "BK6KkXKdPxY5QoB1dDXcYilTOkHt4dxQgBnlx1UYn4qFqI5bNK0rEwdKsOj4Yib3kiQFoL"
    "aUb4md6zRVPNDNCoKS/B6TRqIivselOH8n98RSGDeuW1QvgsFfaEOLEfHZb8K4qDr22bMM"
    "blo0fi15jF7ij1CPZr9NnGicr7hM+0L+akss+Bt8nHj/cF5ty9K1VB/PD1/d3bz9+fS07x"
    "QW7sxq0Wo+B/AAuZOGuoz9UPLqpTxU3cyIy6KQ7IhuyTk+VDAT2+rAOtY0pNDWfVM84qsC"
    "LvNYEHLFx9VvpJWLhUbJ7plt+tEIJvHMpIQSy3oaGDXWK5j2Tn9mc08p0fiec+kUDZzLE8"
    "xGq0cseDxV+4G91q5P4tA+g3EYr3yI9L0ePC2yI8D6UBmqANDR75j1yJQfzsc5AbvkYYzb"
    "Bo17jCWyRKVGRVXeP52HdIiHyKJhuHeKG2kTsgNuGgxTGBFvrPnchUeAKWb5Ms3xAtOHi0"
    "oBctXEVMer1qsaMYoW5x2cWfcFnvT7is+BMcd5EEc3cFeEcxDMDtJ8UJx1cJn2cvu3aJsK"
    "c5+3TOhH1Zs/O3ZYUBLYFARVLQno3WnsEGtVcblCi7NuWiL1NliDVFQBfIekFt2CG2bw//"
    "OqDCT9PryCrTDnBmGYb+qR9ZpoS0+baMQTtT6vjJM6tZuc+N6pAHOAtEoxQLsYitic2XG6"
    "IBmgv7APr+Ngh/QJfi1EE///jp858sJGs6OoHreSJdj/rKepBDTNlFMadrvkUg3sxUrfu4"
    "8WYmqS9d7qKGJozVHowum8odo9BdmrzcebIDeraPpLkM6NgGGTYnw3bqKdrQUrSymmfE5j"
    "9NMb8+SQ/hSkEOOqFxAlYhAyt/ceuwukAITD4FJmt7zct04OGtOM1pPy20QAgqqGmbxzAV"
    "NHH4Nyiiu5CAdnV0ugtE6FSdRo7+jqE1DsKkM6jNT4ZXyBWNO7kmaXN9UuU11qRV1oopth"
    "sQtNNUvcwpoKBtmqRtrnEoMg60Qk7zNBBo+oxAU9vDjBEt7HMkAP2z8hH4vnUU0Nc2tcxR"
    "jKmt5eT88uXlzcX1ZdbbMvukqcFlVduPfA439Z5UruFaUItEgKsC17kbsLCH2JqnA53POL"
    "G1UKwS9+JwjgwYbDSDIWB7+IrmqX6hgWieBgCFCPgjdU8Vq3AAYFN7wpd0vpHim9+16grm"
    "x7X4fKChKHTeYPFJRlidLD7+bnCrxefXQvWaDWYoFJH7GzdcipAAtF5iRl7JkP85jQLEsR"
    "ZFj5kw78iQgouL7y/ikIKqSWjoydttRhkGyREtXqCqL5ynEd8JYhkMtS7BJT2w1APFiPYY"
    "HhKfNxV0a40X2XiwW0D0x6GjPyCW6aCxTHFBQJ3DISOA00GBJ9jfh0YUnElHcyaBE/WI4I"
    "N/ZPTmc/CPjJzBPg6jgPTKLK6QQqnMPHt1kouFAQ/bPQuXVmiBD8/gAxNd6XybsL7MUE0A"
    "HOnLkRXBLAp6ckNBDJzoy4mcuV9HFMiRgShgtCjAHy5pIJpJOFGftCYVPbDcbJbbokgZPx"
    "oXvfIzFOSQpXEy/NZOdFJTQ6UxKBG6Z0hL0QmdQwlKQQ0AK8SdHSXuLF/iZKDQsxGjW9q2"
    "JgaefZLxBw1xZ5/SAIUOYWdZMEOXPEOH2C7jv71CGxEkJmLD4jqz36eBX1d/EuR2yCxE5n"
    "MifwjIijgu9hCWUU5/smRW4WZJ5XwOcVRpift8lTIircR4P1rN+CPIYjz2nWGhhpo5MZMq"
    "wNc6k3cE4EuG2J1Dx+5sRCBDL1timRIMiVZPQ+LxKwUbtciHrxWcXLQ9DDpFSjDeGW3MSZ"
    "mlbcepEIJmDAaHIxgcQC0+G5da/JmsBIjqvublMVYn5TjID2/Vjx+EokrXgv00YGgj+oMn"
    "MzhxYR2HYMdzfYL4QEZXJKu544avEOVrrKoJDzVpF503nUneNjh4BO336AeY1aD95tnVWZ"
    "jN0YxQnB2+YrzcBxWAaw0M6XAwLyg7nvp94jlzZKAUGK0UgOQKkitIrtqSa1zJoUFszUo9"
    "dJBZszITXcoI0BXCPkppRSq/TQKfWQgz/stqHYl2BPOADxPp/jhy3BB5dCGkS0YR/8O2iN"
    "MFLmGvET8n+OCQWsgXHQS5lLoJ3DAkvqrEwOFeDM6ekYi74OwZVhrjfxST36GCaH32Wp4G"
    "steekb0WBoRMmfuHQnm7cxe1S7pANqZV/ZfJ5OLi5eTFxfXN1eXLl1c3L7LlXX3UtM7v3v"
    "0slnqBK9W1L3EMKNVyBBWIRqg8D+8LWhPfEe/vfmbnKMa0vAc7tPlF79viz1fq0c1HR5Fy"
    "TPAe+PRIJE+NZZ2jGBPugy1r8Mrv+SROdao+fTCKpGCCM9oEl3FL2zFfpQRDHHjmwb4J9s"
    "3+9s0nN8TJH64wbmZPrWbLZmFcq1Xzo08QByAkAQqF83zhPhEmYsAT4yB2WPyAn6p8TTKE"
    "0drDNkGun5U9tWLHOXoXiuqnj8T/jqElZkvkcSkOLUmg8NQf8L1d2r0W0kRs/vqw0PzVQq"
    "UhZIVdbypeBtVUzTJ85jijISAXqUBI7iAkx5D1ic8uU0J8ttUzPjugqnKL9cs8HT/CBX5+"
    "3SWYpaxs5IJZriv2OHFzuuJbkUBThlWQQu51uUYJv7C1z+ki1fi6eQ9+Sscylo71LUdxOO"
    "vb+b7gHdj0JsXrPvaCCiHotWWjW0Hq1rK5FSjB5Ga0yY38vnZFnS99Nhcpgc1GsxnbNln3"
    "284lUihTdBJ87lGiqEwJInK5/PsTF3f7bKEiJewgk3cQFKGCakmmuEe6VEs6jnfkr3R2pn"
    "CLiI+tJn/IP5MBbY6Qeii7uA+yyh5JOc2qw+CRjxf/xiOrz7MZqs4H8C+Y5F846nF9Otew"
    "hpiTbo2uNsB0/AiN2Jddquhc1lfRuaxU0WHR7J/E1o3BKFLBgi1iioNFtNJtZVMggmyAZ2"
    "QDOMSJ1mT6SLY6p0aRqtfZUV7MBjkOzied6m9NGgpwTapnBxQ42yF80wHfm1p0byqFn3rV"
    "bYdq7dZpKPU4DMlqrbohav1ueZLDOd5e7GvzDB3zzrWipQ6cOwIAswymR5Q9fOvlwYwARM"
    "EikiJscRqtexzlRUo4zo0+zmWTPBIEVJFRXS8OFakGETmNEon2InRCGMA3saPmru+yZS8+"
    "l0jBu2UanyuumOO4DP5DVMD/kTy5NjlTuA7yj60mF4KspM+5nI1sTaqQU6PZFuE4LyHOZK"
    "C+t5UFWuKpRKrCa5mlEOcruGGcvfADErkRkiKu0MKWdEMchD0PiQr+orChy5BPw7jGfzW3"
    "4vCvV5aNiVgW/JoL24SyMceXX+u9G+ZE5Rol6ewhxRjEnLFefxXFgRG+O3p25s7RAquNZv"
    "U6oE+9+FwgBGnWZB7nRJqugkmOBOK0muO0BFRVaLWjtL4m05wmpK0xWrkFZVL6+j2eEe9M"
    "oWfFD6wmDcvLhnRoqya6+wjlZrN07WWWC44YDcJYi+EIcr2FySR4puqW1mMGpYJTiOqRfz"
    "UoN8c+XqwG5Ub+W4G9Xq1Jx49QoRk+0IjDRiMt8/iOYoQANznkUnxf1sL7EtTFb1K+hFwA"
    "yAUwRc40Nxfgniyw9wstiVSVh80ipxg2XabjWuXODzRcclTjJkJrLhkSP7QQDcQHwqi+4V"
    "ORrC6Ry1AMl4MiP3Q9LlWKzwIiAykcQRdEPkM0CqsC6n5ftY9qSMmXnEK2gmkiL+cd4wD2"
    "qdJTIYUyPXl5QadMj9yYuoJbRgQmQaNFNpDMvyU26xeKLRNCCGU5yz2WVHqluRdI4aA0eQ"
    "dlzNLeQlVK2EP/A3aD/UKa02k0MC1SwTIFW8zBbDGKxTsAtJ92M53kim2FtrhjjfKouv4j"
    "cd6JcuVuuD1T2bqKI6xGg5ccO3Xzg9u9rT7Ctk25KipaDWIkQlX4DIEM/RS+UgvF8wp3qv"
    "Cc0g1fI6+RTxH5s6jyi2QI6Qo/kqSctxieDCbeXOGdPcQb27256WvT6hxxPjz4d49+nVgN"
    "xq6USxXkGzKWdyQjdEJOrq46uCH5qFpHpHwGrshvUF2T0adRP728TAuKucmcBuVxeOWxKD"
    "501h6LZABr2Y8C4begjhugM2qr48m+HgDbVNn7lJtypCiXTkO1al4+HgaAGOLHj2LtoHZt"
    "87PsmdVo4ciP2m+9z2rktwW1Os0zCEDA984U0CWDdVKfwTqpZLAmjfl08M2RHA7is32t2Q"
    "MUQ/mD+loLOB0/wgU8fAq2y6aiS9eTAuE7Sj2C/ZrDOU9XDorjhPuCOj2xDxwT9/HjfcGS"
    "cfeu1PL9w9f3d2/50pbQ80FuLE9Uy44tqec6eDuV5v1Aq3qngnR89ZQmXY7o+hO6vL5TzA"
    "KySKQiXbR3lCMEe/ALMUGNTTc0eFRF29YXB1aQPqtEsGHINyC9lwrBYNEEW5Ep6rbBaTR0"
    "wT/nt4Avy4sqtO7cc6tJ87blmKlHF51077NbFFMIF78bog0W/bs9x0KbwA1D4osm3yLThU"
    "/jMxzrpNKXv8IO4RSvEVdJEfa4tGuhR7IO0ZwGCIuEbk/Ra3z/r9O2GeReNU1TapYcYL4H"
    "nKyBSGmQ1cPEcOcuaivkKk86RXXcZFU/z7qwz3s9ro77l8nk4uLl5MXF9c3V5cuXVzcvsj"
    "K51UdN6bl3734Wsmvh6kmF2YbgAx+v2ZLqRR/kaI6ssg0mV12+6JZa3pRbXtGDqzuh+zKv"
    "0vYqCG2YSHXIRW+IYGUYB4ZxaULzmz12cIfmN/uIiw/6hMUHEBVfh2he7qtg2hxoVSKFkD"
    "rjAq0qOvTRdD3X/wm7XhTU6Xq751azl5WPnM5zQ1vVvYdAFBimc8QVqDS6WxY0mAd0FX8Y"
    "O4YsJJ8Rh6tWojCxCOXeihBwmz9E2HcQHxXiIESMyPBusqpqe3t/W7uyB15gk7zARKQFaN"
    "c0LlINI24Z1DBseHdaciTo9OjJk0CXnkqXHmqLjJ1exSPKtBCBbZpgUKydJ++hKXMTW7lW"
    "VkWZGHhtGq8NEQLf8+NWJfzJzxuFvlU6olXWE80j4kS811yswqEwuDO8lT0jFkL4onyVpl"
    "b4JReyRIkqLnhZaEZsHDEi8/WYMMnzQZRrN6kMpyjluu+XPadWFoQCGiUEguUSLJcnFEvi"
    "YX8R4YVW8F+eZoQgD9yANyC2u5aZ//2K41Wpe9bHO53DYV/l8Z6wFxHWiw8VUmBCTyZAs+"
    "/9nTXanUNH3DR0D5XnoSDBWBXnwgFFwtDrxeYiJZhHTOOyKeYR4rj4TGUfkQ+sRgNJNqRD"
    "8OPc9ZIOmzZ/Edq4oehCsyKM8S/2evdjPEbYLvjswk+1wlu0xE+id6eDmPBXYU8V7jj8C5"
    "QVk5JZyiWTlG0+GyqGV8qJ59vvZCMycYPZ2Bcub/FXid8h7XIvJ8czbC3FlaAh9lQIRyha"
    "TjrFR04a4iMn1fhIRqPAJr00qAoplHm3eqpQYBHbo0VsxUUz/q1tDweqJV6PcoVwfDrVea"
    "cz5bzhTDmvnikSNwmSLtgpEQDdCWjm/kGm2THbMXSiSDSiiPbBwif49KEQMXWFkDLd+Fbx"
    "HrqZLyP/MU7O1ljDJSpYxNVFDFbZPVtlOXSOFsBFqvEdDsPbZ8sKe+elXKIbH9Z7qRkD5v"
    "Ba9E/dUArm8G+Ny1DJYvheOSXrsg6wVVKAt2w2KDgFuiJbciUAqEY1IxoPqFDS5hvpRnSq"
    "2HZpR1R3mw2xdkvTjRRlxUXeDnVyRw2A8vvdTCMFuHifm1RnWgZzvBGWx7O6UI/4qdUa7z"
    "G1s4Gd8mLWLrFJ3NZdRGi8lv2rXEdkq8hKU0l/d/HsO/lA5CCLMX60momsFUbjiA1f5LbY"
    "2EdioTlxNSqfisAMdY7MoV5cEyUioEpKZcv52oJDMgqI6zAqriPhXgX4WgP/juBw2b0nZN"
    "xPPU19wjaqtBC3YfWM2wAjyx6sALtDv7sNYEcDgIKyehxlNYvkfbaMn8wzUlzzu9Us+V7I"
    "HGzprs+U8n32tEW+L4wbtJtMSdpN+/G0CMVF5xwIx6YJxwH1tOII0vEjjNMYvpCjHbGQrq"
    "YCM10xrUIJefynF2J0tmu4cpLLF0IywFkPemQfx6cQu1zx7h7NdCukcPRDP13Q0c3TJXV1"
    "dGj02gXV1kavdQftANB+Kk13kqdrhw7FlSumgDT/HujD1/v749lCYj+z0hCSuaCbrCC7QU"
    "ObQKjvk3xTDvJ7SAIfe53SxxX+eya8ITvjiEwqL78jLgEI1fmMM544bhAzSkcPLRCN0Iwy"
    "cLoLV12WelWIdhQjRHd4LT+Ga/pItpoydYUQ9BRIrD9YYv2MOtteIQglQog/sPrGH5gQB3"
    "I6B8e+2LDCwWO/KpRlSmBBTxYUlQCNE79COL5k0b0UDgrI2tty1Uwb8AohAN6tUlOIw0hR"
    "6KPZ3RapqnyMQZw579Lz/ry+6f15pet9DFeftNg8IWTFmuxog8oNSntBl+Pqpv60uqkcVu"
    "so4KzTAjlHMj6Eh1e+dhZJzdOqQAinlcmn1VL8Db26eBUpgcvGczkgmOkZsUtk4zszh68n"
    "tA5cm0xtjseCBluty6lCOUK8u7gNLuv9BpcVx0GMmq4NtkgFOHfFWbph9YHOyADpdqRdNp"
    "25yR9fQfqOUo9gv8bfW6QsG/o46emh3WTn+/jxvnAB3717KMH89f3dW66iS/T5IDeOfKgm"
    "O8YV5ntIugVCkIFMloEC8kQfezG5SAlcNpnLS5eFXHyarpdYZRv4ssKeV5sSXiEeUdXXi8"
    "nL6ywnXPzSlA7+5f3t/b2i4OsujEnLeLkjgyQBo3cP5IJ8E2xOYnp6RNhXKSEcCOo17BvS"
    "cqhsZ1jLhAAt1BuFpJvjwzp40g1UGuyFcp9Kg7tDdQigl6KMvvemMOd40S7eRh3WdU7eGg"
    "DtjjllZsplrfhWZVMT850eyGrtYfmV6vKesiFWh/ynaZgf3anUY0qBXB+Jmoke9heR6LhJ"
    "5/J3bMu2N+pyjTrE3ZKrJAj833SmtvyqdLy6PSdUojm6BGSh+mSqLBZWhX6HEFolG8YQbL"
    "iXgM50q3SFOR0P+HbDNzuyNDDO04wS504wN6BcKVDTI5ji2WEUZoM8fH7gOiBPLo1Yz9AV"
    "BfH4fP3Dow4B93sOuP9XhD031FrMOZIRQjxw3vaSYEelmj5wga0upjClGMMB0eQVevu3h4"
    "JDKIVRnYWWDs/B/kYkplXzYXXQTsePYiUfGuw5paHe4t5RwOLWx1uk7bmqRtN//fLxQ32m"
    "n6tsM+24doj+jTyXnWI1/wboBRjN0JdRtopaupigDP0TDlwBhRb4BSKA/xnwu4y/q2/M5/"
    "zZMZ8nBP+AQZ82Xa2pT8Q7NY74IhXcqz3Oebb17X7NYfOEEGNkdIwRhJJ9G2yGcCcIdzIa"
    "WojHOU48DgSJDB8kcuT2NR9vo3D5kyevgkrwwu6h1RS2QEWYxnSejmsNWLhFAjMub6OIcy"
    "5AG7xFOEQYrQP65PJPXiHZ80G2hXwigcv/FtEUkjPDIygSU4bERyvXj0LCqjENe5hfEfZQ"
    "imiAmASTYhLWXrRwtRLjdxSjUAD3nRTPCGP64kyRCmQZVWsc7dJoRaphVm/7oXGwtXvdpQ"
    "jOdX0RnOtKEZz0yO9Ve1FBDJVIrd71F9cuf9wnS7tACRYFoy0KXKTqYzXKkUGGtsn8BYvR"
    "eBtRjRNe6EQFRjgjbEPQiWoPqJ5QJ6pThbitFdWxzZprAToNzlRWzfSZ1WjUzI9qNWl+oS"
    "siAvPQZklREPkMhUuCHLL26HZF/PC1+D0gyGXIp2iNGdvQwEHY327E55Y0RYonHrZlHhZG"
    "8dFQtW7u91Vg6DwtQydZYVWd14a0q5RgdIaiyVWncslXDfWSryq2ojl/8VQ356pANEJz8v"
    "CVv1023bXc1ouV29EdMFIuXeUnGylH/IB64rrQb31SoRwkMNqgg2R4i/MOs151uRXkYBAz"
    "2iAGkXJjZXPF7HFcBecTl+8fyfasQc9Jh3RSd6br3OhWteeBax7raOa5Nlpiby4KRmAfpX"
    "N9xxCfiSscTDxIvkZVoek7Cagqp6Wq8KPN4XeYW1MporHrYJkUXK5WT5drDkpdyU9BOjol"
    "cnjZLz7apsmZ2n3NF+lgwfdd8Mxd+FNZwEiF/6K2cnSRrlfZ6F7ov9jXOo+LRv9lMrm4eD"
    "l5cXF9c3X58uXVzYushHT1UVNB6bt3Pwu1srAPqnqmaGDABZ5oPSWeu3D7dUCoTgBJcd1V"
    "/QRBrlRE637gZ6QAu0YuIuiAY9UBi/WiWDjtGeBUpgWjjsmczlRkPe2xRAaxI82xI3m/6z"
    "Nd8XlH72lC2+qGLy0uE13wX+KY/7MGC1U6xOpkoWK50e25RgVLkkcXf3Z96SFHIX0kPnJD"
    "Rry5cJY/8n3v80/FwxXCHvWJIrXo2dOB1eq0rFaSr9qmkiIVWElarSQgLX8TMpSUeBnhe6"
    "OntJyjBVYbzWrI7fkm2Aw9GL8FLoPuC7rvgaE9Zd23ISqjUzSGVhDGrQiQQGvsBnE095ov"
    "BxHmjURduygkAaIB/40ROwrccCtHf/8rmYniHv6fXiEZLS5KbgrtNR+JYaHN0rWXSSQ5pw"
    "+IooPI4V8PKvRpqdAQ+GGCHxwCPyDw45ta8BD4AYEfJ7gbIPDjxGHnL/TZmgaqItT1ldeL"
    "VFB6/Rml16FF2h4z9cBR02edn5zBD8KavhVOQymcfZp0oWDLIAVbjmrG5ZKDJ25UclZvz9"
    "2NsToYdqd2YXiriffXpahf7CNRaFkYYmxh90YbzBDm0zkizEhora9FTRDyRAI+lm1IIEyq"
    "KEYzrhIS0I2FGBUfuywZxMkpX3tVw+6hXqpsKT3j+jffL1RuiSjgm67aRBqsvCZZeVMuaQ"
    "jeOZIRyt7D9xbNb4quGBc20vhA3kMkWno065vJK5QAeJfiGCcVKHRID8WpqxmG1Er4hEOX"
    "SNlTIb3Fj1qEtt2gNlGtnrdKMadQ/9GOm6JI9JNOFVMpGcvjpCz9lIil2z0ZaaHyzAXTC/"
    "+sOsRluYrmYgRIVyZJV7m1oXEdZctpfPfQ8C0tFHtOR5ZVUo8Q+D04ygvQ9WnKUDcDOM+t"
    "ns7z3HWiswkKVGNomL33tS8R67XmS5Q917pheB9hqYt/e3GgRAgM6MkAD/uLCC+0TEd5mv"
    "GdMzddvLb1Tlvw2X4zKraKzbOtbiuWMuEz1DXD9tVztLFCJFXtBdESRlV/P+wxhir7JI+o"
    "rsHiOHWJA9wv6KBACBEHRp9T0C4KGvAYEnnQpQHPUa3Wb38XQaFn9bbrZIDVwYI9Jbuxgx"
    "qyW0zTydvj3wLCqVkiVFbt0IXHFpiizTNFy36zOrpaRjBCa+jAmlp59etIQGVa0NaMloJ2"
    "7NLW1xSkoLGVNxJ2tr020Y4OtAiT989phY0Am3uyee56/azzJUKwzvfNG19G/mNdHm1tEm"
    "2JqlcWrWHYJ3m0k/PLl5c3F9eXWfps9klT1mzV1MXcP8g0W4cdcS0SAawKWJd4cnWtpZ9k"
    "FOPzJA3vsZ6T0F72UlCKlCBdmXztgo12cJWkaAbrimmRCkAFw/dxOs/ngqCfCW0u5nqk2B"
    "b3rFkZjfKb/UddbbrsqdXFndC1RN1zguKLWD6RQNZ+bwmG3wT8y/MXTdPxFjgSzHMkwIW4"
    "Bykjt+I7qpQ5isMVuzohhVIeJlxt0S7kViIEC1RPC5TqNO+4tlWksMihW9lAK/7k1PrNkn"
    "qkB5PzdGC4MZnDHIIwoNteW7lMC5w2mdNgogNrkikWD4PDKIVlwhV/tzQvVG0e+edWo9Wj"
    "PPKAIZRzTjdN61SCJeMY54TVYMkosKer27FANMbQyMFrj7IlDUJtnItUIwR60sXHO6n38U"
    "4qPl6XTcVZ99SjZveO7oD5TukZc7I1o8UhyL8Fm65JMHWwwtD0ZYU9r9bOoaIfUXDIxeTl"
    "dWbhEL80GTe+vL+9v2+BeEPI47MwTicAkEEnAZ0EdBItneQzwc57HDyqNZLcU6tJHxGh6t"
    "PVbmBrFdmva1GzdbMkvuzO5fF7fBERtMQMibaq/Iko+BoE/P524l5eHGNhOMdihmqB2AHm"
    "61AULUeSfJRWC4Z6sMc+p6wGnahnl19o8Av2x3ExVsN5rzjsOgNbJQV4S/BCqwOQTE9FMq"
    "07FobAtzTdWFGunojqUMzyETEAxNCv4zh6lU05y7dv+K9nSs0q99xq1q3ikRwKp2OPjo8+"
    "QXSOQqH44C0TCs/G5WsjCmUXDFmu8TUi2F4imRbHatpuPGMepTaV45X4Y9TFpEF1Mkl12v"
    "Gpgn1Duec80Qi9HMNnsvVsbwadzazTUFBB3IfOZiAp1UhKjEaBXSMlJc9aJKTcqFbh6BYF"
    "lK4QDRBGDnlybcKFGRwiRlcEcYjEJwz5hDhVgUiTVju2xqN2Xkd45CMhvsYsgQg6+u4xqk"
    "YueA1w0/EjBHf4piIQSXPgSBrwSgxuNi9dkF1BLZEBrGA+P475PF2IA2B7n5tqpOiWtq1h"
    "gTOx0vEL/3+852p0l3iA1UWBmS6zsR3UGBH3520RHyiKGUnj7NLlP+BMSUlUFBv7aEaQMB"
    "a9RtQnmREX+9v8Q4Q9YeZVqT17fZe2mpThlZRY4F9OBJqCpmSUppSypYJ8c2xrjmxM6dFD"
    "hLTyKyEIpyvXj1RVr5thLdMCtqVuH77TE9kiJeBaKgKCPZdfywFdqZ0bakyLVE2+jVH5NY"
    "SvQolf5IeuouNqG4AZ2beMIKjheyhpXhDAuoJaIgNYQQ0/jhqe9xg9E9u8i2qk6Ja2rVnO"
    "w5D44u/+RD3XVlYSLA+xmjXxZPB0vRvdqov/QjfIo/5CpJXIlYgeCVkzqf/aHmZMRFEJPc"
    "kSKSoBQW6IHCo8hTREHsFPiRsRx3FVCaOrevge39Oe/SL1PPkWCNk6+q2R8kN1beQYVQG/"
    "3pVWpBqhQ+38uoND7bwcJLRzqIlHRSnIwVudevnp8DFpiMMVfVtif9Gv6FuBEhK1jI6DS5"
    "ml3xe4TAhdpkDL3QOkoI6NPN09ke8/R/5Zk7IgnnfUFIJkaKua8KuQvYWs7ruLJZfMJSqO"
    "kNkLAnwq3H/HElke+06cwL6k/G/kMv86FOPc8HWcdsHnEF62OBFDdFVVpsgf/O3tKoX8Jq"
    "BbGHYENukWGce62qEzgmdaoA09CjuaoEElO5RKFp9qOlrZjuJwitmLfcE7sFa2TBDriGU6"
    "HIBUeu57qbdFSlBvjVZv51y4YT070hVJIZ3PZD6Dsg3KNijbbcr2lzgh7kyhZ6ePrCYVm+"
    "UGHbDAdeiGHhS3NlL9zFjTVYXKCEaoPe2rqLU2yCWyEUI9fFlrJwri1IY4clTLj6ggBZ+i"
    "qpJ1NJ+TYDojc37o9QC6lh702xqo8Tzk/++NdIUcgK4aEsi6B8BlssMBe351IsiuAy5rCo"
    "xoMOV/YagDr5J2RPXYhwvziIKA+LYiKaihmlSOppdsYRqmBdHiooNkcVErWFxAkn8tzodJ"
    "8qdCqZymMpni0Pjrl48f1JgrSMtmP9cO0b+R57ITPDsa8BeYFPBPV3TWnTXHiTeK3qxigr"
    "vq0hfeeML/eKYwv7Yt/yLtAbdA9kmeB7pWjqOsfUaw6ppsSURMiQ4og5TRPX/2jTh4Gxjo"
    "tAOddk4UZPCGgDcEvCEdvSFtTUBVw6wOXpKpdk/Qs1+XFC24yM8QTosXpuF+JFCUg+4wvj"
    "3mL/26ycbPfWnoo2PCKWQ1uF/goB88bL+8ATSAVZACvBUNJX/adEW2dEYBqCCcHCVNPRcA"
    "8Uxoc/EWI8W2uGfbu6uUxaVnAlyW10aKsuLOMakcQLLMm0qKl4d0kq11K4wndLISeJyen8"
    "4Qp9iIusVoTgOZhr9ZUo+gmUftR1XpvWfNpSuPZ6UedqXHQRo3VBov8qqCf71DrUI4woid"
    "4ctng/ID0rmpoIJ0DtK50dh2kc6PJTIyFv/RClExftQiIu4GdZAMPbr4s+v/gB64sBbSR+"
    "IjN2TEmyOXoUefbnzRx1xIcrOAbjhqCHuyyZ4s5+S5hInxoq/5UiUrDjx7e+g8SIQmSYSS"
    "5drd+opUw8iC7fAfTBIcvlkfZiwK0hO9Y4RggeakIx+GiwUMCO6XE1ukhJxYo3MlPczCKS"
    "P8iNFndJkWWG00q8nva5dP14PRRUpgs9FsFskEa378Rute9QxKxJDpbjKvA/LExcM+l3SR"
    "ErhsMpep722nvQycVUoozFgKS3dEnbhQt+BliWyvqB5SORsqbIY+cYSCac780lXfVdGOL6"
    "9ocnXVJWf56qo+aVk8K5fX6mGvLxDB6aBEVLercInscA68s6pFbLAlO3xBA5+EGxoogv4b"
    "+jXvSMZ3KFzedPGK3tR7RW/KCOeaync9D3Ik4Lxrdt4JqAbwL31low5Kyi0oozxLnEfv/J"
    "88KXNXnUu7p1ajf4mPm7r+dJ6O7OxkEm0+MEqlnbjzh8tQ5IvfNnj7SrQHIb4MKhKR/Jwi"
    "7xriD2dkgX3+uSUr/IrnxEdJFYF699MB3qtd0ymT+eJfc+YmqPBklAtrHQWcQksWypGMMJ"
    "Cpy41df2FX7mt+VYRE20VYpAIXYauLMDnMtIEu041wQQ8Pti/uEW2oi1QAdAegn0jg8smE"
    "5QR7qirbd66Pg60abwVxucjCNqlOdGKwNxVbSGpXZEZgju7duw+3n/+eVbrILMH3Hz/8fK"
    "eodXH394e3t2Wjov/kCg94H0ZUaXvywTBV9whsCEgYBRw4qnPwFIhGeO5MXnSx4/BR9ZbH"
    "F9XoawgW+RYcURBB8E2wOWK9tnKODPzJJvMXcmX25/HULRJQIANYKylI0gesnYKUpwKfJm"
    "Qg7TkDqSaFPd7bA0D7Lok2+ZSbcqQgl07EdphrQ0x65HllM53kudAhzSt/LhrljPNo+Eb2"
    "ED5TOeN2T61GZxwfN7V3A7u1/JwHhCAhlDKEA4JW2JGp+y5DPg0RFklXaIPZa+kGE56RGW"
    "bkO4ZkvlbgLhYkYGgTuCHhIy2R40+eSIDi78Fkc86adp+HePM//H/4v7p8uUfC7cei2T+J"
    "HYqJ+VuWdCOnjg82JAIrWOwQTPo5v+JDooBZaO1hm4h/CV17HMgkYbCnu49zxWdYesZkVT"
    "EL/efZkrOVbzpH3+l35y5q83qUEoAioSfZLeY6ROLknr9MJhcXLycvLq5vri5fvry6eZFl"
    "+VQfNaX73L37WWT8FDSQNAWoIYGtyDctTlRpx9QU4yCMAQVun5pGfDLqahoFKtA0Sv1Jc2"
    "d6BdRmW1KJFAyGxhmUKirlkSTHEM/nD5g9KgXH7GGz3CiGTcN0XKvY+IWuiAh8WohAKi6D"
    "UR+tIhYij9JHhMNX/GMuPzl/plwas0TLduwR38FJsJXjOrF857NN/PyfdJY+Ik5VVtz/67"
    "QlOBlxIn7IuW+kGFcYVfTtQL++45zH9fKcbmUqKEilU5CK+nw/MlwrLTdIalVSEC2UnQM0"
    "gS1SAaZFTPm9oInnjgKwLIeeYKaX97ajGGFiy+Cnq0OcaE2mj0SrV1mRanSBsueTLjjzUb"
    "VAy2eKkGQdkDOCA6a9Ua4s7kv22mvANwRO9TmIT0JBLhxX1Cc9eJwjg4gak/kLBlkIUzDF"
    "y2tuj6UHgldnCjOd/NxqstCF6YhOtrm48nqMw3cMrchqRoQXM6TCR7pCef2aIRv7aEZk6y"
    "RRgDM2gamtcENN3F73XSIEBd6PfSBZDdYz3aIQh68GcTDFY/jSECAXg9wEchPITSA3JfLR"
    "eylr1ElPydNWGWq62g1sFaUehI+QcbFnRp2tiBcTxSOQmOa1CCBbUBFj5oZLEUPmBnGMWF"
    "ouIgazKkUNNGe7ACX/2vjHRExbumvoYWnCadUkVMG9D/c+3Pvdd1LuNiicchqwVggB2hK0"
    "ubukK6g5EoATJNTjtEBKrWbPxDU1z40U1dxWbc822h2WAwD7vjDZSOGtXC8m5R09kBVXMU"
    "LylZEzpWq1e2w161bxwGnEdFKPhOYTE8oSfIzIVqGvZBtRaWr2sL+I+FeXHUQxSmqpWQj7"
    "jkzviUetCGNykOt5cY+oJxy44rsp6gAe8sVqNY36PikkguwqxKWvrWhpFe0uwRuCSo8jHE"
    "GJwO4Fd7oU+prUF/qaVAp9ZbtEA+M8zRhB7lbUqKGmURlkcabx97MqyH/98vGDGuQ8TdkC"
    "4doh+jfyXHaKaW4N4Ao0CmaHFNSsdlcO7zeKyl1igjtw/4AZCMxAA9gqKtKVRtJBSSwDaM"
    "tmoJ3QqQFsiQxgBXPQccxBux0+BLpLzGfz3hTmHCvQ5aOx3U6UbvpBrERSyX7IzThSnEsn"
    "pVGGIhquf8J2SNUu+N1Tq9FMxMdN57uBHZpFrAO6CPAKUeEnXy+FgUbm7rIl3TBk83cw9P"
    "3nn96g68nFzZ9eSyPMI5Gu9biCcGyzIdheytH8fxFni2zuoGoSsff3Qdfy07LncOb2qmNd"
    "pINa4lbPItZxk+WQKBwOTfV2CmSHK7XzYk/AH6nODpghvgkzBPXnbrDqx+gSLeRpmcxpc/"
    "rhHTVteEDFXUccb+uc99EnD5T/r6Ni1LdvngnQD9w171m6jcRRodWk+NbrM/JLYluK+J0U"
    "mnqYQC04LbWArLDr6TggM4LRlV2YXHXy8F41uHivKj5eCdc06crURzBRTgDSicnSyZz/hd"
    "q9pgtEI/TsD59buMaMbSi/NXV70lUIRwj3XtpDuWwqSv8+KRb2HaUewX7NXZ2nK5uQOOG+"
    "0E7vkgNbkD5+vC8cVXfvShaKD1/f3739/P25xJ4PcsMawwVfoFNG+KudnLlZA3gl/QEZkH"
    "2S54CuSHkU5MFkNNqr+lm673Dq2q9ktuQKxG0o3GXhmUJxK42wmlS4TTyWr7rd4Fa31C90"
    "I0OFw2Aral/wSV3ReIDwdaWoX9s6Wrv8bDLFNvk1+e5QadZYbbHMIZ1zsUwLJ6NxJ2O5Xm"
    "CkiJqt9VTtCHq5qQzTRxNH1eT88uXlzcX1Zeafyj5pcktV5QkSBCrprcHOkhJAGdEOZUSj"
    "IK6yvNJZsSWqMTUyGWzdQmjv4PGnJamnK6glMoAV4k+PE3+aLsQBsE00nB9zM44U5NLuNS"
    "kmssyEek00z6d2VTS/Ttp10Y9csyRPxA9FyKKIRtxgqWYKjZOrmGvKsa3qpJ2p2isNpcMz"
    "3TSrMd6SxFoihG4px78XrAYd1pyS88cWFffsn4G2NHtMa4U+d8ML5mscEF8X0gIRIAqdA7"
    "9JayGfz1VnpD2Q32vML3maMRi5mvj59m8PBVZWkusLOQXp8HLGffm42noUO72yOqq0PTM7"
    "TocH+0rsOIXGOgcTdM4nHQSd80lD46KyoHPwDly9AD7blw60b8t54pXTMZvnSUaTkTSYwd"
    "zn913qhe8h9ijIIdjTZMkHAoW+CTYzEoZeLzYXKWEzm8xl8HYObgIoWce7gloiA1jB23kc"
    "b2e6EAfANvGivc3NOFKQS7vXQG9nxoR6b2eeT+3ezvw66VI2mAREVGbBQchXgCi7YmMvK7"
    "si2qSwaJaRIM6aaCXcnLKICx/NuW9HfN0gzLLaLSFFK/xIJHVi4FHVDT7gm7UjgsF5evxr"
    "xmpwnkaB18veWKSDKjJWT2Njuht17Ox5mlGYHA9taM+KoVdRr68hXCB6VhHh09H39lJDWI"
    "b36Nh/M4JRLPZ9G4C50BqEbIrnoaqUR6MXo0A3QrCHD4lhhAs4Ya8btEIKl2jfS3QdkCeX"
    "RjI1ti876ucAR+pAbIn8UFWapNnaWjsJGF5NNryCE32vTnSJ1lTflV6mG51DHTqew4HV68"
    "DCa1cEg2t6NYpU4NSAZEPwExnqwtD1EyVbewBob9fuf5Ax58IVT8EabI/kHaLBI/8T3/5u"
    "k/TPr7qHymOsRv9QPHpKCsM7pcOJq17ktW2Wrr1EVHhQ0JJGAeP/9xz0vU998grZHmXE+d"
    "OruJXjWkwrw6pJYMUfBZSuEA2QwzUjm7+K/8g/F66aeI2rs+oO+XL9wjF4C54hszxDgiVK"
    "gbfGKYFViXQFKfd0T0AVtEJqLYk7G/4t6UbLq5AjgcaEz2lMCJLm4NlzucNfN4euSgqZdO"
    "U0CMYvX1u3aV2JDFAF7ego2lF+hw+A76fSdCe5dltBVhyL7R3r0h0/AMqfc1ONE+HS8WhU"
    "nGKsN/4iVK6zei00fm510UCX2dAO/eo2hDx6W8QHkpDrf64fx/Z52CbfMeRRG3togz0PCX"
    "H9NWLkiS8PD63wVszpCc2RSi1yq+pON/Ds2vqjYmeJrwRqpXFqZcqWCvJfVnwh1OYo5sjG"
    "VNbvYvLyOktQFL805SZ+eX97f19NUJSBO9OV60cqj2szrGVawLaS7NIT2SIl4FqOwPRcfv"
    "cGdKVjYypSPdPUZKaE09HSFCPREFDTBGCnEJqxIwgGo8FNGkLMyzXj7gpqiQxgNdUONx54"
    "wWT0zZmMThXlXjaj9EgdAOb73FQjhbh0AZlkNLolgWsvzxTmouSJ1WQowrsxxjQArVWYlN"
    "eTQlFKOPg8w8r+taRn1h+qN6A8kYApt3Z91G+OZITR1ZOrqw4xv3xUQ5vPq0oZLb6pNBBO"
    "ho8Q3fNOfQfPG/oOnlf7DvI3hsokwPpAiRwJBEpoBkpUxN1DXmb/8/8BO97faA=="
)
