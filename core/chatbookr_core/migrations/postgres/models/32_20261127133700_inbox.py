"""What staff share: teams, labels, notes, how far each has read; conversations put off or given to a team."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

CLINICS = "current_setting('chatbookr.clinics', true)"
RULE = f"(SELECT {CLINICS} = '*') OR clinic_id = ANY ((SELECT nullif(nullif({CLINICS}, '*'), '')::uuid[])::uuid[])"
TABLES = ("team", "team_member", "label", "conversation_label", "conversation_note", "read_marker")
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
        ALTER TABLE "conversation" ADD "team_id" UUID;
        ALTER TABLE "conversation" ADD "snoozed_until" TIMESTAMPTZ;
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
        ALTER TABLE "conversation" DROP COLUMN "team_id";
        ALTER TABLE "conversation" DROP COLUMN "snoozed_until";
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
    "ExVqTLm9iowCwZFf2ZYEdGE1UDs/LPrcbALDlSlpRKhrYGZv1CN/xRgBhdkRl1toirP0hM"
    "IOOfPLoQEVTxvMyS0VSeh+KFqwi9evZsiuAqiJc6+jVaHy8l/63AXq/xpeOHid8xyKoxfF"
    "sQzglXfdY3dF7J0YwwRGqYWrsV2eV4xz5Xvls6QVUGtV4AQqHfbx+oPn2eEppq8RZoAGX6"
    "GQ8NoKAB1HHKuHTxu/FRDWVcKp63RUCjtSbSeZrx2ab3AvMpRHYfqEHAXqoRQZ8to/psQf"
    "MRaD5yjLMFmo+Yc7acnJcJmo98W/yGaMmBoyXXOGJ9g8nLtLB1TN46K8IYXhA2XZNAxIlR"
    "VanK2l1UQ91rQxnG5KG3VEBsd+1yzSQGS1lEsRZnNTHAXIU5JKu1x/96rvz1TZOomQLOMZ"
    "PPMQgsgugXY2IyOkS/HNUz94GGrk3O6r1yyQCri0fO341tjcn4QlckFI23Ed41Z2DYdeIm"
    "C6KgjcTuO5bWs7H4Z+mBHHdtkDbr14i/Np4oIVzjUFyQ1ciNA71TXTynHJ3juFxaCttcih"
    "WyJWcD3yt5T2LF3agYA95Gk7yNUAZ+j3lnWUuaruhmBABvF3jnc34gaeGbUYwQ4PNJJ8dX"
    "g9+rDLBDQqyytdSXxthRjALgQ9fFSG5ijRW9oxgF4PvOoCvJIzoaeIkUvC1mq94BwT3dag"
    "VKYLPZbAYLC6RuGQ0tGK9OPnVLFRQ+VqCNztyKl7nKQphtgAbT4G7MoAH6kDB19MvL1IQp"
    "o5Sp4YPX/qC+Frjp+BGCO7ym6lFR5VwH3h3FAQMv4xqoB1i9XRZv/dqtZPsF7hO2t9MoUJ"
    "i3GjJtimSjC3CdvOgWTNwUTVzNrFxqnhMZwejwvehior2oN9FeVEy0ZEUCDghfk360mhGt"
    "QoIq2gNCfn4+OQzq512qQZ3XF4M6r9SComvii451Ifldy1pbphvdAh9eyFhSPk/c2FQnlL"
    "ZMdrhw2vNTiaeNYyR6YFslPBy616eC7pIG7h9Ce8ZbvXVbJDscspeTE0HWjkI6n/dYt1XC"
    "A54Kl5ensnJ3/ca4nr30CWN9sG6c5IC4X50I6v+KXBLKtga1zb+/rLDn1SKunOCAQHPJvw"
    "x1+tmzEL6YvLzOwBW/NOH65f3t/X0duDL741nolmc44Ol8U0E3+ejo4AZkoVk3Z0dxQAH4"
    "7deqCJx8ZqCBAosOSWzKX+ezOQkUR29jkyUV+QH7LKWm5TzYmbnZ4PZK4qXED6fCfaCzoM"
    "t0B1zWiTBOfW9bXd/lh2Zq0wHhp6soiBwna03n2A5VLREaV3z9JAdc99kneS7o+piOsvI3"
    "OLRFvWJRPVBx2NQv/QrhUW0aQ1pCO5pCG22hFXMGf+ET8XoI1FXCI2YIP1/wGE5bgUCvsQ"
    "Z6VUJnjhR2EF/uZ6q4g+SR1Rh4kBvUqXM3HxxsRblWWcWVOAsSWGjjhkv5QZLezH/GIWJL"
    "LuYhN3wtHwk3+AwzQRQy5FNZEzau/8rHqFt37/Nl7b27HeJEazJ9JNvWioZxWlP6WxTwFS"
    "Y3ZcDv+8CJ93E1ASn/1IIEJPMiNHKc7Owf3JGMMJRg+IKHDrFdddfYhryCHM0BJbqAzEWh"
    "juoSzj8wM1mmdNLoSCIlUhBFjBNFivVDuWI51U2cLFIdcEslF2d1S+UfmLmlYsz0ruU8zT"
    "Mu59OpiqER2h+3/dJZtTuKA65YIdpUl2v2qZlrNak8oGU13JGMw2gyvOiy4feieL8GqjmS"
    "EVYPHtz46nGFLeIqng7EeZrxYTywJ0coaSLmS+8aK1LBRVbENDFLaGJapAJMK+FgpFdx6x"
    "IhVLXuWdU6ZwvTOIuLVOM7jffQRRdyhoc+O4rG2a6Ylky6ACpkCx8lWzhnCHkmtJ92M40U"
    "2+KeNSo7OHazvf19TYMmZ10ywOrgshOdutOxrZ67213Jvs2SeqkzDWGGqE/Q3PU4USwmWW"
    "guK/jNyQaJQO+qZ+65k7XnKVf8ZHw8g75gx75T6x1l0PRkfzp6efXrOW+KtOC9Mdp7s2PX"
    "bKsprypIwYhQ3kjY2fbaRDs6qGlu8v7hIpEMs9XncZESjkmj2SwkzF7WwBIhWAP79rhz/y"
    "DTDK6OQcJFImjFUQ0XZks8ubrWEqMzCjCuthtX5yROB9C/HoqUIASYfDuACR2svaZYJA1u"
    "bBJbEX9NAlLqTZK/7kJW2m2SufiWdqPkw5IgQcBEhL+wHD6RQIT1IteXv6aRHEnIv0/l6P"
    "b+JQPO254kkIv3Tl4jfsyCUMqJA2C2NMlsCfH9ew+Sy22KrhDnSEYI8Uii5MwGeWATvLqU"
    "Wn2nkcOXUDuSbrCPPiNzN2DhVOTz+X00tQo1GPNAXRsBY0Fdezasp62uCbEIJ3+5SlnbPb"
    "daVLXiyEELzjcmRhcL+LfkVHuYn+NpVHRDF8dipQTlkJDg1RSCRo5xLFkN2tcpBI3Iqrj7"
    "gnXfigHzKf2Dbw1ZGU5XkKoQg9XbZDGKy7t6BbYzggNuJsyYK4QMRQblaeyo9CbRuCxyJB"
    "CQU2546DuUCyOiPhfTsxEpSMfnAd1DtQ0Xe3QR9YueUBBDBEXPCIpas2ht+ES9VfSQxdUM"
    "jZyQyoLrz2jk93HvK8hB2jFZ2pkHhPQTa4uUwGWTuawwAWjv6iI52ILNZ3hAbOI+9QrTUt"
    "HDFjeZ45Evous5CyNVjmOtMFQmA4kISs9+k/tHWFQWPtGtNlIiA8MEVGHYN6TQuX1f0EKB"
    "C/Chn5YPHQpcDF7gQg3u7vAcYunGJSHfFOYcKdKVW6cD2KlQNQDUXxk5Qe9FV3BL0mcBWv"
    "4d0Iev9/cmBNrc4xnxzlqibeJBVteQm6mXje+QIIFFQoKkQGLJiJQGn3+Sn1CV/9CVrD2A"
    "p/DV08AcPm+nAJ78OAi7MSXsBiwDfQA/OcsA6LD70GHLh6GGFlsmBXgrTtzkwtDANU8DgI"
    "IOexwdthxT/Vx8S9ONFeXqmaiu2Vg5JAbAOBPbRwpu/mA0rBJmxvQPVH6lRvVKjrE6a1d+"
    "OrxDSUwx9pUsUClaxmU1LdeErj2CsEd9TuYTPjliykTzflNol79U7JNq0gPoWCbpWKLfYK"
    "8YyxJhz/hKQw+tQwZYgpbbhxsnp+Xyh0saTCNGtHtxVSjBCw5e8H1DChYEUHgN1BZA4TVW"
    "4c3dU+BYbHMsVu50w3yLLLyL7EcSnim13uyp1azvsnA62w1s1XR/oRu0iuylqG3GYbbdNf"
    "bQEjPkkXmIQorYmvjOa/Sb6/yGXCZVWQEhV2QTxfaRbL9TNIIYcuJ2rRg0XJM03KMKh2Ye"
    "T891f5AnpWXTo7gmCj6jKEE5FySne4+qcPzx49e7+7fo0+e3b959effxQ1ETlQ/FR/wDN5"
    "Vbbu9VAPfLKylQgknAOJNARQk40gUfsZCuPlNPbdbePW2+4OW4aZAO7GDKFmNFtVO8s0HT"
    "jY9WWPRpfcU/Fl/FQth3+M+MhGLsmgQrl4mcYmWPpyGmbI8vkhC1BBKBsduEi6peFJD/Vm"
    "Cvr92Qjh9FdcRS3ckuFRtu6is23FQqNuS2VBXjv375+KEmur9IVr6yXDtE/0aey0YmJghA"
    "CvdUpSBlufZkabmLCcoFKcGVMFq5AczdYI810ZBlbiFKfuBhziiVfJs+ahRupRSRNAQfuv"
    "Qks+m6UIkfqu8f+zRokhvBhDS0CSnbAF1F8YxghLL4dRdZ/LpeFr/u3svArKJd+0R44CoV"
    "m4DfFFxATi6E7nFSJUKIk7J6xklJIPl3Ekgqj+L6w0NBOsJjZHiVHvTJPhvg5PTJgDMh6N"
    "m1O08JBaxM47Ih3oa3AWZRoHQ1pI+sJlWM5Aa1+hg++gS5gotRrISEFAl6IjuqJXUJXiM3"
    "RDQKPfeJSG//KvYPMLxlIlR+yReFcBOIJ2gWheIHN0BcaK/4H/b/Oq3mBS0eil3zdfBRmK"
    "lrQo2cPaibAZmTgCSWuq5SY4EI5MUO8qJ+dfRnFkU3G+BJl77Qk/q+0JNKX+hTaERyuPXb"
    "Zfl2b50nS3RquS53FOC1fIbX8pGsw34lsouUoH6Ypn6UAvFFYinrx+kqNXDbZG6X9Qw9o0"
    "KRFqxHJ8LqmdouW6+1KEjBUVa8HKUtoc8uKhDCYWnyDoJ4HojngXiejkbkH6NQGdOTf2x1"
    "MCZPnXRkq0X5C12R2EaLfZSQow12QyYKqogIcxtzrdTBIl9sHdAn1yGBJTLHMFrjIPRlIt"
    "mGBg4KRcXLcEm2aImfSGwp5p9SWjUsH+yt7fblFLL4t0e+hMW/LJr9k9hKqzOYlE0yKacM"
    "62o0SseP0GZ0PulgNDqf1DfanFRMcrtdoLGyi1RwfZdzCcSB7Ip3a1dLUZCCTgFW5EOeCC"
    "QM+2VvFilBaQOl7US21HC2jp2Y2RXTIhWACprwcSoN5YKUngltLiZqpNgW96xJVV/f/r6m"
    "QfhmGfmPZyorQ+6x1WhlkAOndjayU9za2iV2nMvuIxzYS/eJDxRfwUFYBI5RJp/OXY8wPo"
    "Cow9F6zaK0AiR/RZIBH61m/EFLhNmOBALLjLICJOyrAF+bErIjgIwQVd9S6oci5K5P8dwq"
    "LeSF5CV8rfq5IIgPLojnj/3OcnieCCAFMfxIYrhchgMgmzRpfJvNN1KAC/vWLFE8JIGPvb"
    "uIqT1++ectwng8cjpLh3aoVMVHkNBeyuqPeaPydyxzvMUJHKJeJH4k/ut8KsdGuNzmNFAV"
    "rBpwZu0WDQrzON8IQcimK9ePQgJSu1lSe5E53YX3Ch3I8AoZnu+1HtiWqABZlXYEUjk0pj"
    "8ZaI3xN48HXlB+jtPtYMAu6oksCm3U1f0O8jt/CH2zNN1IgVaclyYpnZJZXxk5Uyic2TOr"
    "SdmMl0HEOpYrEK0J6Dwkou35I9kizB6JIxv1YSSnEh3RRS0BB28txGgczIlRQFb0CXtcY/"
    "TRjCDs+5TrPjKsk6uIdCVKDnBm2FzxrWmIcJC3tgeX4rWbq8vD33cmFxcNHNfHYWvNZUEA"
    "OqtROmvCw2rkkxr1ZHhTuNPpnocqaEX8UkW2z9Z7Bbn6uLwi1RiD8zqVxjtvqI13Xi2Ox4"
    "9mRZr3nbuoVfhTijFp+n+ZTC4uXk5eXFzfXF2+fHl18yJT+auPmnT/u3c/C/W/gH/VHlA8"
    "5bseyEUq0KvAyAKqqqFyfb2qqm4WF+/sAZC9XbtJLeeRIls8BE1Sln4OaLS+Xa8p//IrIv"
    "+AitJUGWM1KU8LMXqKS8M7xc4JYTFuA8NI8OTaBG3ccMl/eeKLwuP/4pC9EvqJcKmxivNN"
    "FmQTHwaUrhgSOoyFCLaXSIjkMg1PzqEOuTvUy//h/8N/FyKxJxwmovk8Kh4yJNICsedRW/"
    "ZsZMihr7lCxvU7MauHWSjphUdx4T7xj6N1nBC4qM0B7OtHxCHoY2bpYzvGVLBvyUfJE0IZ"
    "DqPzUaRTskeZiB0ZMNhoBss7pMreLyt+7NeHAaREY1JdLyYvrzNlVfzSpJ5+eX97fw/+6U"
    "O0BU2ED01QS2QAK/imD5oMHcvruvn7BSoAFawox3H4J+twAGi/7GYaKbbFPdsBXHDw78PB"
    "r8Y6lQIGwPk+N9VIMS7JTEbV6fqFlmw++c+tJuPfMh3RITpfGtxE/V8ZtMDoiohohSSAgW"
    "xQHJ7L0GbpeiQ2dTnEdh1FyuxzJ9O2nWXlVMjva5dfomAyA5PZiZ1Qo7CogMls5AyGQld7"
    "LXSVu750t1CBEnaR0bsIugB+G2wGi/geMrZEX90+VnEFKZSxBH8D+BtOHV7wN4C/wRxDYo"
    "8Ew+xaGgLf0nQneY11yS0s3+XtAbLg2QHPjmEwg2dn/xib7Nl555DVmorChZ/jxl1nCjdP"
    "dZDV5PNxs+HTIDe+gwfIXmJ/QXKZqxHnbJDks8bNtOXD4Dv2KhmFFxx5S4Rhuwxhn21IkH"
    "4qI7B9GiJHuH7kRypP0WFeqkyaXfNvYbtr7OVFR/GDyA1YYrZUZcruDDDgYDLKwXRUa4uZ"
    "ctSz9VbF/uiktBbpQLkqAZsdNF29KBnBCL0owzdNz45vDYTzNCME+bpL4/Tr+sbp15XG6T"
    "hYRCvZQFgX6iolAN4BcHC97q9TPY1Cm64U6Na3qs+RPKtX/elIDntpVR9Evs+/T78e5hVi"
    "cIia7RAFv/dY2VzxHRzNoMLPgnD7Keneeqa2pxTHWC3mFDl6us4Pb7em+Ojjmvjvfswaya"
    "YFv2KVE3kkjHPM14SuPYI8ukCuj2bb18Kw8UQje0lkX1rk0xl1tgj7282SBATxb6iKuT3A"
    "C7XjcovbFjrY7OV8eE4HG6wSeupFynT8GCXKwdVQl7FI5Qyph3dHMUKAJ1ddVCI+qhZi+a"
    "ySdCwM3arDo6HIW54IkNZCmhF+pvds0VQzAzRqyktwOo2ayAq73tSh/B9fUcigXnmtED5L"
    "hT0hTuxHhyX/iuLga9smjHH56JH4NWaxO0o9gv0afbZxovI+4TPtizmp7HPgbfLx432BOX"
    "fvSlUQP3x9f/f28/fnklN8kBu7cavFKPgfwEImzhrqc/WDi+pUcRM3MqNuigOyIfvkZPlQ"
    "QI8v60DrmFJTw1n1jLMKrMh7TeABC1eflX4SFi4Vm2e65XcrhOAbhzJSEMttaOhgl1juI9"
    "m5/RmNfOdH4rlPJFA2cywPsRqt3PFg8RfuRrcauX/LAPpNhOI98uNS9LjwtgjPQ2mAJmhD"
    "g0f+I1diED/7HOSGrxFGMyzaNa7wFokSFVlV13g+9h0SIp+iycYhXqht5A6ITThocUyghf"
    "5zJzIVnoDl2yTLN0QLDh4t6EULVxGTXq9a7ChGqFtcdvEnXNb7Ey4r/gTHXSTB3F0B3lEM"
    "A3D7SXHC8VXC59nLrl0i7GnOPp0zYV/W7PxtWWFASyBQkRS0Z6O1Z7BB7dUGJcquTbnoy1"
    "QZYk0R0AWyXlAbdojt28O/Dqjw0/Q6ssq0A5xZhqF/6keWKSFtvi1j0M6UOn7yzGpW7nOj"
    "OuQBzgLRKMVCLGJrYvPlhmiA5sI+gL6/DcIf0KU4ddDPP376/CcLyZqOTuB6nkjXo76yHu"
    "QQU3ZRzOmabxGINzNV6z5uvJlJ6kuXu6ihCWO1B6PLpnLHKHSXJi93nuyAnu0jaS4DOrZB"
    "hs3JsJ16ija0FK2s5hmx+U9TzK9P0kO4UpCDTmicgFXIwMpf3DqsLhACk0+Bydpe8zIdeH"
    "grTnPaTwstEIIKatrmMUwFTRz+DYroLiSgXR2d7gIROlWnkaO/Y2iNgzDpDGrzk+EVckXj"
    "Tq5J2lyfVHmNNWmVtWKK7QYE7TRVL3MKKGibJmmbaxyKjAOtkNM8DQSaPiPQ1PYwY0QL+x"
    "wJQP+sfAS+bx0F9LVNLXMUY2prOTm/fHl5c3F9mfW2zD5panBZ1fYjn8NNvSeVa7gW1CIR"
    "4KrAde4GLOwhtubpQOczTmwtFKvEvTicIwMGG81gCNgevqJ5ql9oIJqnAUAhAv5I3VPFKh"
    "wA2NSe8CWdb6T45netuoL5cS0+H2goCp03WHySEVYni4+/G9xq8fm1UL1mgxkKReT+xg2X"
    "IiQArZeYkVcy5H9OowBxrEXRYybMOzKk4OLi+4s4pKBqEhp68nabUYZBckSLF6jqC+dpxH"
    "eCWAZDrUtwSQ8s9UAxoj2Gh8TnTQXdWuNFNh7sFhD9cejoD4hlOmgsU1wQUOdwyAjgdFDg"
    "Cfb3oREFZ9LRnEngRD0i+OAfGb35HPwjI2ewj8MoIL0yiyukUCozz16d5GJhwMN2z8KlFV"
    "rgwzP4wERXOt8mrC8zVBMAR/pyZEUwi4Ke3FAQAyf6ciJn7tcRBXJkIAoYLQrwh0saiGYS"
    "TtQnrUlFDyw3m+W2KFLGj8ZFr/wMBTlkaZwMv7UTndTUUGkMSoTuGdJSdELnUIJSUAPACn"
    "FnR4k7y5c4GSj0bMTolratiYFnn2T8QUPc2ac0QKFD2FkWzNAlz9Ahtsv4b6/QRgSJidiw"
    "uM7s92ng19WfBLkdMguR+ZzIHwKyIo6LPYRllNOfLJlVuFlSOZ9DHFVa4j5fpYxIKzHej1"
    "Yz/giyGI99Z1iooWZOzKQK8LXO5B0B+JIhdufQsTsbEcjQy5ZYpgRDotXTkHj8SsFGLfLh"
    "awUnF20Pg06REox3RhtzUmZp23EqhKAZg8HhCAYHUIvPxqUWfyYrAaK6r3l5jNVJOQ7yw1"
    "v14wehqNK1YD8NGNqI/uDJDE5cWMch2PFcnyA+kNEVyWruuOErRPkaq2rCQ03aRedNZ5K3"
    "DQ4eQfs9+gFmNWi/eXZ1FmZzNCMUZ4evGC/3QQXgWgNDOhzMC8qOp36feM4cGSgFRisFIL"
    "mC5AqSq7bkGldyaBBbs1IPHWTWrMxElzICdIWwj1Jakcpvk8BnFsKM/7JaR6IdwTzgw0S6"
    "P44cN0QeXQjpklHE/7At4nSBS9hrxM8JPjikFvJFB0EupW4CNwyJryoxcLgXg7NnJOIuOH"
    "uGlcb4H8Xkd6ggWp+9lqeB7LVnZK+FASFT5v6hUN7u3EXtki6QjWlV/2Uyubh4OXlxcX1z"
    "dfny5dXNi2x5Vx81rfO7dz+LpV7gSnXtSxwDSrUcQQWiESrPw/uC1sR3xPu7n9k5ijEt78"
    "EObX7R+7b485V6dPPRUaQcE7wHPj0SyVNjWecoxoT7YMsavPJ7PolTnapPH4wiKZjgjDbB"
    "ZdzSdsxXKcEQB555sG+CfbO/ffPJDXHyhyuMm9lTq9myWRjXatX86BPEAQhJgELhPF+4T4"
    "SJGPDEOIgdFj/gpypfkwxhtPawTZDrZ2VPrdhxjt6FovrpI/G/Y2iJ2RJ5XIpDSxIoPPUH"
    "fG+Xdq+FNBGbvz4sNH+1UGkIWWHXm4qXQTVVswyfOc5oCMhFKhCSOwjJMWR94rPLlBCfbf"
    "WMzw6oqtxi/TJPx49wgZ9fdwlmKSsbuWCW64o9TtycrvhWJNCUYRWkkHtdrlHCL2ztc7pI"
    "Nb5u3oOf0rGMpWN9y1Eczvp2vi94Bza9SfG6j72gQgh6bdnoVpC6tWxuBUowuRltciO/r1"
    "1R50ufzUVKYLPRbMa2Tdb9tnOJFMoUnQSfe5QoKlOCiFwu//7Exd0+W6hICTvI5B0ERaig"
    "WpIp7pEu1ZKO4x35K52dKdwi4mOryR/yz2RAmyOkHsou7oOsskdSTrPqMHjk48W/8cjq82"
    "yGqvMB/Asm+ReOelyfzjWsIeakW6OrDTAdP0Ij9mWXKjqX9VV0LitVdFg0+yexdWMwilSw"
    "YIuY4mARrXRb2RSIIBvgGdkADnGiNZk+kq3OqVGk6nV2lBezQY6D80mn+luThgJck+rZAQ"
    "XOdgjfdMD3phbdm0rhp15126Fau3UaSj0OQ7Jaq26IWr9bnuRwjrcX+9o8Q8e8c61oqQPn"
    "jgDALIPpEWUP33p5MCMAUbCIpAhbnEbrHkd5kRKOc6OPc9kkjwQBVWRU14tDRapBRE6jRK"
    "K9CJ0QBvBN7Ki567ts2YvPJVLwbpnG54or5jgug/8QFfB/JE+uTc4UroP8Y6vJhSAr6XMu"
    "ZyNbkyrk1Gi2RTjOS4gzGajvbWWBlngqkarwWmYpxPkKbhhnL/yARG6EpIgrtLAl3RAHYc"
    "9DooK/KGzoMuTTMK7xX82tOPzrlWVjIpYFv+bCNqFszPHl13rvhjlRuUZJOntIMQYxZ6zX"
    "X0VxYITvjp6duXO0wGqjWb0O6FMvPhcIQZo1mcc5kaarYJIjgTit5jgtAVUVWu0ora/JNK"
    "cJaWuMVm5BmZS+fo9nxDtT6FnxA6tJw/KyIR3aqonuPkK52Sxde5nlgiNGgzDWYjiCXG9h"
    "Mgmeqbql9ZhBqeAUonrkXw3KzbGPF6tBuZH/VmCvV2vS8SNUaIYPNOKw0UjLPL6jGCHATQ"
    "65FN+XtfC+BHXxm5QvIRcAcgFMkTPNzQW4Jwvs/UJLIlXlYbPIKYZNl+m4VrnzAw2XHNW4"
    "idCaS4bEDy1EA/GBMKpv+FQkq0vkMhTD5aDID12PS5Xis4DIQApH0AWRzxCNwqqAut9X7a"
    "MaUvIlp5CtYJrIy3nHOIB9qvRUSKFMT15e0CnTIzemruCWEYFJ0GiRDSTzb4nN+oViy4QQ"
    "QlnOco8llV5p7gVSOChN3kEZs7S3UJUS9tD/gN1gv5DmdBoNTItUsEzBFnMwW4xi8Q4A7a"
    "fdTCe5YluhLe5Yozyqrv9InHeiXLkbbs9Utq7iCKvR4CXHTt384HZvq4+wbVOuiopWgxiJ"
    "UBU+QyBDP4Wv1ELxvMKdKjyndMPXyGvkU0T+LKr8IhlCusKPJCnnLYYng4k3V3hnD/HGdm"
    "9u+tq0OkecDw/+3aNfJ1aDsSvlUgX5hozlHckInZCTq6sObkg+qtYRKZ+BK/IbVNdk9GnU"
    "Ty8v04JibjKnQXkcXnksig+dtcciGcBa9qNA+C2o4wbojNrqeLKvB8A2VfY+5aYcKcql01"
    "CtmpePhwEghvjxo1g7qF3b/Cx7ZjVaOPKj9lvvsxr5bUGtTvMMAhDwvTMFdMlgndRnsE4q"
    "GaxJYz4dfHMkh4P4bF9r9gDFUP6gvtYCTsePcAEPn4Ltsqno0vWkQPiOUo9gv+ZwztOVg+"
    "I44b6gTk/sA8fEffx4X7Bk3L0rtXz/8PX93Vu+tCX0fJAbyxPVsmNL6rkO3k6leT/Qqt6p"
    "IB1fPaVJlyO6/oQur+8Us4AsEqlIF+0d5QjBHvxCTFBj0w0NHlXRtvXFgRWkzyoRbBjyDU"
    "jvpUIwWDTBVmSKum1wGg1d8M/5LeDL8qIKrTv33GrSvG05ZurRRSfd++wWxRTCxe+GaINF"
    "/27PsdAmcMOQ+KLJt8h04dP4DMc6qfTlr7BDOMVrxFVShD0u7VrokaxDNKcBwiKh21P0Gt"
    "//67RtBrlXTdOUmiUHmO8BJ2sgUhpk9TAx3LmL2gq5ypNOUR03WdXPsy7s816Pq+P+ZTK5"
    "uHg5eXFxfXN1+fLl1c2LrExu9VFTeu7du5+F7Fq4elJhtiH4wMdrtqR60Qc5miOrbIPJVZ"
    "cvuqWWN+WWV/Tg6k7ovsyrtL0KQhsmUh1y0RsiWBnGgWFcmtD8Zo8d3KH5zT7i4oM+YfEB"
    "RMXXIZqX+yqYNgdalUghpM64QKuKDn00Xc/1f8KuFwV1ut7uudXsZeUjp/Pc0FZ17yEQBY"
    "bpHHEFKo3ulgUN5gFdxR/GjiELyWfE4aqVKEwsQrm3IgTc5g8R9h3ER4U4CBEjMrybrKra"
    "3t7f1q7sgRfYJC8wEWkB2jWNi1TDiFsGNQwb3p2WHAk6PXryJNClp9Klh9oiY6dX8YgyLU"
    "RgmyYYFGvnyXtoytzEVq6VVVEmBl6bxmtDhMD3/LhVCX/y80ahb5WOaJX1RPOIOBHvNRer"
    "cCgM7gxvZc+IhRC+KF+lqRV+yYUsUaKKC14WmhEbR4zIfD0mTPJ8EOXaTSrDKUq57vtlz6"
    "mVBaGARgmBYLkEy+UJxZJ42F9EeKEV/JenGSHIAzfgDYjtrmXmf7/ieFXqnvXxTudw2Fd5"
    "vCfsRYT14kOFFJjQkwnQ7Ht/Z41259ARNw3dQ+V5KEgwVsW5cECRMPR6sblICeYR07hsin"
    "mEOC4+U9lH5AOr0UCSDekQ/Dh3vaTDps1fhDZuKLrQrAhj/Iu93v0YjxG2Cz678FOt8BYt"
    "8ZPo3ekgJvxV2FOFOw7/AmXFpGSWcskkZZvPhorhlXLi+fY72YhM3GA29oXLW/xV4ndIu9"
    "zLyfEMW0txJWiIPRXCEYqWk07xkZOG+MhJNT6S0SiwSS8NqkIKZd6tnioUWMT2aBFbcdGM"
    "f2vbw4FqidejXCEcn0513ulMOW84U86rZ4rETYKkC3ZKBEB3Apq5f5Bpdsx2DJ0oEo0oon"
    "2w8Ak+fShETF0hpEw3vlW8h27my8h/jJOzNdZwiQoWcXURg1V2z1ZZDp2jBXCRanyHw/D2"
    "2bLC3nkpl+jGh/VeasaAObwW/VM3lII5/FvjMlSyGL5XTsm6rANslRTgLZsNCk6BrsiWXA"
    "kAqlHNiMYDKpS0+Ua6EZ0qtl3aEdXdZkOs3dJ0I0VZcZG3Q53cUQOg/H4300gBLt7nJtWZ"
    "lsEcb4Tl8awu1CN+arXGe0ztbGCnvJi1S2wSt3UXERqvZf8q1xHZKrLSVNLfXTz7Tj4QOc"
    "hijB+tZiJrhdE4YsMXuS029pFYaE5cjcqnIjBDnSNzqBfXRIkIqJJS2XK+tuCQjALiOoyK"
    "60i4VwG+1sC/Izhcdu8JGfdTT1OfsI0qLcRtWD3jNsDIsgcrwO7Q724D2NEAoKCsHkdZzS"
    "J5ny3jJ/OMFNf8bjVLvhcyB1u66zOlfJ89bZHvC+MG7SZTknbTfjwtQnHROQfCsWnCcUA9"
    "rTiCdPwI4zSGL+RoRyykq6nATFdMq1BCHv/phRid7RqunOTyhZAMcNaDHtnH8SnELle8u0"
    "cz3QopHP3QTxd0dPN0SV0dHRq9dkG1tdFr3UE7ALSfStOd5OnaoUNx5YopIM2/B/rw9f7+"
    "eLaQ2M+sNIRkLugmK8hu0NAmEOr7JN+Ug/weksDHXqf0cYX/nglvyM44IpPKy++ISwBCdT"
    "7jjCeOG8SM0tFDC0QjNKMMnO7CVZelXhWiHcUI0R1ey4/hmj6SraZMXSEEPQUS6w+WWD+j"
    "zrZXCEKJEOIPrL7xBybEgZzOwbEvNqxw8NivCmWZEljQkwVFJUDjxK8Qji9ZdC+FgwKy9r"
    "ZcNdMGvEIIgHer1BTiMFIU+mh2t0WqKh9jEGfOu/S8P69ven9e6Xofw9UnLTZPCFmxJjva"
    "oHKD0l7Q5bi6qT+tbiqH1ToKOOu0QM6RjA/h4ZWvnUVS87QqEMJpZfJptRR/Q68uXkVK4L"
    "LxXA4IZnpG7BLZ+M7M4esJrQPXJlOb47GgwVbrcqpQjhDvLm6Dy3q/wWXFcRCjpmuDLVIB"
    "zl1xlm5YfaAzMkC6HWmXTWdu8sdXkL6j1CPYr/H3FinLhj5OenpoN9n5Pn68L1zAd+8eSj"
    "B/fX/3lqvoEn0+yI0jH6rJjnGF+R6SboEQZCCTZaCAPNHHXkwuUgKXTeby0mUhF5+m6yVW"
    "2Qa+rLDn1aaEV4hHVPX1YvLyOssJF780pYN/eX97f68o+LoLY9IyXu7IIEnA6N0DuSDfBJ"
    "uTmJ4eEfZVSggHgnoN+4a0HCrbGdYyIUAL9UYh6eb4sA6edAOVBnuh3KfS4O5QHQLopSij"
    "770pzDletIu3UYd1nZO3BkC7Y06ZmXJZK75V2dTEfKcHslp7WH6lurynbIjVIf9pGuZHdy"
    "r1mFIg10eiZqKH/UUkOm7Sufwd27Ltjbpcow5xt+QqCQL/N52pLb8qHa9uzwmVaI4uAVmo"
    "Ppkqi4VVod8hhFbJhjEEG+4loDPdKl1hTscDvt3wzY4sDYzzNKPEuRPMDShXCtT0CKZ4dh"
    "iF2SAPnx+4DsiTSyPWM3RFQTw+X//wqEPA/Z4D7v8VYc8NtRZzjmSEEA+ct70k2FGppg9c"
    "YKuLKUwpxnBANHmF3v7toeAQSmFUZ6Glw3OwvxGJadV8WB200/GjWMmHBntOaai3uHcUsL"
    "j18RZpe66q0fRfv3z8UJ/p5yrbTDuuHaJ/I89lp1jNvwF6AUYz9GWUraKWLiYoQ/+EA1dA"
    "oQV+gQjgfwb8LuPv6hvzOX92zOcJwT9g0KdNV2vqE/FOjSO+SAX3ao9znm19u19z2DwhxB"
    "gZHWMEoWTfBpsh3AnCnYyGFuJxjhOPA0EiwweJHLl9zcfbKFz+5MmroBK8sHtoNYUtUBGm"
    "MZ2n41oDFm6RwIzL2yjinAvQBm8RDhFG64A+ufyTV0j2fJBtIZ9I4PK/RTSF5MzwCIrElC"
    "Hx0cr1o5CwakzDHuZXhD2UIhogJsGkmIS1Fy1crcT4HcUoFMB9J8Uzwpi+OFOkAllG1RpH"
    "uzRakWqY1dt+aBxs7V53KYJzXV8E57pSBCc98nvVXlQQQyVSq3f9xbXLH/fJ0i5QgkXBaI"
    "sCF6n6WI1yZJChbTJ/wWI03kZU44QXOlGBEc4I2xB0otoDqifUiepUIW5rRXVss+ZagE6D"
    "M5VVM31mNRo186NaTZpf6IqIwDy0WVIURD5D4ZIgh6w9ul0RP3wtfg8IchnyKVpjxjY0cB"
    "D2txvxuSVNkeKJh22Zh4VRfDRUrZv7fRUYOk/L0ElWWFXntSHtKiUYnaFoctWpXPJVQ73k"
    "q4qtaM5fPNXNuSoQjdCcPHzlb5dNdy239WLldnQHjJRLV/nJRsoRP6CeuC70W59UKAcJjD"
    "boIBne4rzDrFddbgU5GMSMNohBpNxY2VwxexxXwfnE5ftHsj1r0HPSIZ3Unek6N7pV7Xng"
    "msc6mnmujZbYm4uCEdhH6VzfMcRn4goHEw+Sr1FVaPpOAqrKaakq/Ghz+B3m1lSKaOw6WC"
    "YFl6vV0+Wag1JX8lOQjk6JHF72i4+2aXKmdl/zRTpY8H0XPHMX/lQWMFLhv6itHF2k61U2"
    "uhf6L/a1zuOi0X+ZTC4uXk5eXFzfXF2+fHl18yIrIV191FRQ+u7dz0KtLOyDqp4pGhhwgS"
    "daT4nnLtx+HRCqE0BSXHdVP0GQKxXRuh/4GSnArpGLCDrgWHXAYr0oFk57BjiVacGoYzKn"
    "MxVZT3sskUHsSHPsSN7v+kxXfN7Re5rQtrrhS4vLRBf8lzjm/6zBQpUOsTpZqFhudHuuUc"
    "GS5NHFn11feshRSB+Jj9yQEW8unOWPfN/7/FPxcIWwR32iSC169nRgtTotq5Xkq7appEgF"
    "VpJWKwlIy9+EDCUlXkb43ugpLedogdVGsxpye74JNkMPxm+By6D7gu57YGhPWfdtiMroFI"
    "2hFYRxKwIk0Bq7QRzNvebLQYR5I1HXLgpJgGjAf2PEjgI33MrR3/9KZqK4h/+nV0hGi4uS"
    "m0J7zUdiWGizdO1lEknO6QOi6CBy+NeDCn1aKjQEfpjgB4fADwj8+KYWPAR+QODHCe4GCP"
    "w4cdj5C322poGqCHV95fUiFZRef0bpdWiRtsdMPXDU9FnnJ2fwg7Cmb4XTUApnnyZdKNgy"
    "SMGWo5pxueTgiRuVnNXbc3djrA6G3aldGN5q4v11KeoX+0gUWhaGGFvYvdEGM4T5dI4IMx"
    "Ja62tRE4Q8kYCPZRsSCJMqitGMq4QEdGMhRsXHLksGcXLK117VsHuolypbSs+4/s33C5Vb"
    "Igr4pqs2kQYrr0lW3pRLGoJ3jmSEsvfwvUXzm6IrxoWNND6Q9xCJlh7N+mbyCiUA3qU4xk"
    "kFCh3SQ3HqaoYhtRI+4dAlUvZUSG/xoxahbTeoTVSr561SzCnUf7TjpigS/aRTxVRKxvI4"
    "KUs/JWLpdk9GWqg8c8H0wj+rDnFZrqK5GAHSlUnSVW5taFxH2XIa3z00fEsLxZ7TkWWV1C"
    "MEfg+O8gJ0fZoy1M0AznOrp/M8d53obIIC1RgaZu997UvEeq35EmXPtW4Y3kdY6uLfXhwo"
    "EQIDejLAw/4iwgst01GeZnznzE0Xr2290xZ8tt+Miq1i82yr24qlTPgMdc2wffUcbawQSV"
    "V7QbSEUdXfD3uMoco+ySOqa7A4Tl3iAPcLOigQQsSB0ecUtIuCBjyGRB50acBzVKv1299F"
    "UOhZve06GWB1sGBPyW7soIbsFtN08vb4t4BwapYIlVU7dOGxBaZo80zRst+sjq6WEYzQGj"
    "qwplZe/ToSUJkWtDWjpaAdu7T1NQUpaGzljYSdba9NtKMDLcLk/XNaYSPA5p5snrteP+t8"
    "iRCs833zxpeR/1iXR1ubRFui6pVFaxj2SR7t5Pzy5eXNxfVllj6bfdKUNVs1dTH3DzLN1m"
    "FHXItEAKsC1iWeXF1r6ScZxfg8ScN7rOcktJe9FJQiJUhXJl+7YKMdXCUpmsG6YlqkAlDB"
    "8H2czvO5IOhnQpuLuR4ptsU9a1ZGo/xm/1FXmy57anVxJ3QtUfecoPgilk8kkLXfW4LhNw"
    "H/8vxF03S8BY4E8xwJcCHuQcrIrfiOKmWO4nDFrk5IoZSHCVdbtAu5lQjBAtXTAqU6zTuu"
    "bRUpLHLoVjbQij85tX6zpB7pweQ8HRhuTOYwhyAM6LbXVi7TAqdN5jSY6MCaZIrFw+AwSm"
    "GZcMXfLc0LVZtH/rnVaPUojzxgCOWc003TOpVgyTjGOWE1WDIK7OnqdiwQjTE0cvDao2xJ"
    "g1Ab5yLVCIGedPHxTup9vJOKj9dlU3HWPfWo2b2jO2C+U3rGnGzNaHEI8m/BpmsSTB2sMD"
    "R9WWHPq7VzqOhHFBxyMXl5nVk4xC9Nxo0v72/v71sg3hDy+CyM0wkAZNBJQCcBnURLJ/lM"
    "sPMeB49qjST31GrSR0So+nS1G9haRfbrWtRs3SyJL7tzefweX0QELTFDoq0qfyIKvgYBv7"
    "+duJcXx1gYzrGYoVogdoD5OhRFy5EkH6XVgqEe7LHPKatBJ+rZ5Rca/IL9cVyM1XDeKw67"
    "zsBWSQHeErzQ6gAk01ORTOuOhSHwLU03VpSrJ6I6FLN8RAwAMfTrOI5eZVPO8u0b/uuZUr"
    "PKPbeadat4JIfC6dij46NPEJ2jUCg+eMuEwrNx+dqIQtkFQ5ZrfI0ItpdIpsWxmrYbz5hH"
    "qU3leCX+GHUxaVCdTFKddnyqYN9Q7jlPNEIvx/CZbD3bm0FnM+s0FFQQ96GzGUhKNZISo1"
    "Fg10hJybMWCSk3qlU4ukUBpStEA4SRQ55cm3BhBoeI0RVBHCLxCUM+IU5VINKk1Y6t8aid"
    "1xEe+UiIrzFLIIKOvnuMqpELXgPcdPwIwR2+qQhE0hw4kga8EoObzUsXZFdQS2QAK5jPj2"
    "M+TxfiANje56YaKbqlbWtY4EysdPzC/x/vuRrdJR5gdVFgpstsbAc1RsT9eVvEB4piRtI4"
    "u3T5DzhTUhIVxcY+mhEkjEWvEfVJZsTF/jb/EGFPmHlVas9e36WtJmV4JSUW+JcTgaagKR"
    "mlKaVsqSDfHNuaIxtTevQQIa38SgjC6cr1I1XV62ZYy7SAbanbh+/0RLZICbiWioBgz+XX"
    "ckBXaueGGtMiVZNvY1R+DeGrUOIX+aGr6LjaBmBG9i0jCGr4HkqaFwSwrqCWyABWUMOPo4"
    "bnPUbPxDbvohopuqVta5bzMCS++Ls/Uc+1lZUEy0OsZk08GTxd70a36uK/0A3yqL8QaSVy"
    "JaJHQtZM6r+2hxkTUVRCT7JEikpAkBsihwpPIQ2RR/BT4kbEcVxVwuiqHr7H97Rnv0g9T7"
    "4FQraOfmuk/FBdGzlGVcCvd6UVqUboUDu/7uBQOy8HCe0cauJRUQpy8FanXn46fEwa4nBF"
    "35bYX/Qr+laghEQto+PgUmbp9wUuE0KXKdBy9wApqGMjT3dP5PvPkX/WpCyI5x01hSAZ2q"
    "om/CpkbyGr++5iySVziYojZPaCAJ8K99+xRJbHvhMnsC8p/xu5zL8OxTg3fB2nXfA5hJct"
    "TsQQXVWVKfIHf3u7SiG/CegWhh2BTbpFxrGuduiM4JkWaEOPwo4maFDJDqWSxaeajla2oz"
    "icYvZiX/AOrJUtE8Q6YpkOByCVnvte6m2REtRbo9XbORduWM+OdEVSSOczmc+gbIOyDcp2"
    "m7L9JU6IO1Po2ekjq0nFZrlBByxwHbqhB8WtjVQ/M9Z0VaEyghFqT/sqaq0NcolshFAPX9"
    "baiYI4tSGOHNXyIypIwaeoqmQdzeckmM7InB96PYCupQf9tgZqPA/5/3sjXSEHoKuGBLLu"
    "AXCZ7HDAnl+dCLLrgMuaAiMaTPlfGOrAq6QdUT324cI8oiAgvq1ICmqoJpWj6SVbmIZpQb"
    "S46CBZXNQKFheQ5F+L82GS/KlQKqepTKY4NP765eMHNeYK0rLZz7VD9G/kuewEz44G/AUm"
    "BfzTFZ11Z81x4o2iN6uY4K669IU3nvA/ninMr23Lv0h7wC2QfZLnga6V4yhrnxGsuiZbEh"
    "FTogPKIGV0z599Iw7eBgY67UCnnRMFGbwh4A0Bb0hHb0hbE1DVMKuDl2Sq3RP07NclRQsu"
    "8jOE0+KFabgfCRTloDuMb4/5S79usvFzXxr66JhwClkN7hc46AcP2y9vAA1gFaQAb0VDyZ"
    "82XZEtnVEAKggnR0lTzwVAPBPaXLzFSLEt7tn27iplcemZAJfltZGirLhzTCoHkCzzppLi"
    "5SGdZGvdCuMJnawEHqfnpzPEKTaibjGa00Cm4W+W1CNo5lH7UVV671lz6crjWamHXelxkM"
    "YNlcaLvKrgX+9QqxCOMGJn+PLZoPyAdG4qqCCdg3RuNLZdpPNjiYyMxX+0QlSMH7WIiLtB"
    "HSRDjy7+7Po/oAcurIX0kfjIDRnx5shl6NGnG1/0MReS3CygG44awp5ssifLOXkuYWK86G"
    "u+VMmKA8/eHjoPEqFJEqFkuXa3viLVMLJgO/wHkwSHb9aHGYuC9ETvGCFYoDnpyIfhYgED"
    "gvvlxBYpISfW6FxJD7Nwygg/YvQZXaYFVhvNavL72uXT9WB0kRLYbDSbRTLBmh+/0bpXPY"
    "MSMWS6m8zrgDxx8bDPJV2kBC6bzGXqe9tpLwNnlRIKM5bC0h1RJy7ULXhZItsrqodUzoYK"
    "m6FPHKFgmjO/dNV3VbTjyyuaXF11yVm+uqpPWhbPyuW1etjrC0RwOigR1e0qXCI7nAPvrG"
    "oRG2zJDl/QwCfhhgaKoP+Gfs07kvEdCpc3XbyiN/Ve0Zsywrmm8l3PgxwJOO+anXcCqgH8"
    "S1/ZqIOScgvKKM8S59E7/ydPytxV59LuqdXoX+Ljpq4/nacjOzuZRJsPjFJpJ+784TIU+e"
    "K3Dd6+Eu1BiC+DikQkP6fIu4b4wxlZYJ9/bskKv+I58VFSRaDe/XSA92rXdMpkvvjXnLkJ"
    "KjwZ5cJaRwGn0JKFciQjDGTqcmPXX9iV+5pfFSHRdhEWqcBF2OoiTA4zbaDLdCNc0MOD7Y"
    "t7RBvqIhUA3QHoJxK4fDJhOcGeqsr2nevjYKvGW0FcLrKwTaoTnRjsTcUWktoVmRGYo3v3"
    "7sPt579nlS4yS/D9xw8/3ylqXdz9/eHtbdmo6D+5wgPehxFV2p58MEzVPQIbAhJGAQeO6h"
    "w8BaIRnjuTF13sOHxUveXxRTX6GoJFvgVHFEQQfBNsjlivrZwjA3+yyfyFXJn9eTx1iwQU"
    "yADWSgqS9AFrpyDlqcCnCRlIe85Aqklhj/f2ANC+S6JNPuWmHCnIpROxHebaEJMeeV7ZTC"
    "d5LnRI88qfi0Y54zwavpE9hM9UzrjdU6vRGcfHTe3dwG4tP+cBIUgIpQzhgKAVdmTqvsuQ"
    "T0OERdIV2mD2WrrBhGdkhhn5jiGZrxW4iwUJGNoEbkj4SEvk+JMnEqD4ezDZnLOm3ech3v"
    "wP/x/+ry5f7pFw+7Fo9k9ih2Ji/pYl3cip44MNicAKFjsEk37Or/iQKGAWWnvYJuJfQtce"
    "BzJJGOzp7uNc8RmWnjFZVcxC/3m25Gzlm87Rd/rduYvavB6lBKBI6El2i7kOkTi55y+Tyc"
    "XFy8mLi+ubq8uXL69uXmRZPtVHTek+d+9+Fhk/BQ0kTQFqSGAr8k2LE1XaMTXFOAhjQIHb"
    "p6YRn4y6mkaBCjSNUn/S3JleAbXZllQiBYOhcQalikp5JMkxxPP5A2aPSsExe9gsN4ph0z"
    "Ad1yo2fqErIgKfFiKQistg1EeriIXIo/QR4fAV/5jLT86fKZfGLNGyHXvEd3ASbOW4Tizf"
    "+WwTP/8nnaWPiFOVFff/Om0JTkaciB9y7hspxhVGFX070K/vOOdxvTynW5kKClLpFKSiPt"
    "+PDNdKyw2SWpUURAtl5wBNYItUgGkRU34vaOK5owAsy6EnmOnlve0oRpjYMvjp6hAnWpPp"
    "I9HqVVakGl2g7PmkC858VC3Q8pkiJFkH5IzggGlvlCuL+5K99hrwDYFTfQ7ik1CQC8cV9U"
    "kPHufIIKLGZP6CQRbCFEzx8prbY+mB4NWZwkwnP7eaLHRhOqKTbS6uvB7j8B1DK7KaEeHF"
    "DKnwka5QXr9myMY+mhHZOkkU4IxNYGor3FATt9d9lwhBgfdjH0hWg/VMtyjE4atBHEzxGL"
    "40BMjFIDeB3ARyE8hNiXz0XsoaddJT8rRVhpqudgNbRakH4SNkXOyZUWcr4sVE8Qgkpnkt"
    "AsgWVMSYueFSxJC5QRwjlpaLiMGsSlEDzdkuQMm/Nv4xEdOW7hp6WJpwWjUJVXDvw70P93"
    "73nZS7DQqnnAasFUKAtgRt7i7pCmqOBOAECfU4LZBSq9kzcU3NcyNFNbdV27ONdoflAMC+"
    "L0w2Ungr14tJeUcPZMVVjJB8ZeRMqVrtHlvNulU8cBoxndQjofnEhLIEHyOyVegr2UZUmp"
    "o97C8i/tVlB1GMklpqFsK+I9N74lErwpgc5Hpe3CPqCQeu+G6KOoCHfLFaTaO+TwqJILsK"
    "celrK1paRbtL8Iag0uMIR1AisHvBnS6Fvib1hb4mlUJf2S7RwDhPM0aQuxU1aqhpVAZZnG"
    "n8/awK8l+/fPygBjlPU7ZAuHaI/o08l51imlsDuAKNgtkhBTWr3ZXD+42icpeY4A7cP2AG"
    "AjPQALaKinSlkXRQEssA2rIZaCd0agBbIgNYwRx0HHPQbocPge4S89m8N4U5xwp0+Whstx"
    "Olm34QK5FUsh9yM44U59JJaZShiIbrn7AdUrULfvfUajQT8XHT+W5gh2YR64AuArxCVPjJ"
    "10thoJG5u2xJNwzZ/B0Mff/5pzfoenJx86fX0gjzSKRrPa4gHNtsCLaXcjT/X8TZIps7qJ"
    "pE7P190LX8tOw5nLm96lgX6aCWuNWziHXcZDkkCodDU72dAtnhSu282BPwR6qzA2aIb8IM"
    "Qf25G6z6MbpEC3laJnPanH54R00bHlBx1xHH2zrnffTJA+X/66gY9e2bZwL0A3fNe5ZuI3"
    "FUaDUpvvX6jPyS2JYifieFph4mUAtOSy0gK+x6Og7IjGB0ZRcmV508vFcNLt6rio9XwjVN"
    "ujL1EUyUE4B0YrJ0Mud/oXav6QLRCD37w+cWrjFjG8pvTd2edBXCEcK9l/ZQLpuK0r9Pio"
    "V9R6lHsF9zV+fpyiYkTrgvtNO75MAWpI8f7wtH1d27koXiw9f3d28/f38useeD3LDGcMEX"
    "6JQR/monZ27WAF5Jf0AGZJ/kOaArUh4FeTAZjfaqfpbuO5y69iuZLbkCcRsKd1l4plDcSi"
    "OsJhVuE4/lq243uNUt9QvdyFDhMNiK2hd8Ulc0HiB8XSnq17aO1i4/m0yxTX5NvjtUmjVW"
    "WyxzSOdcLNPCyWjcyViuFxgpomZrPVU7gl5uKsP00cRRNTm/fHl5c3F9mfmnsk+a3FJVeY"
    "IEgUp6a7CzpARQRrRDGdEoiKssr3RWbIlqTI1MBlu3ENo7ePxpSerpCmqJDGCF+NPjxJ+m"
    "C3EAbBMN58fcjCMFubR7TYqJLDOhXhPN86ldFc2vk3Zd9CPXLMkT8UMRsiiiETdYqplC4+"
    "Qq5ppybKs6aWeq9kpD6fBMN81qjLcksZYIoVvK8e8Fq0GHNafk/LFFxT37Z6AtzR7TWqHP"
    "3fCC+RoHxNeFtEAEiELnwG/SWsjnc9UZaQ/k9xrzS55mDEauJn6+/dtDgZWV5PpCTkE6vJ"
    "xxXz6uth7FTq+sjiptz8yO0+HBvhI7TqGxzsEEnfNJB0HnfNLQuKgs6By8A1cvgM/2pQPt"
    "23KeeOV0zOZ5ktFkJA1mMPf5fZd64XuIPQpyCPY0WfKBQKFvgs2MhKHXi81FStjMJnMZvJ"
    "2DmwBK1vGuoJbIAFbwdh7H25kuxAGwTbxob3MzjhTk0u410NuZMaHe25nnU7u3M79OupQN"
    "JgERlVlwEPIVIMqu2NjLyq6INiksmmUkiLMmWgk3pyziwkdz7tsRXzcIs6x2S0jRCj8SSZ"
    "0YeFR1gw/4Zu2IYHCeHv+asRqcp1Hg9bI3FumgiozV09iY7kYdO3ueZhQmx0Mb2rNi6FXU"
    "62sIF4ieVUT4dPS9vdQQluE9OvbfjGAUi33fBmAutAYhm+J5qCrl0ejFKNCNEOzhQ2IY4Q"
    "JO2OsGrZDCJdr3El0H5MmlkUyN7cuO+jnAkToQWyI/VJUmaba21k4ChleTDa/gRN+rE12i"
    "NdV3pZfpRudQh47ncGD1OrDw2hXB4JpejSIVODUg2RD8RIa6MHT9RMnWHgDa27X7H2TMuX"
    "DFU7AG2yN5h2jwyP/Et7/bJP3zq+6h8hir0T8Uj56SwvBO6XDiqhd5bZulay8RFR4UtKRR"
    "wPj/PQd971OfvEK2Rxlx/vQqbuW4FtPKsGoSWPFHAaUrRAPkcM3I5q/iP/LPhasmXuPqrL"
    "pDvly/cAzegmfILM+QYIlS4K1xSmBVIl1Byj3dE1AFrZBaS+LOhn9LutHyKuRIoDHhcxoT"
    "gqQ5ePZc7vDXzaGrkkImXTkNgvHL19ZtWlciA1RBOzqKdpTf4QPg+6k03Umu3VaQFcdie8"
    "e6dMcPgPLn3FTjRLh0PBoVpxjrjb8IleusXguNn1tdNNBlNrRDv7oNIY/eFvGBJOT6n+vH"
    "sX0etsl3DHnUxh7aYM9DQlx/jRh54svDQyu8FXN6QnOkUovcqrrTDTy7tv6o2FniK4FaaZ"
    "xambKlgvyXFV8ItTmKObIxlfW7mLy8zhIUxS9NuYlf3t/e31cTFGXgznTl+pHK49oMa5kW"
    "sK0ku/REtkgJuJYjMD2X370BXenYmIpUzzQ1mSnhdLQ0xUg0BNQ0AdgphGbsCILBaHCThh"
    "Dzcs24u4JaIgNYTbXDjQdeMBl9cyajU0W5l80oPVIHgPk+N9VIIS5dQCYZjW5J4NrLM4W5"
    "KHliNRmK8G6MMQ1AaxUm5fWkUJQSDj7PsLJ/LemZ9YfqDShPJGDKrV0f9ZsjGWF09eTqqk"
    "PMLx/V0ObzqlJGi28qDYST4SNE97xT38Hzhr6D59W+g/yNoTIJsD5QIkcCgRKagRIVcfeQ"
    "l9n//H9XnVER"
)
