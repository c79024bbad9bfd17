from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "operator" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "full_name" VARCHAR(80) NOT NULL,
    "is_active" INT NOT NULL,
    "enrolment_hash" VARCHAR(64) UNIQUE,
    "enrolment_until" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL
) /* Somebody who runs the deployment; there is no password anywhere, and no place in a clinic. */;
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
) /* An operator's log-in; the token itself is known to them alone. */;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "operator_session";
        DROP TABLE IF EXISTS "operator";
        DROP TABLE IF EXISTS "access_approval";
        DROP TABLE IF EXISTS "operator_passkey";
        DROP TABLE IF EXISTS "access_grant";
        DROP TABLE IF EXISTS "access_read";"""


MODELS_STATE = (
    "eJztfWtz27bW7l/B+EvbGbUTK7bjtzlzZuw03U1fN+4kzul7mY42REIStylCmyCtaF/++w"
    "EokiJAkCJoSgLp9SWxSSxIfhYu677+ebakLvHZDzeOQxi7Wa1C+oT9sx/RP88CvCT8h4oR"
    "I3SGV6vde/EgwlM/IcHJ2AkuDp6yKMROxF/PsM8If+QS5oTeKvJoIIjuA4LoDEVriuiKhD"
    "iiIUPrRfJbgDByfC/wHBRR/nO08EIXefxxgMiShHMSOJsfxOe41OEf5AXz7qaMA+/vMZlE"
    "dE6iBQn5xP/7v2db0onnihHzEAdR+nP2QeLXP//kD7zAJV8JE2Ti19XjZOYR35Uw3pImzy"
    "fRZpU8+/Llw08/JyPFnzWdONSPl8Fu9GoTLWiQD49jz/1B0CRfiATiWxC3AHcQ+37KoOzR"
    "9i/jD6IwJvlXdXcPXDLDsS+YdvZ/ZnHgCF4hZ4GjKaWPIf9KIfnBc9kPAVnzv/f/pt+0QD"
    "WZfLx/mHx+/zCZnJVYLr6RwrL0kUMDsVy8IBK4/fPf23l3+CRPz8QHvPvl5tO3r6++SxCh"
    "LJqHycsEvbN/J4Q4wlvShAc70LfLk7gTHJXR/4mjF3lLoueAQqqwwk1pf8h+aMOS7MGOJ7"
    "t9k8GbAXhcyB8+/Pb+88PNb7+L6ZeM/d1PALt5eC/ejJOnG+Xpt1sOUX4EbI+IfBL0x4eH"
    "X5D4Ff3P/cf3Kh/zcQ//cya+E44jOgnoeoLdIibZ4+wRH7pjtLRXm24yiajLvWYvY/fupR"
    "2kxROvKaJFGgBUAbR4bRhgqpABrBxWccvOHrVH/nZTlwH+mV9k3jz4T7JJYP7AvwkOHKKB"
    "NJWG3uUT9RPW3dPdZR/idS6ayMcf//v5X02iBIFP/Dz+9OHdw1n5QOgA2K2Y+ZdstoGiKw"
    "mMRXDf3Xx+d/PT+zPt2dABvPeFqQaKrXIkVqxdcUhMsfO4xqE7kU4L8YaOqfIkH1t+tRwv"
    "1Sc4wPMEIfGniC+uWd2VOla++PcqWPmm269d/cGFdqHaZOggzB6JK1QfRhIliXJdabvpR1"
    "xF2oz4YJf/wKmmxOFfU4zxorKO1eXEGk1L0aAUxSskfDyLckE807lAybJFyQoJZvx7lIB/"
    "t8ChHvgdhQI+/7I9PLb4YfB14pNgHi34r5evXtXg/P9uPiVQ81GKuvQxfTXevpNlR77zlh"
    "5j/IuxMtC/fr7/qAdaIVOVWM+J0L+Q77EeX8Q6kAUgkuaaYfvtbzf/pcL+7u7+Vl31YoJb"
    "hQVLL4gjooH/QxDp0S9QKMh7vRR9+Pfl/30/Pr94c3H9+urimg9Jvmj+5E0NUz58fFAQ9d"
    "gkN8OVYb2l1Cc4qDi6FVIFX36s+j0EuAa92/v7O2lJ3354UBbyl99u33/69jxZ33yQt5WH"
    "yrBzATIiJsd1TjDA0/q8yWF9Xn1Wn5eOalVgMTE6qrRgdbTa6ugSx3NbMVqm7IDNqaAJXO"
    "6ey+TryuPTteCyTAlctprLQbudXKQDDtvP4alG1KwWfYo0raQfy/gpCz/XDWSf60rR51qV"
    "fMAJ17nPKJMTphtDWEuEz4DWsjUM3jjLYAVv3Am8ceAxMkG3mcdIf/J2gPAXRnooLDQFt3"
    "TXSPDyb4E+frm7O61D7hPBsquo/HbUwB0XZgPNvXELzJAgF86wLC7xR7TCYcSSCMYFQcxZ"
    "kCVOvGeey0YooFPqbr5haE1DlzVwzHXzGS18dBjcc7a650DQOYj86FC+X7wAa11C1R45hQ"
    "w8cs/wyLF4+jfiREb4F2kA/GeAXzjzzTwcGJwbvTCXgTUHQqptBBSsDRD7azm6lbG/Jw9O"
    "9X3q4PTPLuvCu7ejWl1YHtco7S+Vu9C3KzHWE69IOEIhpcsRcsmT55DvUIQfSYBmXJEVEa"
    "VT/imPIzSNZzMSMuQFzHPJWyTIn4gYwVBAnggfzP/x8UqfHHisDzZWmtMvlv0WCSV9sg0Z"
    "AxXaLhVaZlVT8GUquLvLYWiFFV/CtTKqskQHsZWaID8SuC2wVagAWX3U6vYmKOO6L2R1R3"
    "fEeNXsgO5tvKq4Qfi3MDx9ZSrwfkOoxoEhXVBObQZogQQWKGj2J9Hs03OyA2hvdzP1csXu"
    "hVa+UvYn9Yrt3QGuv6TTDBPUwhloV9jAyuMsOtOZSbZvRrUmkpU3eUwHNQsVEIaHVUjnIV"
    "5uvffCa88ZjpZ4g1z6A3pYEBRRYafwIkb8GfIYegzoOhCJuMKznxFgn8/1Fi1ISJDvESbG"
    "i8iARUUAwbE+2dhC4oQEQ+LvqSWcarNI8n8J9upg6mz8ANPIrpukkV1Xp5FdlzN+QzLzvp"
    "rAu6MYIMDjiwYAjy8qARavZICTE20iTicTkGWqboDef3gcDearJjBfVcN8VYKZr8onj8Zs"
    "0g7vCvJOcjFeBu5xEHl+GfL6MI0yNeQ22RyswRy6MgtE21FAGNQzwqAyTyiX3ozgV+mexY"
    "T+bKyD8MBbTUIczM3Wv0QEW+A58LOJ+EaOJj5kn0NkR3dEh0j+pLceEchIfwl3uo9ZNIlZ"
    "q6x0lRY4bTOnZUOXCZ9lSoio7gWbjZO5S4TgfC1lIzzRx5Yll4qUcE5avYEgagH87Jb4LZ"
    "v42U/jucz88BrXZcFFX+27LEQE7PVdVsO6v6VKSGYkJGIVqU1U1EjpbcTnzg04Qns9haUh"
    "Kxx5JIhKU2pGFgLFy8PBBWmTC3K3hkrY15UfLhAN0Fd2Pm7gTDgfV9e0HKvOBGkHmkhXEi"
    "GoJ1ZLV0nwd6sCeMDgXjD4H/xGMzkns/EDPCK797eKIsmxxgNRX1Y51rkfhgBw93fQEwmZ"
    "p+szUJnNUqA4XibL+aHg7TiNZY35xJOQLMUfE2oWbq3vRkMNHhwDD46D+U5xcTgxLsZepo"
    "TTo8HpgYOAcuWH64jm54iW9ngnyquenCiOsAj5fjs/hkILdlibBckdt8yqKat0w6uo3P3B"
    "tcVsYt5kqUQ4PLQvmkRdX1RHXV+Uoq4DGhE2YYRfshpz3q0X4HBTEdyuUKri0Cat+NYvvO"
    "ukoTQ8KD+wOKy3Hz7efPrvPJgoP7Xu7j/+5VYTTnT73w/vb9QFD87wF3GH5D5to0NNogLJ"
    "t8kFYkPUQX+ONZMk+oI4Y4ptmRTQhRIFh4aUBkKDzQLPjYAtk8KCrUwFMEFWIYNFqyYySY"
    "77pqjKVABqKTusFOPQGNkyKcCrOoNIKAoLmhaMk6gAVAhVO01JmPTs7ADa33czDRRb+Z5p"
    "AG5RkOpi8SrT9VLw2r+Cy9JnRbEYzSncAcqfdzMNdB3Ld0+TQ6IgBnRxUijTDRRmjfDUAO"
    "tiueVn4nxXmGqgGCsKlVWx2e9S7z0/tgPiVBXi1owa1UVs5zEBjkxwyOhtnRrgx3Nv+8mO"
    "Q+Ptrbgntjv9xlDlydoQ6x1XmxrpdxQDNNB373MsbBYDkGWqAQI9vmxU8umypubTZbnokx"
    "f5RuFWOcHxED471PlwBHydkLhcHfL4H9XKi66nB196e196Due29EM7t7p+EgjSstnBHpIZ"
    "n20hCta2KgGmoweO28zxXA0wkyQUMhAlml1105htJgXsjKpPaYmhCtVzmoGaBtIPOX5+3E"
    "RJGVcrKeOSkpKg1SIKVaUbnBjdfeVf1SRiJKsptBAEafWN7XrsOdzWkIOEZjO/ZyRyFq1Y"
    "LVMCl/vA5VZqV4kYeG0zryFKFWLT7IcXwqhOEUYFERIHiJDIO22dyIG/EEXDPxHsJl7xsu"
    "u++H5U67RPRgrVOBu6t1HUL3TNX4WI0SWZUncjeishMUHShcmnc9G/aTsvGyW9nHwfbZct"
    "Kzd/evZs+xs6gSffJk/+afs1WdRtpXsfPueEp4/QqgmTKNAM0AbZjWGsJLmc7tgPiL8nbK"
    "s0aO8FwIcfOGirTVBWSvNnuc4mRGtZfsZDtBZEa50mb/26UeL6dU3m+rWK9Tyk8coQ6SLN"
    "8CqeHARmCIor4NvkwDivcZ2el32nEBRnVVAcRApApMApzhaIFLDnbOmdnwkiBV4Wv2fY8+"
    "NQ19KyskxpkQSqk6rVSVc4aYfXrhuyQgtbx+atAy558Bnb4s20t0tUCr3OjJ0zpcZ2vRvT"
    "qb0a/IcW25ZP6z+0Sm3uXpeD5iwHbM4iSkKYmTh3FEe0Q5DgSJaIJou3eu2WnN+h94SdzS"
    "QONZJ1jeNJJhucvWf8qpltrc64Vg40WBieEznB4PB93aRU8uvqUsmvS6WSyZKEHBC+JoN4"
    "OdVF7VXjrKM9IuTn5+MjeUiumjhIVP2v4B+5UlGnKxKILOOIfNXYtaoRV+kGt8C7FzIWlM"
    "+z9II4MrIsqWRH7KbVF/NSQCNRPs0c2zLh8dC96gu6Cxp6/xDqM96YrVuZ7HjIXox7gqwT"
    "R3Q2a7Fuy4RHPBUuLvqycvMc/6SYRkAYa4N17SRHxP2yJ6iH5O+xFyb9ePgnuZMZdiKqEe"
    "dqexxWT3LqVoemhrbTtDiEPj5D9bbYEpTNUSWJ6b1sw05fjWqN2IVBe3Nv/ljgCGGU1ntG"
    "DHsu2hCGaIgCiiI6QmsvWiSpM0t+QPNvzH/mJGxB1wx5UTn/ppMZ99vQ1dhuuTFCHPIFke"
    "yhkJ9yobvddhDUbZXhvcClxmafHckALcTdh3V7bDIPcRBpYzPrpASZ8IiSwYmCMrsTEMTO"
    "FPYbsyNFpoIeRDKm6UVhiKlMBZiqysTuYjSUZBVSEGWtE2UhcOiwtTygeRdEY/UqGgsaIX"
    "XeCOnUJTuKLZL0tgKphVKtwUAeedAGGxKguyTxBvnbPmbRJBPqdpna5XRuydAGydynuS2r"
    "9f4+ZKolbvhDwXrw0IO1tjZTTcxBRnBEgDFjnrhfor6ivMCBS/nB2SIpUEM6vKTu7q1Zro"
    "d9Ouf3S5t0Yw0x5Bq3zDUW4oK2LFClr7dAAUlcqskwEWy8YErjoI05RkMOqVw2W2Q0gqwx"
    "v2VyMMFZzfA4EAUIJ0mxHINDUyWDkxOiMV7k/hG6wjwgpg4ghQw8QMrmAcdA55BK9iwTWF"
    "VCgBZ8LuBzsdYvAD6Xk/hc9ODKpWafu3R15W4HinTp1mkAdiZUdQD1F9ao5r+dwtdecBXp"
    "U4KWfwf08cvd3emchyy6jZ1HUhFmnL8d1TsOWTSZ7gY2qvS/jJ2FiA/mGDveCvtJfX6fzC"
    "IUUcRWJHDfor967l+Rx5Ig4Zgvkm+S8GHx2yPZfFNR9L+riaF+R7/ciSdVY+w8m54pavvk"
    "iWhqHvzsU1xhqcopFChngqS/F6gOx5/uv9zevUe/f3r/7sPnD2nL19xakrwUj3Yhwp/e39"
    "zpAG5ltpIpwWxlndnKkiQivoowF8R0t3v2qvZqT07bx3RUx/FAzKGrZGlmTkE17gfuV7hf"
    "h3y/5hugcQBURjDApKerJmEiV9VhIlelMJGeRCccEuGO3WzrkN8UXOpIL4TmQTcKYcuAG9"
    "vgPUHETQKkSBDjSBq2DtGQDvAYOUAZevAtD1VIl/PgIi9smQZXpISQK9u4bIkq9v5rRMIA"
    "+7cx0+pj0vtRnVJG0pGTaTZ0r8X1BvERovd6YuQsdqH9hqGsAA9ieMMSsyh+JMFbFNBowR"
    "eGaI66FqUZZjQsm1w7ndm83kO5ny6LcBhlJYQg58MuJVJmTnPJvEQH8rlGPud7rQW2ChUg"
    "qwswhBgpiJHqDbSaW7FxoFSZFOCFaKnTREt1G9CTyqIQ0bNLWa86NDqA+3dluoECrTkvba"
    "oOkDDrCyNnGoUzfzeqUza3yyBOhzUK7aGziAQIi1gahNkjcYV+x39PpkJcm+FgIRdvRojR"
    "bdE/jEKypE/Y5xpjgKYE4SCgXPfhpBHlKiJdIi9CnBkOV3wr4n6O8qn7CxvglVewsPLPO0"
    "sWFw1dL8CZQlqt0AoC0Fmt0llTHpZNgnrU0+F1dsD+nofaSJibh/cl2T5f7yXkqj0UMtUA"
    "nRPnjZyc5zVezvOym5MfzZpq27fevDqfkB27tPbhNf3/GI9fv34zfvX66vry4s2by+tXuc"
    "pfflWn+99++ItQ/yX8y/YA+ZRveiDLVKBXgZEFVFVL5fpqVVWrPKU7uwNkb1ZeGpU3UGTl"
    "Q9AmZekXqojbxeejOiVpkY1o4IgTUiBXUlaJ14vrIksiFJNUVyFrlPa+4PqH54ua6FydcY"
    "njuUTne3veZMbutrwCF/m6SppHQDX101yaez1s5mEMEiEEq1gXxlBy9JmzuEAGDLaawX2o"
    "jXg8tblJK8zz6laY5+VWmLvry3QLSZSwi6zeRRC6+TLYDHaDAwRn5LWgzcMzVFJI/Ck3bG"
    "+BrEIGixbCXo6arkbCJ9HM1wxZmQpABQPtyWKJpO4Gz8VXma6X11iTMCL1Lt9vC093fAcg"
    "f97NNNBVLJ+OTQqIQZTWAaK09Fhn8lYHON8Vphooxop0WoHvaTw7H1yyXNGIBNEnwkFl2n"
    "JX5UGjOp+Plw+fhIXxDTxAzgIHc1IIUos5Z8M0dI3OkkQq8TL8hv2YjsJzjvxIhKN5DOGA"
    "rUmYPeW/uiKhCrnC9ZM80nmKjvOh2vi4vBRXUXQUPwg34AKzhS4obmeAAQeTVQ4mqAPSvd"
    "6q2R+NlFaZDpQrBdj8oGnqRckJBuhF6b4yQn58GyBcpBkgyFcXTarYXFRXsblQQcbhPF5y"
    "IYMZQ12mBMAbAA6u1+Kh0eTMqD4ySh3p4sihSw26v36+/6hHt0CiuuE8J0L/Qr7HmsQt90"
    "dyEFhIrrcM0Lx0UAHrd5rCQWKCW7XNdxwEovhPHESepqbnngonKjE4RO12iILfe6hstqSY"
    "zYdtm7mfiO89kVBbz0YdMqo1pqRt69zi6L2mlL/mamVSzfuRAyXS/PwNwrOIbAt6r2n4yH"
    "8URcBFFy3kRW8RRlMsKtYs8QaJ0F3ECP9QkQeYzMe+4R/oRJo8w2N8oHFQbkgcwkHb2kpE"
    "F+RcIJHegBUFrCi9k4VMrCh+PPeM2u/uKAYouR+i7e48NXI3BXhH0Q3A+0+KHuudU+puWn"
    "U0Vgihm3HL2qrF29JUQZJJQW62Tm4GC8/RgutFOlqho31zy7BE1gpqyw6xQxvgVyF1CGOt"
    "jiyVFurW2nZkWaLq/0qnZxr1Xjwe1an0f0sHdNo1pKQJ50ezG5NcAZb0pEc+Xvy/HVl+n8"
    "8g2774S1CZQWXu39lmoDJnW6PxFZ2OH6AY1L26zOLp34hj2qhYpoIFW+EML0Na7UGUiJ7l"
    "Q7RtCR/biegSN14RfaGTGiuQRNWJXG+RIeh83Kim17impte4fHaAhnqwGIRUUCyBW68u7a"
    "jAuGOdpiRdEVFElivdDVFZD69IcryaeK8OtXk6Ln3vcq1oYQLnjgDAVMH0CWaag70m5zcj"
    "AFFQRnLuPZFJvGpxlMuUcJxbfZz7mEUTEoZUk+1WLQ7JVMMzJR9E6ISosRexo2Ze4LFFKz"
    "4rpOAysI3PlrgM8mxXjd+gmAlb7Twopt4e2IMgWYiTLzsC67991v+MM01FgGz8AA0i4yax"
    "R+Pq2KNxOcnIdTknNEpeTXbRjuR4EJ8das0eQbz6Bw2MFnA2foALuPvgOY9NRIWHJw3Ct5"
    "RyJTqoOJyLdGrkHCc8FNTZiX3kyLn7+ztJfLn9oHQ6+Pjlt9v3fGkn0PNB3rZ+AzREhFJQ"
    "9lYeaVIK6lSC8Jw/f5eU3jjTCsOF97UC8bZ8x8Sn80YicbHghyjgseb/RdR3R2gdepFolO"
    "UFSbYKnyZgeCsqJk2xltglSc4KlxQR9vklNNoVmMfbQvK19UUO9HHGonzho8STJPBnwQHm"
    "e2CXKqMMaiP513Xa0Z50GjN4uqrtjX0/YpOdmtL2AV6xBTVKQSjSnFiS6kx8unjVLFilLl"
    "qlJJ6Wd0LzZV6mbeX5scwYdJrOUhDlBlFuh1Nsr5rotarVsth+DqLcjpDJiENRVc6wGFSR"
    "CBCVES3KfSVM630eCik4t8DpUanrecHP2PPjsErX270f1Ts/+MjJrDB0r7on5iUu4pTfew"
    "FLlKekMKPj0DiIRij5jw9Yc9WJIFF8YIPSDKCklCNngWj/hBghTChqy7KKd5iP2K/WgRvG"
    "JjcMWfJlYFyKTKaCZPC99ux085uE3RVJIPCuFHhHnUd+ibcqf6XSQtwDiABaEeA3vgV1V3"
    "/yvPbKX2Yj9t709/zOJd+L8W/5VYsjYW5leMNEPaK5uJBp4JDMBrvgFy+/kim/jEdoShwc"
    "M4J8L3hkwiDLB1Eu22ZXuKbe0aE/zNioC2WhbRUMwG4FdqseRbz4OJjHeG4UkVGkGSDIHe"
    "dZhcTxVp6wSbUpaqSjhspGLSsbPWE/JqwVH0qkwISWTICczsOdNcYJIgPODem+kgEkhrQ5"
    "R3qhOMt926LIb8VmmRLMI7Zx2RbzCFlOScgW3upMZyTZvR3VmkrkcZ0mhyjWhpht28Wp7a"
    "nA8mCT5SGkvpFclY0foFh1gPiOHkitZ7sQ/j5CDOLVYC9eawL7esTYPjZ874+8aoBuJv0Y"
    "oFoggcUK6T2n6fQuFmEHuH5hg26JXdiq+1u6n7bruJ2n67ObjvPvgT5+ubs7VXLab4QxrM"
    "9Ly16N6hXx3aCutXAaBKSYT0K+RiQMtp1uNc2ipRABGjyRkBV7kTPhR4Kyznaq764Xbllt"
    "omVKRANU5Dv2j3DFZGHmINlRDBDd7nX4LVyixq2hxFwiBC0EomCOFgVz4p5TtsF9gqgA/g"
    "2itjEyZVoIzmjJhqJ8aXDYKGTDCyYYN0o1H9ekmo/LqeYhWfkbLvFPWqJeRQ/wN4JfeGhi"
    "o1pfO4oB3qrdN0DbwtUmjqJICGEUNntzkgAyzjrXyDkqUw3vvOq+xV3BdGMWkZSTgVvU6o"
    "0E3u8XwebUztHCp1imBBOJRSWDerRpTCBVHRCNYVUJAdoytKp/xgBclRTghTCD04QZFBdj"
    "F/gq0w0V5fIW3h9+sDtUuwB6gfls/jtpzuGiLd9GDdZ1Qd7qAO2GUTR2ymV78S3LplZFeN"
    "zf8O/3s5+I5KUYj93LUV2UBxV/42SWjWtSeJijxtVvFHPehWiNNwhHCItaUE8ef/IjSkLE"
    "k5pQ/Cjw+N8SjhDj7PAJisWUol7w0gviiGhKUhxgfqhBdWadSDNC1REjKz+ee0bhIjuKAR"
    "qwD9C6mjBmLp3LVCCY6zJpjCunyVRQOU1Zu+XKadmR367aQZkYQhtGrX3qK4+/bmHZlSnB"
    "smu1ZZeLVG2s9wUy8HTazF+wLg83b22Y8ELiGliUbbAOQeLaIVDtUeJaXyHel7mWQ30is+"
    "ZKgE7DM51VM3s3qjVqFkftNWl+pksiAt7RekFRGAdJ+XrkkpVPN0sSRG/F7yERRXEDilaY"
    "sTUNXYSDTVILf5SYIsUbH4tquQHCaHs0lK2bh/0oMHT2y9BJsrLQjeMLM4LBGYrGl42SXy"
    "5rsl8uy1X2+QdPTBtLS0QDNCd3H8MJzXmP3JyXBCH1xXVh3qijRNlJkLJFB0n3FucdZq26"
    "S2jIwSBmtUEMIpaHyuaS2eO0Cs7vXL5/JJuzGj0nG9JI3ZmsCqP3qj0PXPNYxVPfc9AC+z"
    "NEZ1y7QNlc3zDEZxqJhs/8Rfo1ygpN20lAVemXqsKPNpffYV5FMmdtGrNKCi7XUUuXawFK"
    "U8lPQzo4JbJ72W97tE3SM7X5mpfpYMG3XfDMmweTpKGUDv/qjuUy3WDa5R25VzlX0IXAE6"
    "8mxPfm3lRXh3mfhq+Z4Iiq/ol2Q3eqfoqgaE+4agd+TgqwN4cddMA2DOiFDih3CWPRpGWA"
    "k0oLRh2bOZ2ryGbao0IGsSP1sSNFv+szXfFFR28/od3rhlcWl40u+M/bmP+zGgtVNmTUyE"
    "LFCqP35xpJlqRtZ/rEQ44i+khEz1lG/Jlwlj/yfR/wp0njeYR9GhBNatGzpwOrVb+sVglf"
    "jU0lMhVYSfZaSUBafhEyVCLxMsL3RktpuUALrLaa1ZDb8yLYHJIn+tjq4JYpQfe1mcug+4"
    "Lue2Ro+6z71kRlNIrGMArCuBEBEmiFvXAbzb3iy0GEeSOHLldxREJEQ/4bI04cetEmGf3t"
    "H2QqinsE3/2Ikmhx3yNMaK/FSIwRWi88Z5FGknP6kES6ahvH/nhQofulQkPghw1+cAj8gM"
    "CPF7XgIfADAj96uBsg8KPnsPMPDNiKhpGmgcavn+8/VngMJCrVGuI5EfoXl5LZwU6f08Au"
    "8JBgzy7U/OgvMOCd5uAXE9wqDDBN14NMPYNMPXDUtFnnvTP4QVjTS+E0lMI5pEkXCrZ0Ur"
    "DlpGZcLjn44kYlZ9X23N2YUQPD7sSRhu818f6xEPWLAyQKLQtDjCPs3miNGcJ8OleEGQmt"
    "9a2oCUKeSMjHsjUJhUkVbdHcVgkJ6XqEGBWPPZYO4uSUr72yYfdYH6pt7z3l+jffLzTZEn"
    "HINx0pdfUGK69NVt6MSwaCd4FkgLJ39y2ki5uiKcbSRhoeyAeIRMuOZnMzeYkSAG9SHKNX"
    "gULH9FD0Xc2wpFbC7zjySCJ7aqS37as9Qttu0D5RrZq3WjFHqv/obNvOJOinnSq2fUOS40"
    "SVfhTixO2ejhwhdWbJ9MKf/Qmyk02yU4HzBpdNvliGd8t037BCs6NMJFUt9QCBP4AbXIKu"
    "TcuFqhnANT5q6RovXBYmm0CiGl5r6gOs/QSxVmteoWy51i3D+wRLXfzfigMKITCgJQN8HM"
    "xjPDcyDBVphnfOXDfxyVa7ZMEj+2IUaB2bpxvTRisqITRHh+boB4C0xgsKDUGaekKbNAQ5"
    "kRWt2NhCZ0pTGl/U2NPUkZ0a1erNZFJpdjCEneborTaEQbn9owTxsQUNI2OcZaoBAj1u1E"
    "Cipn9EyQAAfQ2OXXUPZDmQ5UCW2yPLfSIOfSLh5h3/VSfLSe9rZbkwHcnRcBsGs90HRJRy"
    "j0iA1njDRNbw2uMLJI6ScLHE8vkWEewsUJKFxSri054xj9YXWwhCFH+M3usK4qJN4uKOTw"
    "ZijEQ0QCmmezcG9G82WtC9My1CCgCkAJxaWLI0BeATYTQOnQopKX23R0IqjGpQzCWkdLkt"
    "meKSJ88hXJjBEWJ0SRCHSDxhKCDE1VViMaI1tp351MHie6a/PvKRYD+zSyCC1NcDWs2SBW"
    "8AbjZ+gOB2H58HljKwlJ1cSnmmI1m5IJuCqpABrGCAPJ4BUrd+O8D2rjDVQNFVtq1VBt7P"
    "W2n/TKO1ZK9GdUoLKww6onc+8iIfPPNWahY5a5pKvznBAMXfQ3nkjUFWyAYIdfc+eTcOt+"
    "f20gviNIpbxruyNKCO9HgFAg+J+bZG4Pj84s3F9euri7w0YP6kriJgWbmYxrMZCSdTMuOH"
    "XgugK+kHU46xa6jxLOL/tka6RA5Aq0CziKxaAKySHQ/Y88ueILsKuawpMKLhhP+FusKJlf"
    "BqaVthbJmDsWuQnTgMSeBoihHXuMoLNMPLw3ndQLJ4XSlYvAYLZiXOYMEEUxuY2qwyBe1L"
    "39ANGzUwEU2MsznO/lhQNOfnHUvagiSzjBAOXLQWvUB0hej2jt9fXCX7uunGL3zpSWZsgj"
    "A/S21PcNB37qpSN4ABsBpSgFfVFaXTpimyyhkFoIJwchI/YMH780xoC86mgWIr71l96GLV"
    "wdsBwKq8NlCUNXeOTVGi6TKvCxZVhzSSrU1jR1O6JMZTpLsQlM0gMmUwEhFpaEbDJEFmva"
    "A+QVOfOo+6WNJnzWUqj2dTT3ZBpSCNWyqNy7wq4V9tTSwRDtBd2X1gJCg/IJ3bCipI5yCd"
    "W41tE+n8VCIjY9s/WiMqbl/tERF3gxpIhj6df+8FP6AHLqxF9JEEotsy8WeiJcdjQNeBaO"
    "chJLlpSNdMNPPwk/RpuTuzyJrVyYodzw4NnvslESYsN87DlqmgobAiCZbTsDFjcZid6A3D"
    "IySaI4aeqBCfPwPWrgMhoF7mS0hqT7oQMsKPmJYdDAu0wGqrWd2vDjLA5pZsFpGUq6QldQ"
    "tOl4ihJInNvA7JE31sdUnLlMBlm7kMhWeg8MypTUSWFp75HOHZ7AGzxzOdhSh/Oaq1EYlh"
    "kygbt9dM9JkuSbTgoCKMViRkNEDLmEXIp/QR4ehH/niBA/d7UfFvxH9xMNd2XRxuy8y4no"
    "sCGqUdXsX7v9Fp9kpXr+bwH2ecgMoRi5KtUFD1/oR2aj2zR0GhlkP6I2nA9yNrU+hCQwq9"
    "KNQWv5SvxrkhsDIVYCpjyu8FQzx3FIClkjxN3HhFJo/EKI9Mphqcqf983OSU5aOqe32Pyx"
    "UBMlGkKcg5wfGusTO6IsGhZANommXdQdE7A4Mruiia87hABgYkm/kLwXEQx2WLIcneFNAH"
    "Gq1+xk5EtZmfhbejOmtSxMdNZruBDaKOViGdh3iJaCBMPKIhQ1qReEHXDIlC/Ax9++nnd+"
    "hq/Pr6u7dJFBAXEkXY0Lbz6jbPM+3h4JL6hhBH+DyITOqZJYhsWjX/lemg0Xjx4jdr/isC"
    "KSKy0sE/r4xaksgGU4noP8bj16/fjF+9vrq+vHjz5vL6VR7KVH5VF9N0++EvIqxJkrogzu"
    "mlisA0mHnhsh2jFVpQdmzmtD3e8pPa3jpUc0zE8X1+9fuAPFD+z4G96jZA37FP/Vm6TYKj"
    "RqvJ8K3WZ5IviZ1ExG+k0FTDBGpBv9QCssSeb2JbzwkG57sYXzYqsHtZU2H3spSpAG2cdR"
    "6MzotGrzBja8pPUNPUmxLhAOEev2qCNx9VvbBfQZeaU9d45At0wgj/aLdgejQAXkt/RAbk"
    "T4ocMBUvTlNdE8wHQ1Uqn6UHdSe6/0GmCy5M3kQRWa6iM40Qr4yoFefX27F81e0G73VR/E"
    "LXSWmbKNyIFGU+KT+jQ0T4utIErO4dbRxvmk6xSX9NvzuEllqrOagcMjkXVVo4Ga07GdUA"
    "rNis0n9GAPXny/IECUOd9Fajc2cEw6s8331U9q4zTbt+NtDKprJcAIQYdR9ELEk9TUFVyA"
    "BWiNw6TQWubCF2gG2q4fxUmHGgICu716ZcS5UJ1ZpokU/7VdHiOtmvi95zzZI8kSAS4Wsi"
    "Mm2NEzVTaJxcxVxRjm1ZJ21Mtb8kazY8103zpA21IGs9IaRHnv5eGNXosPbk8JxaVDywfw"
    "byUAvemEbOmBpfTCk/Kp7+jTiRoQwpU0F2n+pQDElgCqlEBIiq/qvViv/ZbcyFCilYC622"
    "FvL5vKzhvczlB/K1qndlgWYIRq46fr7/rweJldnRro8vz4YXroJ3IuRcPa42PsVuqwj/Mm"
    "3LKP/+8OBQQf59yFQ+mqBzPm6UCl6TCa4KOlybYrpzpa7RQkZxxFTwQ+lAh7acp145E7N5"
    "kWQw2SmdGcwDft9lXvgWYo+GHNISbJZ8IFDoRbCZkSjyW7FZpoTNbDOXwdvZuQlAsY43BV"
    "UhA1jB23kab2e2EDvANvWivS/MOFCQld1robczZ0K1t7PIp/3ezuI6adIEXvT+wWiFw4iv"
    "AFGCw8F+XoJDNAti8TQnQZw18VK4OZOCHnw0574T83WDMMvreEQULfEjSahTA4+unfwRP9"
    "k4Ihicp6e/ZkY1ztM49FvZG2U6qCgyamlszHajiZ29SDMIk+OxDe1POPQEFBoj2a+f7z/q"
    "UZeIVK3PcyL0L+R7rIeR0TXoCzTq0VeBVpa8mEBFPwnvMbH/5gSDWOyHNgBzoTWM2ATPIl"
    "1Zh1ovhkQ3QLC7D4lhhAs4UasbtEQKl2jbS3QVkiePxklqbFt2VM8BjtSO2BIHka5MRb21"
    "tXISMLzabHgFJ/pBnegJWhNzV7pKNziHevdXPPgDX8SBhVeeCAY39GrIVODUgGRD8BNZ6s"
    "Iw9ROlW7sDaG9W3n+SIefCyaegVbXi/6ChaCX1/qtDsj+/7B5Sx4xq/UPb0RMiDW+UDieu"
    "epHXtl54zgJR4UFBCxqHjP/ru+jbgAbkR+T4lBH3u7do7fHVFEfCtyPmTmKrhYMnSoYzNK"
    "Nh4qBZ818J2q5vfUbdsT7YvGAM3oBHyC6PkGCJVtCtcEZgXQKdJN329+TTQSukVUXMWfNv"
    "SddG3oQCybN8CT0C7iDOBJAwu8+aK5z5prlzZVLIoAP5/STye3EtdoDv78p0vVy7e0HWbG"
    "CrYr22svcvQnStkeS37xtJ8Yt8aIP+T2tCHv0N4gNJxOVoL9jGR/nYId8w5FMH+2iNfR8J"
    "0ectYuSJLxEfLfFGzOkLCZwm0vhG1+2p49mNZXEN78VXAhHdOhE9Y0sJ+c9LvhAq87wKZE"
    "MqjfZ6/OYqT/ISv9Tld33+7eburpzklQQ/TJZeEOu8VvWwqrSAbSlhoCWyMiXgCqrPQQ7a"
    "Qn83fskmBSTNQFXIAFZbNcrhwAsq5YtTKfuKcmOdUncSdwDzXWGqgUKsXEA2qew3JPScxZ"
    "lGWU/fjOrUdLwbY007s0pxVXs9acTUlIPPU2sPL6M+s4JGtfr6REKm3drVcWsFkgHGB44v"
    "LxtErfFRNU3LLkuFYFaaLsXVCKfDB4jueaPOWec1nbPOy52z+CdG2jSWapdfgQRcfoYuv5"
    "K4e8zL7N//H/pw1ig="
)
