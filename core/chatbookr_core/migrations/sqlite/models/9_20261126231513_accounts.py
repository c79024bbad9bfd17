from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
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
        ALTER TABLE "login_failure" ADD "counted_since" TIMESTAMP;
        ALTER TABLE "session" ADD "device_id" CHAR(36);
        ALTER TABLE "session" ADD "device_name" VARCHAR(80) NOT NULL DEFAULT '';
        ALTER TABLE "session" ADD "network" VARCHAR(48);
        ALTER TABLE "user_account" ADD "email_verified_at" TIMESTAMP;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "login_failure" DROP COLUMN "counted_since";
        ALTER TABLE "session" DROP COLUMN "device_id";
        ALTER TABLE "session" DROP COLUMN "device_name";
        ALTER TABLE "session" DROP COLUMN "network";
        ALTER TABLE "user_account" DROP COLUMN "email_verified_at";
        DROP TABLE IF EXISTS "invitation";
        DROP TABLE IF EXISTS "known_device";
        DROP TABLE IF EXISTS "account_link";"""


MODELS_STATE = (
    "eJztfW1z2zb271fB+E27M2omlh3H29y5M3bqbr3rxJ3Euf0/TEcLkZDFmiK0BGhF+/DdL0"
    "CREgGCFEFTEsScN3FM4oD074DAeT7/OplRn4Ts1ZXn0STid0H0dPIj+tdJhGdE/Md0e4BO"
    "8Hy+uSkvcDwO0/F4NXAU5iPHjMfY4+LeBIeMiEs+YV4czHlAI0lxHxE0w0FIfCSJEB7ThC"
    "McoWyqV+hhijmiExTRMfWX37H8DgoYWsQB50QMDoMnMTmOfETnJGJiMJ8G0eMr+RI+9cRb"
    "iN/29LwkCv6RkBGnj4RPSSye+r+/i8tB5JOvhOW/zp9Gk4CEvoJ34MsJ0usjvpyn1758uf"
    "3p53Sk/FvGI4+GySzajJ4v+ZRG6+FJEvivJI2890giEmNO/AIDoiQMM37ll1ZvLC7wOCHr"
    "V/U3F3wywUko2XjyfyZJ5EnuIU8ANab0KRavFJNXgc9eRWQxCvz/m71pgWo0+nj/MPp88z"
    "AanZQWgXwjjU/ZJY9GcgEFEZe4/es/q3k3+KRXT+QD3v9y9en7s4s/pYhQxh/j9GaK3sl/"
    "UkLM8Yo05cEG9HkSCwpSRv79FMdm5AskGvziddsAn1/YIL/5XnIQc5h2AOzJDH8dhSR65F"
    "Px6+lFDdD/7+pTivXpCmsqPu/Vt/8xuzNMb0nINxBz+kSi0RSzqQ3KKlU3QG9f4XuD+eK8"
    "AcwX55Uwy1sqzETubCNGsNjeykBfBxGOl2aodUoN7PGSE9YA7gxMV5Z1Db7Xd/fXcuYZY/"
    "8IM8Cvbz9effrv7z9c/VeK+WyZ3bq7//iXfHxxb7n+74ebK40FXkwkPCPMywz4SdzhwYyY"
    "WaBSagzwM9JX+X+OcJOp4cbD7Yebzw9XH35VWPLT1cONvDNUuJFf/V7fgNaToN9uH35B8l"
    "f0P/cfb3S2rcc9/M+JfCeccDqK6GKE/SIm+eX8kvqlfZ0HYroWbFYpgc1OszlhrT7lAlkH"
    "DD6eTfUY+RuP7ITuAskLJO/j4ekWwVqqMpMno1wtkSoj+7PQFYLH6G9kJYncivfAkWcSpT"
    "Pl80s2zVEiurm6ecUYL9aqX3E5iT9d/MGEr6Tiq8/vr366OUkBHmPvaYFjf6QgLe/QIdWu"
    "rMeWb82GM/0KjvBjCo78K+Q75xp/GFIPZ3902R6wuTuoNQeo4xoZA1gy/oN4HH0/l2MDeY"
    "vEAxRTOhsgnzwHHvkT4lhoBmhCYyTuorF4ytMAjZPJhMQMBRELfPIOSfJnIkcI/Zw8EzFY"
    "/BPiudkqsK8HbzcP/O+JFwZR4GXrInux/DeOY85GsyBKxEr5HUwJLpkSVFY1BV+l6pIJbm"
    "yCrUAugKqs+BKutxGvgFWn05CVm/LxYSreV/z4YXh6/vb88uzi/FIMSV90feVtDey3Hx90"
    "m0Hkt8BWowJkDcgGQslLTwKDKYbSkOCoYi8u0umGGEG4K2jzDXrPhpj7+ztFXbi+fdAsXl"
    "8+XN98+v403SvEoGAlIZUBlyeIeAvL3VelAples2cVJZGmkCpEcJ5pkE6poLYDtEACC7RW"
    "6VwtvQ7UzvfriY5zkW7VPJWPVNE9P918fvh0+/7hxLS7dgDt9Wamo1yxW6FVjxSzXq/vCB"
    "3g+ks2TT9BLeyBCqLi+ejjl7u7g5lK5oFg0YnJTLK6M6g1kcyD0VM2aKt95Lc0NCEiaB7T"
    "xxjPZJgCRnOh5giGoxleIp/KAAaCUtcpCjgj4UQGLjxFdBGJq4iLmzkBDsVc79CUxASFAW"
    "FyPJLu1rKBZK9PtraQqK4zcQ3MIk6ZRdKfJdirHf/5+B7GVly+buD0v3xd6fSXt1Rxch6T"
    "SfDVBt4NRQ8BHjaJqhhWR1UMS1EVELyyl+AVsSqfA5qwUTu8K8hbAa9LSN8G7knEg7AMeb"
    "2ru0wNHm+XPd7Mo/NVKJfK5b9+vv9YYUZfU+icDTyO/i3kN3aM1t4apkosFH7mn886NKzw"
    "Zb03BIbJCa61zyz3hArpzQp+ne5FTDieD2snPAjmoxhHj3brXyGCT+Al8LORfCPPEE+1zS"
    "GyodujQ2R95Wg9Ig6FKR7P1nN0Z3qIGR+1DFXUaYHTLnMaosu/KTaPl7aOV50QnK/aiSjU"
    "VfrU6gtSKWGfdPoDgqgF8LM74rds4mc/jOcy98MbXJcFF32177IQEbDVd1kNq8Hbp7n3Yj"
    "IhMZGr6PctkdKriM+NG3CAtnoKS0PmmAck4qUpDSMLgeLl4eCCdMkFuVlDJeyrfQoKUQ99"
    "ZafDJonew+pE76HuTFC+QBvpSiEE9cRp6SoN/m5hUtqQAYOdZvA/xYlms0/m43u4RXbvbx"
    "U7HU8MHohqeDcUPQS4+zPomcQsSzlsmM1SoNhfJsvpruDtOI1lgcXEo5jM5B8TGxZure/G"
    "QA0eHAsPjofFl+LjeCQ3AatNuUwJu0eD3QNHERXKj9AR7fcRI+3+dpTXR7KjeNIiFIbt/B"
    "gaLdhhXRYkN9waL+32LpWukyi+nm9cK8zEUYuZadPaBnaBsH9onzeJuj6vjro+L0VdR5QT"
    "1qrUmk4Jpdag1BqcIU2c4VabmkIFkm+TA8SFqIPj2dZskugL4owttmVSQBdKFOwaUhpJDT"
    "YPPLcCtkwKC7YyFcAGWY0MFq2eyKQ47puiqlIBqKXssFKMQ2Nky6QAr+4MIrEsLGhbME6h"
    "AlAhVO0wJWGyvbMDaH/dzNRTbNVzpgG4RUGqi8WrTXeUgtf2FVyWPiuKxRh24Q5Q/ryZqa"
    "frWD17mmwSBTGgi51Cm66nMBuEpwZYF8stvxDnu8JUPcVYU6icis1+n3nvxbYdEa+qELdh"
    "1KAuYnsdE+CpBLuM3japAWHyGKyenDUMy2s21dR4Wr0xVHlyNsR6w9WmRvoNRQ8N9N37HA"
    "sfiwXIKlUPgR6+aVTy6U1Nzac35aJPAQ+twq3WBPtD+GRX+8Me8PVi4gt1KBB/VCsvupke"
    "fOntfelrOFelH9q51c2TQJCWyw72mEzEbLJ9absSYCZ64LjLHF+rAXaShEYGokSzo26csO"
    "WogJ1V9SkjMVShekEVKutA+j7Hzw+bKCnDaiVlWFJSUrRaRKHqdL0To7uv/KubRKxkNY0W"
    "giCdPrH9gL2E2wZykNBc5veEcG/aitUqJXD5GLjcSu0qEQOvXeY1RKlCbJr78EIY1SHCqC"
    "BCYgcREgfuoC003eiRfCLYT73iZdd98f6g1mmfjpSqcT50a6OoX+hC3IoRozMypv5S9lZC"
    "coK0C1NIH2X/ptW8bJD2cgpDtFq2rNz86cWzbW/oBJ58lzz5h+3X5FC3le59+IITgTlCqy"
    "ZMokDTQxtkN4axkuRyuG0/IuGWsK3SoK0HgBi+46CtNkFZGc3v5TqbEK3l+B4P0VoQrXWY"
    "vPXLRonrlzWZ65c61o8xTeaWSBdp+lfxZCcwQ1BcAd8mG8Zpjev0tOw7haA4p4LiIFIAIg"
    "UOsbdApIA7e8vR+ZkgUuDb4vcEB2ESm1paVpYpLZJAdVK9Oukcp+3w2nVD1mjh03H50wGX"
    "PPiMXfFmutslKoPeZMZeM6XGdr0Z06m9GvyHDtuWD+s/dEpt7l6Xg+YsO2zOIktC2Jk4Nx"
    "R7tEOQaE+WiCaLt3rtlpzfcfCMveUoiQ2SdY3jSSXrnb1n+LqZba3OuFYONJha7hNrgt7h"
    "e9akVPJZdanks1KpZDIjsQBErMkomY1NUXvVOJto9wj56elwTx6SiyYOEl3/K/hHLnTU6Z"
    "xEMsuYk68Gu1Y14jpd7xZ490LGlIp5ZkGUcCvLkk62x25ax2JeiiiX5dPssS0T7g/di2NB"
    "d0rj4J9SfcZLu3Wrku0P2fPhkSDrJZxOJi3WbZlwj7vC+fmxrNx1jn9aTCMijLXBunaSPe"
    "L+5khQj8k/kiBO+/GIJ/mjCfY4NYhztT0Oqyc5dKtDW0PbYVocQh+fvnpbXAnKFqiS1PRe"
    "tmFntwa1RuzCoK25N79NMUcYZfWeEcOBj5aEIRqjiCJOB2gR8GmaOjMTG7R4Y/F/QcKmdM"
    "FQwMv5N53MuN2Grsd2q40RklgsiPQbisUuF/urzw6Cup0yvBe41NjssyHpoYW4+7DugI0e"
    "YxxxY2xmnZSgEu5RMjhQUGZ3AoL8MqX9xm5LUamgB5GKaXZQWGKqUgGmujKxORgtJVmNFE"
    "RZ50RZCBzabS0PaN4F0VhHFY0FjZA6b4R06JIdxRZJZluB0kKp1mCgjtxpgw0F0E2SeIP8"
    "7RAzPsqFuk2mdjmdWzG0QTL3YU7Lar3/GDLVUjf8rmDdeejBwlibqSbmICfYI8CYsUCeL/"
    "xYUZ7iyKdi42yRFGgg7V9Sd/fWLD/AIX0U50ubdGMDMeQat8w1luKCsSxQpa+3QAFJXLrJ"
    "MBVsgmhMk6iNOcZADqlcLltkDIKsNb9VcjDBOc3wJJIFCEdpsRyLTVMng50TojG+ye9H6g"
    "qPEbF1AGlk4AHSPh5wDHQOqWLPsoFVJwRowecCPhdn/QLgczmIz8UMrlpq9qVL11TutqdI"
    "l06dBmDnQlUHUH9hjWr+uyl8bQVXkz4VaMU7oI9f7u4O5zxk/DrxnkhFmPH67qDeccj4aL"
    "wZ2KjS/yzxpjI+WGDsBXMcpvX5QzLhiFPE5iTy36G/B/7fUcDSIOFELJLv0vBh+dsTWX5X"
    "UfS/q4mhfsdxuRMPqsa4uTe9UNQOyTMx1Dz4OaS4wlK1ptCgnEiS4z1ATTj+dP/l+u4G/f"
    "rp5v3t59us5evaWpLelJc2IcKfbq7uTAC3MluplGC2cs5s5UgSkVhFWAhiptM9v1V7tKe7"
    "7VM2quN4IObRebo0c6egHvcD5yucr30+X9cfQOMAqJygh0lPF03CRC6qw0QuSmEiRxKdsE"
    "uEO3azLWJxUgipIzsQmgfdaIQtA25cg/cAETcpkDJBTCBp2TrEQNrDbWQHZejBt9xXIV3N"
    "g+NB3DINrkgJIVeucdkRVezmKydxhMPrhBn1MeX+oE4pI9nI0TgfutXieoXECNl7PTVyFr"
    "vQfsdQXoAHMbxkqVkUP5HoHYoon4qFIZujLmRphgmNyybXTme2r/dQ7qfLOI55XkIIcj7c"
    "UiJV5jSXzEt0IJ8b5HPxrbXAVqMCZE0BhhAjBTFSRwOt4VRsHChVJgV4IVrqMNFS3Qb0ZL"
    "IoRPRsUtarNo0O4P5Vm66nQBv2S5eqA6TM+sLIiUHhXN8b1Cmbq2WQZMMahfbQCScRwjKW"
    "BmH2RHyp34nf06mQ0GYEWMjHywFidFX0D6OYzOgzDoXGGKExQTiKqNB9BCmnQkWkMxRwJJ"
    "jhCcW3Iu5nL0/dXtgAz4OChVU87yRdXDT2gwjnCmm1QisJQGd1SmfNeFg2CZpRz4bX2QGP"
    "dz80RsJcPdyUZPv1ei8hV+2hUKl66Jw4beTkPK3xcp6W3ZxiazZU274OHqvzCdm+S2vvXt"
    "P/83B4dvZ2+Prs4vLN+du3by5fr1X+8q063f/69i9S/VfwL9sD1F2+6YasUoFeBUYWUFUd"
    "leurVVWj8pR92R0gezUPsqi8niKrboIuKUu/UE3cLl4f1ClJ03xEA0eclAKFkjJPvV5CF5"
    "kRqZhkugpZoKz3hdA/glDWRBfqjE+8wCcm39vLJrN2t60rcJGv87R5BFRTP8yhudXDZh/G"
    "oBBCsIpzYQwlR589iwtkwGCnGXwMtRH3pzY3aYV5Wt0K87TcCnNzfNl+QgolfEVOf0UQuv"
    "ltsBnsBjsIzljXgrYPz9BJIfGn3LC9BbIaGSxaCHvZa7oaiZ9lM187ZFUqABUMtAeLJVK6"
    "G7wUX226ozzGmoQR6Wf5dlt49sV3APLnzUw9XcXq7tikgBhEae0gSsuMdS5vdYDzXWGqnm"
    "KsSacV+B7Gs3Prk9mcchLxT0SAyozlrsqDBnU+n2A9fBQXxjfwAHlTHD2SQpBaIjgbZ6Fr"
    "dJImUsmb8Xfsx2wUfhTID2Q4WsAQjtiCxPlV8asvE6qQL10/6SWTp2g/DzXGx61LcRVFR/"
    "kf6QacYjY1BcVtDDDgYHLKwQR1QLrXWw3fRyOlVaUD5UoDdr3RNPWirAl66EXpvjLCevu2"
    "QLhI00OQL86bVLE5r65ic66DjOPHZCaEDGYNdZkSAG8AOLhei5tGkz2jessodaRLuEdnBn"
    "T/+vn+oxndAonuhgs8jv6NwoA1iVs+HslBYqG43nJA16WDCli/NxQOkhNc622+kyiSxX+S"
    "iAeGmp5bKpzoxOAQddshCn7vvrLZkWI2t6s2cz+RMHgmsbGejT5kUGtMydrW+cXRW00pf1"
    "+rlWk17ycBlEzzC5cITzhZFfRe0PhJ/FcWAZddtFDA3yGMxlhWrJnhJZKhu4gR8VCZB5jO"
    "x74TD/S4Ic9wHw+0DsqNiUcEaCtbieyCvBZIlDtgRQErytHJQjZWlDB5DKza724oeii576"
    "Lt7mNm5G4K8IaiG4C37xRHrHeOqb9s1dFYI4Ruxi1rqxZPS1sFSSUFudk5uRksPHsLrpfp"
    "aIWO9s0twwpZK6gd28R2bYCfx9QjjLXasnRaqFvr2pbljKr/HHCcgW/Q8td3B/UKvjJuq2"
    "p/HxEUEr5SqjFHj+J4lWmsVCrOqWLNsiI+vi9wZrLjV4g9gmRsQqZWD5As3fMK3XIxlj6R"
    "6Dsm1fIpCgMxl9CtDSm1e3yutaKvGufEtVTbV4aQGQ7CQkwFKPyuKPwFzlgciipVD8WP7v"
    "WoFWRtFCmdEtpUDNqqUjS0ErDz8T1c4KcXjUo+1VR8Kkt9jqS5HI+8Z2FGTA9s631apQJr"
    "19ZdeiVjGQqXVVYtK1Dsr3DZ6a7g7bg+eSpeC9FwbFuSrEQIQYTQ/+db0bChJMQ3x2bseW"
    "Te7nPWSMFgdhR8tj4Ry5QgIuuOsmch7rbzkxUp4Qty+QuCqiqQ7O9KbmmTZP/DeEf+Sscn"
    "BreIvDyo84f8kQ3otKd6yX2wdlz7YmQeHqiA+STGy5+rkeX76xnKzgfwL7jkX4CAwq7FnP"
    "zTaBzAkI3voRG7+2BCloz/IB63LSakUMGCrUgVLENanV+lEL0ow8q1JbzvFCuf+MmcmMvA"
    "18TIKlSdRD055Dg4HTbqeDKs6XgyLO8dEL+3swzNTFAsgVuv12+owPzptFKPOSezuemEqP"
    "S7FUn253h7vauPp2PHmy+0oqkNnBsCAFMHMySYGTb2moqoOQGIgiqSMmxxlMxbbOUqJWzn"
    "Tm/nIWZ8ROKYGmoBVotDKlX/Au13InRCGMA38UVNgihg01Z81kjBu+Uanx1JqPibrBrwE0"
    "kr2xpcB8XbgzoXQlp9QHB5PXJrUkU6NRovEV7lJawyGdL6BbJywWoqmarwLs1SWOUrBHyV"
    "vfAKydyIlCJKkyHYlC5kPcgwRLJ6AY2ZrIkgi0Kmb1bOrdj/443lKBO2Dn4thG3qJSjBu+"
    "GSd8OdqFynJJ3u43JBzOnt8VdSHBgRX4c9o3VaYLXTrJ7H9LkVnxVCkGZd5nFBpGkqmBRI"
    "IE6rPk5LQlWG1jpK6wvrdY+FwoJyqanzuvOCQdUqdmWo1rOKbSB2HK+lxOOkLzuAWCv3tJ"
    "GcM031kHx8DzWQYRMNZFitgQzLBa9XhRVs8C2Q7A/ik12t2T0Ys/9JI6sFnI/v4QLuXoUO"
    "2EhmWT8bEL6mNCQ4qtici3R67QFBuCuo8x17z6UH7u/vFPH6+vZBw/jLh+sbsbRT6MWgYC"
    "VPlN3GkKkAmQquSMHuZirc0Udx/X3aBurEKAwX7tcKxKtWUqOQPjZzOxSaT8lmUgssyyKF"
    "/gAt4oBzEsnaSdIBIKaJGF6Jiqmhf4Z9ktZPFpIiwqE4hAZIlolL+1dhtJgGoaGE0+4fZy"
    "3KFx41yus2TQXA4hvYlG3WBrWR/K+Dx8rAI+NOZwg6ylb1y4T+XR7fq6CjPw+HZ2dvh6/P"
    "Li7fnL99++by9Tr6qHyrLgzp+vYv8khRjp78jKlWAViE52xKrcrhFmkOLEl1Jj6dv26WGl"
    "CXG1AST8tfQvNlXqZtFWfnmLFyn4veEcHKMQ5ATpHzhbEgp6j7BTvHsexwallmrEgEiKqI"
    "FuW+Eqb1HjmNFByvzjnlHAkxE7pcEP2MgzCJq3S9zf1BvfNDjBxNCkO3qnsPsYzbohOUtg"
    "b2PJpEfICECjWJ6Wx1cWWvHaD0HvGFaiXjvWRY1xJlhanTDsNiFMcxR4wQWXaXzMra3s6f"
    "tl3ZA+eMS84ZdwrtOpSH2b2VO9sSbFKfiiSQ/FRKfqKeLI3UqkGjTgvROq4JBopavTqHRi"
    "zIbOVWYZY6MfDaNV47IgR+ENutSfhLr9cKfbN8RKM2DeQHOf6dEKswlwZ3hpdpKP6jFL5k"
    "J4TcCj8VQpYQv6gQvAZoTDycMBnkHz0xaZIXg6jQbnIZztB9cdcPe0lDBojQcUoIBMslWC"
    "6PKOYpxNFjgh+tYnKKND0EueO6JjHxgnkgrZJtOoOYqKHPYsvmIM84TAhrxYcSKTChJROg"
    "htLu9hrrggw9rsXQfeVAyFBss48cheKsbFCE87AVm1VKMI+4xmVXzCNkNiYxmwbzE5ORZH"
    "N3UGsqUcd1mh6kWRvyBCuoVHB4vbja8gCt73YZ4XMEUuvJJonjGCEG8aq3B68zoZ1HxFib"
    "UDnoy7lDdKHEASR4HUuCl75uO8D1Wy8eUbXRdgDtr9p0R7m7bkXYcMQoSIv3QB+/3N0dKj"
    "3xA2EMmzMT81uDekV8M6hrLZxGESlmFJGvnMQRDk3auB4iQKNnEjNcoGbSjwRtlNxU3/0g"
    "XrHaRstUiHqoyHfsHxGKydTOQbKh6CG63evwK7hkTxnb3qc6IWghEAWztyiYMfWXrcICNM"
    "KWQQGuwX2AqADxBrxtjEyZFoIzWrKhKF9abDYaWf+CCYaNig0Ma4oNDMvFBmIyD5dC4h+1"
    "RL2KHuBvBL/00CRW1d42FD08VU+HTYTBYU2xNzPAbeIoioQQRuGyNycNIBOs862coypV//"
    "aryybb1WX1bnVZ3qw2phu7iKQ1GbhFnf6QwPv9TbA5s3O08CmWKcFE4lDRqCP6aGwg1R0Q"
    "jWHVCQHaMrS6f8YCXJ0U4IUwg8OEGRQXYxf4atP1FeXyJ7w9/GCzqXYB9BSL2cL3ypz9RV"
    "s9jRqs64K81QHaDaNo3JTLtuJblk2divC4vxLv93OYiuSlGI/NzUFdlAeVf+Noko9rUnpa"
    "oCbUb5QI3sVogZcIc4Rl3a/nQFz5EaUh4mn9L7EVBOJviQeICXaEBCVySlkxehZECSeGkh"
    "Q7mB/qjZ04J9IMUHXEyDxMHgOrcJENRQ8N2N0nfDLCmL10rlKBYG7KpLGukqdSQZU8be2W"
    "q+TlW367agdlYghtGLT2qc8DcbuFZVelBMuu05ZdIVK1sd4XyMDT6TJ/wbrc37y1fsILiW"
    "tgUXbBOgSJa7tA9YgS144V4m2ZawduMP0r5rIy4InBqJnfGtSZNOeFQbssH+OtPA3pcsqM"
    "kytTcarOb0ljm4vllyn+v8tedVVlcAeQ0+aehbLA+aaGnuJiARvldhul4YuyQNtM3UPguz"
    "ewqdC1sbJVzQCmtkFLU1vhsLD5CBSq/kUj72Dtp4i1WvMaJWRqtVzq8mcrDmiEwICWDDhI"
    "5XTHYN9psj5ExLdZ7sdnV8+YNbYtGVAihHh4iIffAaRgA96TDfhAVrSiLdNkStNsnTX2NH"
    "1kp0a1ejPZRNCN0jcfgCHMPUOYwp6m0qJC1EObzA6yZKc05tY4q1Q9BLr7gjkBG22KTWu6"
    "J6UhwVHFdlKk01VPQbgrqPM9Zs+q5/39nSKGX98+aBh/+XB98+n70xR6MShYnYnlHq0gy4"
    "EsB7LcNlnuE/Fk283le1lZwiDLKfdrZbk4G7kuUtGsIymdpFkVi7Q3qPgZiAWScNnSHaWW"
    "z3eIYG+66gfP0q6h5majLecx+mILgQLyjzF7XUFcdElc3PDJQoxRiHooxXTvxoCQXasFfX"
    "SmRQiA3KXABGF6nYTpHUpSYjSJvQopKbu3RUIqjGqQDhtTOkM0Rhj55DnwiBBmMEeMzggS"
    "EMkrDEWE+KZUVytaa9tZSL1iHn5aORfsZ04JRLYmnR4bc7q3mkFp6R3G54GlDCxlB5dSXu"
    "hI1g7IpqBqZAArGCAPk1CUL8QOsL0rTNVTdLXP1ikD7+eVtH9i0FryW4M6pYUVBu3RO88D"
    "HoJn3knNYs2aptLvmqCH4u+uPPLWIGtkPYS6e5+8n8SrfTur6VXG+zbiZrhNpBrmwSpR8N"
    "gwT/v6/TA8PX97fnl2cX4phqQvur7ytoYNZeVinEwmJB6NyURsei2ArqTfH9qvjwtqPOHi"
    "39ZIl8gBaB1oxsm8BcA62f6APX1zJMjOYyFrSoxkbcwo4DbwGmlbYeyYg7FrkL0kjknkLW"
    "3EiyJN//JwzhpIFmeVgsUZWDArcQYLJpjawNTmlCloW/qGadiggYloZJ3NcfLblKJHsd8x"
    "hHO39CAtv7yYktgQ6Ndg/PbiKvnrZh++VrEGwvwOvQsNamxPsNFDScHjglfdbZoiq+1RAC"
    "oIJwfxAxa8Py+EtuBs6im26jcLFQa/yQqD2TKvCxbVhzSSrW1jRzO6NMZTprsQlM8gM2Uw"
    "khFpaELjNEFmMaUhQeOQek+mWNIXzWUrj+dTjzZBpSCNOyqNq7wq4V/Xh10j7KG7svvASF"
    "B+QDp3FVSQzkE6dxrbJtL5oUTGtPuVWVRc3doiIm4GNZAMQ/r4QxC9Qg9CWOP0iUQo4IyE"
    "ExQw9BTRRSSuppLcOKYLgRrCYZo+LS2sKAwIk+ORzJo1yYodzw4N9o5LIkxZbp2HrVJBqz"
    "JNEiynYWPGkjjf0RuGRyg0eww90SE+fQGsXQdCQL3MbyGpPcSMjxgRW4w9o3VaYLXTrIbO"
    "gd8Em2Uk5Vxsv8m8BadLxFCSxGVex+RZiIdtDmmVErjsMpdXVSos7XAKEdSy/o8JUds6EB"
    "rZ/gzzJ2VNtzMNrPssrYjwBY2fbJAtkPQvgvq8SSuD8+peBuelZgZQigpKUR3aaOxoKarP"
    "HE8mD5g9nZhsxuubg1qrsRw24vm4rYbjz3RG+FSAijCak5jRCM0SxlFI6RPC/EdxeYoj/w"
    "dZA3QgfvGw2Bt8HK8KT/mBjyLKEY7YYnX/DzrOb5kqWO3+cdYp6QIxnn4KBePP79Bg8cgs"
    "1FC6aZcRCjQS3yNrU/rGQAoSvZbfKz4/8RRLYFUqwFTFVJwLlnhuKABLXeP0kzkZPRGrzF"
    "KVqnfOv9Nhk11WjKrcZtN7egJ6Joo0BXlNsEd9ns5JtCvZANroObdRHJ/JUfZVtedxgQxM"
    "yi7zF8JlIbLTFUOSu0nhD5TPf8Yep8Zc8MLdQZ01iYtxo8lmYIM4xHlMH2M8QzSSJh7Zoi"
    "WrUT6lC4Zkaw6Gvv/083t0MTy7/NO7NC5QCIkykHDVi3mV+Z11dfFJfYuYPTwPYhWPzBJE"
    "lq3agat0LbuBO7qRmSDeXTtwGVrFydwE/2NlHKNC1pvaZH8eDs/O3g5fn11cvjl/+/bN5e"
    "t1cGP5Vl2U4/XtX2SgoyJ1QeTjtyoC02gSxLN2jNZoQdlxmdPueMsPanvrUM2xEce3+dXv"
    "I/JAxT879qq7AH3HPvUX6TYpjgatJse3Wp9JXxJ7qYjfSKGphgnUguNSC8gMB6GNbX1N0D"
    "vfxfBNo5Lbb2pqbr8p5S6lcI2eSRyISdsIJsYJQDpxWTqZiL/QOhJVIeph+EX3QalzzNiC"
    "ilPTNgGzRNhDuIevm+AtRlVvZq+hV9mhK/2KBTpiRDzaL5ibLYA30u+RAesrRQ7YipSHqb"
    "EMJqO+HtUv0n27U9d+I+OpUCCuOCezOT8xKG7aiEGdCrdYjRWrbjN4q1vqF7pIC5zxeCkL"
    "VYhJxR4dIyLWlSFIeeto6xjjbIpl9mv27hBO7Ky2qHPIZl/UaWFndG5n1IPuErt+LzkBdC"
    "EpyxMkjk3SW42dJSfoYfZc55H4m/5k7bqaQUOzyqIxEFbWfeC4IvU0BVUjA1ghWu8wdRjz"
    "hdgBtpmG81Nhxp6CrH29LuXX6kyo1kSLfNquihbXyXZd9F5oluSZRFyGLMpoxAVO1UypcQ"
    "oVc04FtmWdtDHV9sLc+fC1brpO1NHLctcTQkrs4c+FQY0O607e1qFFxR37ZyD3uOCNaeSM"
    "qfHFlHLikvEfxOOWMqRKBRmdukMxJpEtpAoRIKr7r+Zz8We3MRdqpGAtdNpaKOZLu9SUuf"
    "xAvlZ1MC7Q9MHIVcfPm/96UFiZb+3mnIJ8eOEoeC/TDPTtahlS7LfK6ijTtszsOB4e7Cqx"
    "4xiy0/cm6JwOG6X/12T/64KO0KaYaV+pa7eTUxy0nN9xWM4zr5yN2bxI0puMpM4M5pE473"
    "IvfAuxx0AOwZ4uSz4QKPRNsJkRzsNWbFYp4WN2mcvg7ezcBKBZx5uCqpEBrODtPIy3M1+I"
    "HWCbedFuCjP2FGTt63XQ27lmQrW3s8in7d7O4jrZ7u38Le0Ah9Ecx1ysAFl2xcPhuuyKbB"
    "nHkvGaBAnWJDPp5kyLuIjRgvteItYNwmxdu4VTNMNPJKXODDxlj+len2wdEQzO08MfM4Ma"
    "52kSh63sjSodVJEZtDQ25l+jjZ29SNMLk+O+De3POA4kFAYj2V8/3380o64Q6Vpf4HH0bx"
    "QG7Agjo2vQl2jUo68DrS15OYGOfhreY2P/XRP0YrHv2gAshNaYsxGecFMpj1ovhkLXQ7C7"
    "D4lhRAg4vNUJWiKFQ7TtITqPyXNAkzQ1ti07qucAR2pHbEkibipNUm9trZwEDK8uG17Bib"
    "5TJ3qK1sjela7T9c6h3v0RD/7Ab2LDwvNABoNbejVUKnBqQLIh+IkcdWHY+omyT7sDaK/m"
    "wd9In3Ph1F3Qqf4Av9FYtg+7+eqR/M8vu4f0MYNa/9Bq9Igowxulw8mjXua1LaaBN0VUel"
    "DQlCYxE/+GPvo+ohH5EXkhZcT/0zu0CMRqSrj07ci509hq6eDh6XCGJjROHTQL8StBq/Vt"
    "zqjb14PtC8bgJXiE3PIISZYYBd0KZwQ2JdAp0u3x7nwmaKW0qok5C/GWdGHlTSiQvMiXcE"
    "TA7cSZABJm91lzhT3fNneuTAoZdCC/H0R+L67FDvD9VZvuKNfuVpANH7BTsV4r2fsXKbrW"
    "SPKr+42k+Ol6aIOeXwtCnsIlEgMJF3J0EK3io0Lske8YCqmHQ7TAYYik6PMOMfIslkiIZn"
    "gp5wylBE5TaXxp6vDV8ezWsriB9/KVQER3TkTP2VJC/vNMLITKPK8CWZ9Ko50N316sk7zk"
    "L3X5XZ8/XN3dlZO80uCH0SyIEpPXqh5WnRawLSUMtERWpQRcQfXZyUZb6OknDtm0gKQdqB"
    "oZwOqqRtkfeEGl/OZUymNFubFOadqJO4D5rjBVTyHWDiCXVPYrEgfe9MSgrGd3BnVqOt6M"
    "caaFXaW4ajyeDGJqxsGXqbW7l1FfWEGjWn19JjEzftrVcWsFkh7GBw7fvGkQtSZG1TSqe1"
    "MqBDM3dKauRjgb3kN0Txt1zjqt6Zx1Wu6cJZ7IjWks1S6/Agm4/CxdfiVxd5+H2X/+PxkT"
    "wK8="
)
