"""Hours that pass, public holidays, limits, ways between places, rooms' own hours, requests and group appointments."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SEEN = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("NEW", "OLD")}


def _noted(event: str) -> str:
    rows = " UNION ".join(
        f"SELECT 0, {seen}.clinic_id, NULL, strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')" for seen in SEEN[event]
    )
    return f"""
        CREATE TRIGGER "resource_hours_slots_{event.lower()}" AFTER {event} ON "resource_hours"
        BEGIN
            INSERT INTO "slot_change" (transaction_id, clinic_id, subject_id, happened_at) {rows};
        END;"""


NOTES = "".join(_noted(event) for event in SEEN)
"""As of the migration `slot_changes`; they go with their table."""


def _status(event: str, known: str) -> str:
    when = event.replace("UPDATE", "UPDATE OF status")
    return f"""
        DROP TRIGGER "booking_status_{event.lower()}";
        CREATE TRIGGER "booking_status_{event.lower()}" BEFORE {when} ON "booking" WHEN NOT (NEW.status IN ({known}))
        BEGIN SELECT RAISE(ABORT, 'booking_status'); END;"""


def _check(table: str, name: str, rule: str) -> str:
    return "".join(
        f"""
        CREATE TRIGGER "{name}_{event.lower()}" BEFORE {event} ON "{table}" WHEN NOT ({rule})
        BEGIN SELECT RAISE(ABORT, '{name}'); END;"""
        for event in ("INSERT", "UPDATE")
    )


STATUS = "".join(_status(event, "'requested', 'confirmed', 'cancelled'") for event in ("INSERT", "UPDATE"))
STATUS_BEFORE = "".join(_status(event, "'confirmed', 'cancelled'") for event in ("INSERT", "UPDATE"))
CHECKS = (
    _check("group_appointment", "group_appointment_times", "NEW.starts_at < NEW.ends_at")
    + _check("group_appointment", "group_appointment_seats", "NEW.seats > 1")
    + _check("service", "service_seats", "NEW.seats > 0")
    + _check("resource_hours", "resource_hours_window", "NEW.start_minute < NEW.end_minute")
)


async def upgrade(db: BaseDBAsyncClient) -> str:
    return (
        """
        CREATE TABLE IF NOT EXISTS "group_appointment" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "starts_at" TIMESTAMP NOT NULL,
    "ends_at" TIMESTAMP NOT NULL,
    "seats" SMALLINT NOT NULL,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "location_id" CHAR(36) NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    "practitioner_id" CHAR(36) NOT NULL REFERENCES "practitioner" ("id") ON DELETE RESTRICT,
    "service_id" CHAR(36) NOT NULL REFERENCES "service" ("id") ON DELETE RESTRICT
) /* One time of a service with several seats: it takes the practitioner and the rooms once, each booking a seat. */;
CREATE INDEX IF NOT EXISTS "idx_group_appoi_clinic__e54f23" ON "group_appointment" ("clinic_id", "practitioner_id", "starts_at");
        CREATE TABLE IF NOT EXISTS "resource_hours" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "weekday" SMALLINT NOT NULL,
    "start_minute" SMALLINT NOT NULL,
    "end_minute" SMALLINT NOT NULL,
    "valid_from" DATE,
    "valid_until" DATE,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "resource_id" CHAR(36) NOT NULL REFERENCES "resource" ("id") ON DELETE CASCADE
) /* A weekly stretch in which a room or device can be used; one without any can be used always. */;
CREATE INDEX IF NOT EXISTS "idx_resource_ho_clinic__dcba46" ON "resource_hours" ("clinic_id", "resource_id", "weekday");
        ALTER TABLE "allocation" ADD "group_id" CHAR(36) REFERENCES "group_appointment" ("id") ON DELETE CASCADE;
        ALTER TABLE "booking" ADD "confirmed_version" INT;
        ALTER TABLE "clinic" ADD "travel_minutes" INT NOT NULL DEFAULT 0;
        ALTER TABLE "location" ADD "holiday_region" VARCHAR(24);
        ALTER TABLE "location" ADD "holidays_worked" JSON;
        ALTER TABLE "location" ADD "holiday_country" VARCHAR(2);
        ALTER TABLE "practitioner" ADD "bookings_per_day" SMALLINT;
        ALTER TABLE "practitioner" ADD "bookings_per_week" SMALLINT;
        ALTER TABLE "service" ADD "other_durations" JSON;
        ALTER TABLE "service" ADD "is_on_request" INT NOT NULL DEFAULT 0;
        ALTER TABLE "service" ADD "bookings_per_week" SMALLINT;
        ALTER TABLE "service" ADD "seats" SMALLINT NOT NULL DEFAULT 1;
        ALTER TABLE "service" ADD "bookings_per_day" SMALLINT;
        ALTER TABLE "working_exception" ADD "resource_id" CHAR(36) REFERENCES "resource" ("id") ON DELETE CASCADE;
        ALTER TABLE "working_hours" ADD "valid_until" DATE;
        ALTER TABLE "working_hours" ADD "valid_from" DATE;
        CREATE INDEX "allocation_of_group" ON "allocation" (group_id) WHERE group_id IS NOT NULL;"""
        + STATUS
        + CHECKS
        + NOTES
    )


async def downgrade(db: BaseDBAsyncClient) -> str:
    return f"""{STATUS_BEFORE}
        DROP TRIGGER "service_seats_insert";
        DROP TRIGGER "service_seats_update";
        DROP INDEX "allocation_of_group";
        ALTER TABLE "allocation" DROP COLUMN "group_id";
        ALTER TABLE "booking" DROP COLUMN "confirmed_version";
        ALTER TABLE "clinic" DROP COLUMN "travel_minutes";
        ALTER TABLE "location" DROP COLUMN "holiday_region";
        ALTER TABLE "location" DROP COLUMN "holidays_worked";
        ALTER TABLE "location" DROP COLUMN "holiday_country";
        ALTER TABLE "practitioner" DROP COLUMN "bookings_per_day";
        ALTER TABLE "practitioner" DROP COLUMN "bookings_per_week";
        ALTER TABLE "service" DROP COLUMN "other_durations";
        ALTER TABLE "service" DROP COLUMN "is_on_request";
        ALTER TABLE "service" DROP COLUMN "bookings_per_week";
        ALTER TABLE "service" DROP COLUMN "seats";
        ALTER TABLE "service" DROP COLUMN "bookings_per_day";
        ALTER TABLE "working_exception" DROP COLUMN "resource_id";
        ALTER TABLE "working_hours" DROP COLUMN "valid_until";
        ALTER TABLE "working_hours" DROP COLUMN "valid_from";
        DROP TABLE IF EXISTS "group_appointment";
        DROP TABLE IF EXISTS "resource_hours";"""


MODELS_STATE = (
    "eJztfXtz2ziy71dB+Z/M3uJOxXLieJNbt8rOZGay60lSeZzZPbtbGpiEJK4pQkuQVjRnz3"
    "e/APgQCYIUQVMSxHTV1MQW0aD8azz63f9ztqQeCdj3165LGLterSL6gIOzl+h/zkK8JPyH"
    "hhEOOsOr1fa5+CDGd4EkwXLsFJcH37E4wm7MH89wwAj/yCPMjfxV7NNQEL0PCaIzFK8poi"
    "sS4ZhGDK0X8rcQYeQGfui7KKb853jhRx7y+cchIksSzUnobr4X7/Goy1/kh/PhpkxC/98J"
    "mcZ0TuIFifjEf//7WUo69T0xYh7hMM5+zl8kfv3nP/kHfuiRr4QJMvHr6n4680ngVTBOSe"
    "Xn03izkp99+fL2hx/lSPFn3U1dGiTLcDt6tYkXNCyGJ4nvfS9o5BciofgWxCvBHSZBkDEo"
    "/yj9y/gHcZSQ4qt62w88MsNJIJh29n9nSegKXiF3geM7Su8j/pUi8r3vse9DsuZ/7//Lvm"
    "mJajp99/7z9NObz9PpWY3l4hspLMs+cmkolosfxgK3//nfdN4tPvLTM/GC1z9ff/zu4vIP"
    "EhHK4nkkH0r0zv5XEuIYp6SSB1vQ0+VJvCmO6+j/wNGL/SXRc0AhVVjhZbTf5z/0YUn+wZ"
    "Yn232Tw5sDeFjIP7/95c2nz9e/fBDTLxn7dyABu/78RjyZyE83yqffpRyi/AhIj4hiEvTr"
    "288/I/Er+u/3796ofCzGff7vM/GdcBLTaUjXU+yVMck/zj/iQ7eMruzVrpusQjTkXrOXsT"
    "v30hbS8onXFdEyDQCqAFq+NgwwVcgAVg6ruGVn99ojP93UdYB/5BeZPw//QjYS5rf8m+DQ"
    "JRpIM2nodTHRacK6/XR72Ud4XYgm1eOP//38ryaxROAjP48/vn39+ax+IAwAbCpm/pTPNl"
    "J0KwJjGdzX159eX//w5kx7NgwA7/vSVCPFVjkSG9auOCTusHu/xpE3rZwW4gmdUOWTYmz9"
    "0XKyVD/BIZ5LhMSfIr64ZnU36ljF4t+pYBWbbrd29SsX2oVqk6ODMLsnnlB9GJFKEuW6Ur"
    "rpHa4ibRw+2OM/cKo74vKvKcb4cV3HGnJijaalaFCK4hURPp7FhSCe61ygZNmiZEUEM/49"
    "asC/XuBID/yWQgGff9kTPLb4YfB1GpBwHi/4r8+fPm3B+b+uP0qo+ShFXXqXPZqkz6qyI9"
    "95S58x/sVYHeg/f3r/Tg+0QqYqsb4bo/+gwGcnfBHrQBaAVDTXHNvvfrn+qwr769v3N+qq"
    "FxPcKCxY+mESEw38b8NYj36JQkHeP0nRh39f/s8fJ+fPXjy7urh8dsWHyC9afPKihSlv33"
    "1WEPXZtDDD1WG9oTQgOGw4uhVSBV9+rAYnCHALejfv399WlvTN28/KQv7yy82bj9+dy/XN"
    "B/mpPFSHnQuQMTE5rguCEZ7W510O6/Pms/q8dlSrAouJ0VGlBauj1VZHj7i+14vRVcoB2J"
    "wJmsDl4blMvq58Pl0PLlcpgctWcznst5PLdMBh+zl8pxE1m0WfMk0v6ccyflaFn6sOss9V"
    "o+hzpUo+4IQb3GeUywl3G0NYa4SPgNayNQzeOMtgBW/cEbxx4DEyQbebx0h/8g6A8BdGTl"
    "BY6Apu7a6pwMu/BXr35fb2uA65jwRXXUX1p04Hd1yUDzT3xi0wQ4JcOMPyuMSXaIWjmMkI"
    "xgVBzF2QJZbeM99jDgrpHfU2Txha08hjHRxzw7yjh48Og3vOVvccCDp7kR9dyveLH2KtS6"
    "jZI6eQgUfuER45ltz9i7ixEf5lGgD/EeCXznwzDwcG58ZJmMvAmgMh1TYCCtYGiP21HN3G"
    "2F8LglNpEsa3fnh/pleGi8fODm1YDJwG+chOqX9L7AfEQ4II4TuaSN01m+p79Fkos1xJLR"
    "TS7AnyuW4a+XEs8vkC/56k4aUiv4/xwfGCc0yfF7jn9+1Wk0ERtkkRXiURpzCKfCqRjDH2"
    "6bJL7JMqg5Ziny5VD2BM70k4XWC2MEG5SjUM0LtX+MFgvnzWAebLZ40wi0dVmIk42aaMYH"
    "681YG+8UMcbRr82QqlGje5yewSJ2mo1sZNZupsoXFxWG/evrv++LdC+S3Urtv373660ai/"
    "N3/7/OZaNf9wRbZfjF+VEpRgq5Vgi2K/gM37Y3PCem3lEhmEflnOX1P/R4kEQmdarS5J5t"
    "wGH3mLSaC0nPTZwEcyCHC0PfwjIXrn+Pap02oOkOOms3zgLmtAM7rGrueqNCW8zw5ShqzE"
    "d/HFqwsWlKjAW22Vki7/rcHerDvm40eonl91SU26ak5NuqqlJnkk5uqfCbxbijECPGz4Mx"
    "g/DmL8AM27z5F8ciJ7gFk87RlkoNKCcmYzpyPywM/AfsEkZUrgss1chnCS4UMQs/vMODmo"
    "RgjQqvVW6jpjV3A1pAAvxO0cJ26nvBgHwPeDMt1IUdZs4d0l/LaH6uGMoacKcO0CssomGg"
    "TUxdmfXreJbp86rTbR6rhOAVJZcDr6rrwAHRRRunSQRx58lxMyDt0fUIzvSYhmNJLF9+74"
    "u+4ddJfMZiRiyA+Z75FXSEzyQMQIhkLyQPhg/r8Ar/TxUod9vbGpN/t6+W+xyGqapjW2wI"
    "prlxW3yqqu4FepQGiq1+0qrfgaro1l6Gp0UIxOUxWNhF4PbBUqQFZf5i+9Ceq47qrxt6U7"
    "YIG//IA+2QJ/4gbh38Lw9K1SQcwD1LbZM6TziCYr42yoLQ0s0SqeC8qpzeAskQCaYKI6io"
    "kqu3cGgPZmO9NJrtid0Fav6N0mKbG9B8D152yacYJaOgMb6tbULq0BMP1JzHO9WlH+xZak"
    "k55woviWr2yrzHwhXeJgc6az8WWPnFYDX2lQJ+seDkgUv0QYRUlARKMMukS+TDeUyYlpmu"
    "Es4p+uFyQU7TXEv6/SRhozGgR0zRCjNBQkMlWReGhBIsKHUr1Fb/+v3N05Uby6ZL4rbHel"
    "8Mtmm5+M5GCEhEqAZ1GSvDIArIBWWQGPqjPZeVo+UsTP91LX4MJ8/AiDNyddAgsnzYGFk1"
    "pgYemA6opviWSEEJ9POjVHmLR0R5jUYpCZcAT5sVEV5jLNCHEeOg55wQ8QvejfaMeu0IAV"
    "W2NUldKPAaLFeEBT34MmlwBrkLbHfFYpIYjb6qBPVXw3DuIu0QKrrWY1dJWqSE6dBKcWuQ"
    "myXr7JXYTde/4oIN68F6815JAVcTL8No7j11OD0UR13dN+5T0qhLCPbN5HGavMM2EUOtg7"
    "Gi/4Uf0zr5OI0eis2UuTDXA6+Gqm7nbsTpfNj6lbxHcXiIMko6ER/0/0UMCJ58cooHO0xr"
    "ImZNp0YUPiVzIeOqLruj9mgPkGrjj5iWMSNBowtBuip/XiuAnpqe3iYvLisjBbiF/aLBaf"
    "frm+vc3NFi0lJTNG1rG98eeNyJapxmQd+tNkcnHxYvL04vLq+bMXL55fPS3wrj9qQ//m7U"
    "8C+8ptkjLDrrPpYyK/W9PJ9DHzvuw+l3I/Tde2MllrF8TwRjZ2kYdE5uIV3ll+mniUpEdJ"
    "QPAD4ceMoIvlcZPxv6mfzHCTd3QOqz5g8OLa5MUFn+MefY7H8dVYJqruIeGAhOJP1RXH3Z"
    "FxUCI8YMrBcfSAAVMO+GEX9jNZVSnBPGm3mp0xy1zPVglB0Yb8kj1AChH8B4rgP5LetfI5"
    "n850Klf6xGnVtlb+9J50jNiVupBQfVYRnUd4mbbUFK00Oc/REm+4EiSaiIhQWJEL78eMBD"
    "MRJyts8jKWVqhDOQEO+Fyv0tjZwOfaEx8v2nUuGrSwQ715gIKroK7ZpK5BAdU9FlBdRWTm"
    "fzWBd0sxQoD3oA9DDdU6zMPXUOWr8sGnCZv2w7uBvBfwqjT/beCehLGuEHO7qlynBqe0zd"
    "oyc+nKrDv0lgJ6Ez+iN3FeeYtLb0bwq3SPYsLpbKy98MBfTSNh8zFiQIUItsBj4GdT8Y10"
    "6Uy7TOBbugNawItPTtYEblGrsNM5ek7uTpdZCT3bham0wGmbOQ0R998Um6GI+vDZ6tDY4V"
    "vYQOC5BM8leC53eS5FiPfrBXHvZcmnM50LUxnitPoyxeCpWx2906l5jRhfMMRDMvlSOBaF"
    "pzCg87oXsn3oIyLRmf+7rhJsS7x0TjGeWPQDREo7bT5CqkvV/Uy+NjAgHz8KF1bb3fvmr5"
    "/bLTGVXvH5cNU8o5Q6kNuoT6WDMiFoEdYJQbbkIshrg4rVguMkIs1XS2lMl7tFGd7hcln7"
    "cUgYe8JQQYr4jUxQwldYJDILivtKd+GYkmvTC/LLIpvscckFbbdS1/yo7HqBK6n1Sjq2VH"
    "DsuIoDMmELer5Harg3u/5LJKOQBpSAlqddQob4qOaQlqe1oCFxhJlIW/n4UeB7aGkrvbX6"
    "mW0pSFwgcXWVuN6EcaSPRN4+7SBlkWJgt4hkRpfkjnob5Pmeg9aRH8ciBDjNI+cThAyn8a"
    "wyJ5MPQn78Cv3GFwIfF/8mooRlcd9MmRe/i6ZcDrrbcC1fNPQSPzQEJR/w5cZxyQuONAkh"
    "MNnawGSoBjy0fyXdbCbS25ZiFMJFVXh71kV2e9Ysuj2rSW40iV1qFk5fIhkhxANXquXLkU"
    "bTe/6nGS7iEhWg3A1l08piWxo4drV1wo/V3HKUmCrSm4nappCC2mad2lbVz6UuYGIPKZGM"
    "4rA/hEnEKk1ZhLe2qMrpY6eDrrwduVNZ/lwuZfSEIaFni+TXMFnekYh46I4EdI1+E1bk3x"
    "COCKKBcDJwzVVk1KJ7QlZMKKrLV+L/fiRTZvkELMabrcpLNKryYV+9u8aSNJRDjaXjX3eW"
    "6sYndD6aSGngUDq8Q0laMw2XcZkGVrE2qaSPWFylBKnYOqnYJhHtluBZo4AmH3YQz4J8XA"
    "fhjKBVgF0ZVsiFHnkE5JJNQOdpX0JfljbZylGioIkg8GMH3dF4UTQklA0Mn+oEsX29ZrfQ"
    "lf8i9oaB8CWHG91awxeThWgUq+6xo7JjmFsMXD/7QtT8vFApR1RA9MDCrr5qyo0f4mjTZK"
    "rUFkoRTm82LgnsJktTL4Sv/7r+ePP23fXHv+ktWTeatPabv31+c22ZLesd/7lRUJIPOwhK"
    "YT6uk6AkFo2QR84v/8//CcgDCdKi28xJBZLfcgHgN/SP5OnTuxelgTR8hX6TP8rYCyzrdb"
    "MYnetlpb29SSsuydEZz1MJBkJ1LTrnmoWjgnFVBrR3k9hye0TWlf4tJaCFBFzhNsD+DV7h"
    "H0jopZDob/H8eYeLfFUaujs9JjdAyODIhWz0k5knZKMf2TyDn7l3mBHRW0NWakVYeoJy0w"
    "XLgy416TODT/+IHM/T0p9LDiX5JvG/ZyfhQbJpX32OOIg4Q0O/tUpDOuyuuDp65wb7shKl"
    "j9MeNbnPVXhX57L+ce40fSI2hpd5Ux3EaLphRFyy6DKPZjQI6JqJzbCK6AMJxR65IzPhX6"
    "xtusO8EpKt7ZcpmsXlbBn3cuKotODGATeO/gi+ofS+QarJH7UeuXelQbtO2mbedmj4RWb8"
    "sBRVSlRtX41aiXEUs1I2h4N2VqKvDVnx64Ofy7UpNSPFXyxVKhLVh0O0zPFlnXJdqXwN1b"
    "BvaUtWJhpFHOG+W85XdqDJrVUhhCvLuiurGrHj9SpZuiUDBlvN4N+pLvu8+ZzMx4/wiBy+"
    "nr+ojZUY1U/YUowQ4OHvIK4eM61xvFF/LVEczjB+vi94B+6MucZ84mlEluKPiTQLt7U2uI"
    "YaKoSbNMnEfKd4OJrKknomp0adEk6PDqcHf93Mj5ZcRzQ/R7S0IwqWGexMwWFIuYbZC2Qt"
    "7eGO7acnArEryroGQb+qNgotFFO2WVrfcutuY3ZBVOkGacV17INq37eDxIzLM5iZVdGoEY"
    "4P7eFraUiX85QRrG/L3hJyoVL2DL2wDO8DRV5AR4tv7w4pGlMYHWoVKlAvulwgNrQOOZ1j"
    "zSS9oSTOmGJbJwV0LUrHse2QGAhSGgoNNu8eaQRsnRQWbGM/TxNkFTJYtGroeSU6oiuqVS"
    "oAtdbiuRZI0hnZOinAq3rcSPTgu8S0+FqFCkCFflOH6zelOXEHgPbDdqaRYlu9ZzqAWxak"
    "hli8ynQnKXjtXsF16bMCNf8e6N2X29sz3Sk8AMqftjONdB1X754uh0RJDBjipFCmGynMGu"
    "GpA9a5ijAAzrelqUaKsaJQWdVg8XUWIsGP7ZC4TWlImlFOW1h8EXjhVgn2GSKvUwOCZO6n"
    "b3ZlOaJp3t+gOYA++8bQEcHaOPYtV7sa6bcUIzTQD+9zLG0WA5CrVCMEevK8SyAsH9Xc5e"
    "p5LRSWn1iBUUxbQXA4hM/2dT4cAF83Ih5Xh3z+R/XyouvpwZfe35dewJmW2uznVtdPAkFa"
    "NjvYIzLjsy34nzvl94SvqYXTznYdPXDcZo4XaoCZJKGQgSjR7aq7S9hmWsJOk6fw50/v3+"
    "kx1xKru8t3Y/QfFPjshA2oOsAFLJU9VesfobaKUDaLmKDWwNw0W2HMSQqTbg1iW/rD6nLI"
    "SI8oVJVudGL0VReor5qhvqpBrZpEjGQ1hRaCIK2+sT2fPYbbGnKQ0Gzm94zE7qIXq6uUwO"
    "VT4HIvtatGDLy2mdch+RoL8abPnlZpgdM2c3oe4VB0Qu9ViaRGDLy2mdcQew4Rp/bDC8GR"
    "xwiOhLinPcQ9vb7+9Pr6hzfHDst580Dkn9AYkZMOcDoF45BibKeq22J0XulaFNj1RbfVQL"
    "SniGng5b2+aIQw4tMJLUF8JgzJSAgMr1Aoy/SKer2iZrbob3FHk1hfg3ufL9PGDs0I12lS"
    "xsuXdwgNKpMIwWnphwlfLf+sVcXMqoJOIXboOJd8S4eyh6bMnWaLcZlmhKb586eXXSzGYl"
    "hzkq98qPTgjPHcCOZs/Bgh7uT+OG/xf5zrHSBQRK+0jDst4pYlrALMj3CjcyIfP0JwJ53c"
    "1S3e6rqzOqDuvWklvS3RAQvoHSkAa7j6eT6b4iCYelhT2KIV7iohQN4d8qyUcyYg1lBv7i"
    "Kh0o2pSdVgdd3Kwnd3bBUqQFa3bonoxWIoH1eIxlfTa1/yMY38uR/iYNq7YLx+BjDk22zI"
    "L5kGatxu1v6rVFDnRIlPWuBw3i86qUIJsUlWbx3wgQ2+c0oWza6AlkgATvB5HcfnJRbhEL"
    "hmnpEfs+lGim5py9ro45Lot7i4cu508HDl62K3g+t9SFBOJjxJGBWBqyjLZH2F1gvfXSBp"
    "dUI49LLft/1eHemu2ua4I4Y3rO7f2vO7dqfGb6nyD0oZNo9qHw8Oqz07rCCFCrKxx4Swz6"
    "aryF/iqIcxukQIxmgj+7+4QyQGxpiXKQF0I9DT/tT9YK/SAvDdgT+R1men0kOHbUKXi5b3"
    "RIPoZ/K1yY9VoRqDT6DNkPbmr58ri7eWPVwplZEPV1OK67hzrW0W0aWpUVMhBX+AzUbNjF"
    "m9MrNUWuD0CXC6R1/oMiHw2GYez7AfJBHRxDU1Sh9lEhA/VPFDRIBPSRRRTWpDs1ZepRqD"
    "+KGU/LvqUvLvqrnk31WtzZjI/IyjTd+k0S0pHFA2H1DC4R2SwNSaWKEaZD/tNuYebDcN39"
    "88x4sRNyLxdIHZog/cCvn4zrH9Ic+3DE2ihoYXu5FXyMeH/OT5ZSfbrnpWlW27l03gpzUZ"
    "+0S06WeAK8XmK2WVsH4VZCqEwGObeQyhV/tofVf1yXeGVSUEaCEM6zhhWNXuDgMFY1V7TI"
    "wVaXUTWxWYJaOiPxLsyWiiemBW+bnTGpglR8qSUtnQnYFZP9M1fxQhRpfkjnobxNUfJCaQ"
    "8U8BnYsIqnRe5shoqiBA6cLVhF49ejZNcBXESx39Gm2Ol5L/1mBv1vjy8cPE71hk1Ri+LQ"
    "jnhK8/61s6r5RoRhgiNUyt3ZrscrxjnyvfOzpB1QbtvACEQr/fPlB9+jxlNPXiLdAAyvYz"
    "HhpAQQOo45Rx6eJ346NayrjUPG/ziCYrQ6TLNOOzTe8F5lOI7D5Qg4C9VCOCPltW9dmC5i"
    "PQfOQYZws0H7HnbDk5LxM0H/m2+A3RkgNHS65wwvoGk6u0sHVs3jrgkAevsTW+zA5e46Na"
    "tN/R2HfJWbM1OxvgdLFkh9uxO32Zn+iSxKJhLcLbouYM+15anFwUgpDYPWF5HQiHfxaT5S"
    "rgyyStdi5tPa8Qf206UUa4wrHP9eW6x/NA79QXnVC92p4/JyzeZYqvkS04G/heKVvga2Z6"
    "zRiw0ttkpYfyyXvM1yhaOXRFtyAAeLvAO5vxA8kI34JihACfTzoZjFvsxSrAHomxTkdpTi"
    "nfUowC4EPnk2c3scGK3lKMAvB9Z54o8oiJ6q2QgpXSbtU7IrinObpCCWy2m81gYYGUB6uh"
    "BePVyac86IIpxwq01RkP6TLXWQiLDdBiGtyOGTSwFRINjn552ZpoYJUyNXzQx+80NAI3Hz"
    "9CcIfXVAMqqgObwLulOGDAUlo78ACrt8vibV67tSyZyH/A7maaRBrzVkuEepVsdIFhk6fd"
    "gvDaovDqGUkLw3OiIBgdvhddTLQXzSbai5qJlixJxAHhazJMlne63uIt1nAN7QEhPz+fHA"
    "b18y5VVM6bi6ic12qo0BUJRaenmHw1staqdKNb4MMLGQvK50kbApqEoKlkhwtDOz+VOLQ0"
    "RqIHtnXCw6F7eSroLmjk/y60Z7wxW7dVssMh+2xyIsi6SUxnsx7rtk54wFPh2bNTWbnbPj"
    "1cz16EhLE+WLdOckDcn58I6hGZG2btbykOKEa8+VIXJLLPLFTzsOjPwKb8dSGbkci0k7mO"
    "/IBdHnIDXRnswmhncXMH8VISxlNhhDVZ0CrdAZd1JtLQMNjU17f60E6dJCL/TmQ5Rkb4m7"
    "3pDLuxriBz64pvnuSA6774pMwFU0v9UVb+GseuqJYoahdpDpvmpV8jPKpmOKQ9qaNBqdWi"
    "VFMK+QsfSNBDLKkTHjE/6ak90geEy/Q5OU4iXMaWukXp5X6m895mj5xW921pUKe+oXxwtB"
    "HF4mQNOeLNSeSgtR8v5AdLrpHwL8p/xjFiCy7mIT9+JR8JZ+IdZoIoZiiksiJdWn2Oj9E3"
    "Dt3ny3Z3DvWIl6zI9J5sdtZTSpND8t+SiK8wuSkjft9HXrqP62kc5acOpHHY5+cucbKzl2"
    "VLMkKH7PDlljzi+vqedS3R2SWaA0p0EZmJNOH6Ei4/sDPlQDlpTCQRhRREEetEkWr1Mq5Y"
    "Tk3Tz6pUB9xS2cVZ31LlB3ZuqRQzs2u5TPOIy/l0agsYBEinTUdMVu2W4oArVog29eVafG"
    "rnWs3yt42shluScRhNhhdd1vxeFO83QLVEMsLahYMbXwOusCVcxTOBuEwzPowH9uQIJU1E"
    "zphdY1UquMiqmGZmCUNMq1SAaS2ohvQqrakQQk3NnjU1S7Ywg7O4SjW+03gPPfwg83Los6"
    "NqnO2KqWLSBVAh5/IoOZclQ8gjof2wnWmk2Fb3rFU5lqmb7c3XFY3anHXZAKeDy070Cc3H"
    "7vTcXW8Ln60XNMidaQgzREOCZn7AiVIxyUEzWQdtRtZIhMvWPXOPnWx3tmfNT8bHM+hKcu"
    "w7tdlRBiXX96ejq6vfzHlTpQXvjdXemy277jaG8qqGFIwI6kbC3qbXJtrSQWVom/dP/+br"
    "gzddh2Nyj7XzuYTZyxqoEII1sG+HHf93Mi3g6hgkXCXqFSBsGfJDhwuzBZ48vzQSowsKMK"
    "7uNq7OSJoOYH49VClBCLD5dgATOlh7bbFIWtweIrUi/poFpDSbJH/dhqzstkmW4lt2GyU/"
    "LwgSBExE+AvL4QOJRFgv8kP5ax7JkYX8h1SO3t0FYsB5dycJlOK9s9eIH4sgFDVxAMyWNp"
    "ktIb5/70FypU3RFeISyQghHkmUnN0gD2yC1xekau7XcPhCVEfSDfbRrWHmRyyeiny+sI+m"
    "VqMGYx6oayNgLKhrj4b1tNU1IRbh7C/XKWvb584OVa06ctCy3a2J0dUy6DtyqgPMz/E8Kr"
    "qlF161UgKEhhzj8HFadKxTCA2RFUT3Beveq6auQ7MCtQXBAQHGjPnietHkzp0GygscepQf"
    "nKKWEDPTZzWk4/PW7KEygI8DOk/6eXo1xODt7entbTThNLp6my040Kg+FWz88I4mYR9XpI"
    "Yc/JE2K7gaQdaY31VysGhYzfAkFBGDU9lf3ODQVMng5IRyet/k/hG6wjwkphnUChlEP0Nm"
    "6b4hhZ6e+4IWknbBL3BafgFI2h08aRe60A67ilu70OrBzoWqAaD+wsgJWjm7gqtInxVo+X"
    "dA777c3h7Pecjim8S9Jw2p58VTp91xyOLp3XbgzvjOn+kaLRN3IWIqOcauv8IBWmCGAjKL"
    "UUwRW5HQe4V+873fkM9k4eaEL5InDNFI/nZPNk80CehDTgyth0/LnXhUNcbOs+mRonZAHn"
    "SlIX8MKG6wVBUUCpQzQXK6F6gOxx/ef7m5fYM+fHzz+u2nt+/fVa0l8qH4aNu95OOb61sd"
    "wL3MVlVKMFtZZ7aqaVdHuuATFtPlRyr/6PoFv33afsHLcdMoH9ihqowYK7Is8LYkDF2HaI"
    "lFfciX/GPxVRyEQ4//zEgsxq5ItPSZ8A9qa8sMMeXuwCQJ0Y4IJIgssuGiahYF5L812Jvj"
    "MPLxo4jK3neD4NKWqmP850/v3zVY4Kpk6pXluzH6Dwp8NjIxQQBSuadqgfBqzLuy3MUEai"
    "A8uLtGKzeAYwYM3TZasewNgOcHHuaM0sm3+aNW4VZKEVkh4qFD3plLV5UMYMj6PfZp0CY3"
    "gglp8N4t+QboHOOfE4xQFr/sIotfNsvil91zqO0KwN0nwgNHkq0jflNwAVlbz74trlwh7B"
    "lTbhu8Rwgql0CKJiIcSe1R3NJEp046wmNkeJUe9Mk+G+Dk9MmIMyHqWS24TAlZBbZx2RJv"
    "w5sIsyTSuhryR06bKkZKgzr1nPYFF5NUCYkpEvREVnLKYodeIT9GNIkD/4FIb/8y9Q8wvB"
    "HNn+MFXxRZF+klukti8YMfIS601/wP+3+dUdL0Dg8FFMY/yOHwmApTEMc6vLoZkRmJSGjW"
    "LbRCBPJiB3nRPNP5kQnOdgM86VKPdtJcj3ZSq0d7CqURDrd+uyzf7iW7ZBqdketySwFey0"
    "d4Le/JKp5yJH1NTFm7+lGlBPXDNvVDCcIXBV9ZP07XqYHbNnMbWhB9g6yGFkTDay7SltBn"
    "F1UI4bC0eQdBPA/E80A8T0cj8g9JrI3pKT92OhiTp14+cqdF+RNdktRGi0OUkaM19mMmmp"
    "WKCHMXc63UwyJfbBXRB98jkYNkH9MVjuJQJpLJlgHxAkvr7gYt8ANJLcX8U0rrhuWDvXW3"
    "fTmHLP3tni9h8S9L7v5FXK3VGUzKNpmUc4Z1NRrl40doMzqfdDAanU+ayzxOaia57S4wWN"
    "lVKri+1VwCcSD74t0kMvWE1ElBpwAr8iFPBBLH/bI3q5SgtIHSdiJbajhbx1bM7IpplQpA"
    "BU34OCWcSkFKj4S2FBM1Umyre7YC7uvrT6+vf3hzNCvD1xWN4teLJLw/01kZSo+dViuDHD"
    "h1i5Gd4tZWPnHTXPYQ4chd+A98oPgKHsIicIwy+VR0pWZ8ANGHo/WaRWsFyP6KLAM+Wd7x"
    "BzsizLYkEFhmlRUgY18N+MaUkC0BZIToagvTMBYhd32aDdRpIS+kLOGb5IWAID68IF4+9j"
    "vL4WUigBTE8COJ4XIZDoBsVkj1TTHfSAGu7Fu7RPGYRCEObhKm9/iVn+8QxtOR07t8aIdK"
    "VXwEid2FrP5YNio/YYXjLU3gEPUi8T0JX5VTOdbC5Tajka5g1YAz7y5GqaaK1M3jfCNEMZ"
    "su/TCJCUjtdkntVeZ0F95rdCDDa2R4vtd6YKtQAbI67QikcmgecTLQWuNvHg+8oPwcQfkZ"
    "ttNBJotCq4OtJtR0aAyhbyrTjRRozXlpk9IpmfWFkTONwlk8c9qUzXQZJKxjuQLRmoDOYh"
    "IiLJoMIMzuiSf0O/67nApxbUbUEvDwxkGMpsGcGEVkSR9wwDXGEN0RhMOQct1HhnVyFZEu"
    "RckBzgyXK74NDREO8tbdwaV45Zfq8vD3ncnFRSPPD3G8s+ayIACd1SqdNeNhPfJJj3o2vC"
    "3c6XTPQx20In6pJtsX672GXHNcXpVqjMF5nUrjnbfUxjuvF8fjR7MmzfvGnzc3Ws0oxqTp"
    "/2kyubh4MXl6cXn1/NmLF8+vnhYqf/1Rm+5/8/Ynof5X8K/bA6qnfNcDuUoFehUYWUBVtV"
    "Sub1ZVtcpTtrMHQPZ65We1nEeKbPUQtElZ+imiyep6taL8yy+J/ANqSlNtjNOmPM3F6ClW"
    "hneKnRPCYtoGhpHowXcJWvvxgv/ywBdFwP/FMXsp9BPhUmM155ssyCY+jChdMiR0GAcR7C"
    "6QEMllGp6cQx9yd6iX/yP8R/g2RmJPeExE8wVUPGRIpAXiIKAuFjMy5NFXXCHj+p2YNcAs"
    "lvTCozj3H/jHySpNCJw35gD29SPiGPQxu/SxLWNq2O/IRykTQhkOq/NRpFOyR5mILRkw2G"
    "oGyzukzt5PS37sN4cB5ERjUl0vJi8uC2VV/NKmnn765fr2FvzTh2gLmgkfhqAqZAAr+KYP"
    "mgydyuum+fsVKgAVrCjHcfhn63AAaD9tZxopttU92wFccPDvw8GvxzqXAgbA+bY01UgxVm"
    "Qmq+p0/UwVm0/5c6fN+LfIR3SIzpcGN1H/VwYtMLokIlohC2Aga5SG5zK0XvgBSU1dHnF9"
    "T5My+9jJjG1nRTkV8nXl80sUTGZgMjuxE2oUFhUwmY2cwVDoaq+FrkrXl+kWqlDCLrJ6F0"
    "EXwG+DzWAR30PGluir28cqriGFMpbgbwB/w6nDC/4G8DfYY0jskWBYXEtD4KtMd5LXWJfc"
    "QvUu3x0gC54d8OxYBjN4dvaPsc2enbceWa6oKFz4MW3cdaZx89QHOW0+H78YPo1K4zt4gN"
    "wFDueklLmacM5GWT5r2kxbPoyesJfZKDznyDsiDNtnCIdsTaL8UxmBHdIYecL1Iz/SeYoO"
    "81Jt0uyKfwvXX+GgLDqKH0RuwAKzhS5TdmuAAQeTVQ6mo1pb7JSjHq23avZHJ6W1SgfKlQ"
    "JscdB09aIUBCP0ogzfNL04vg0QLtOMEOTLLo3TL5sbp1/WGqfjaJ4sZQNhU6jrlAB4B8DB"
    "9bq/TvU0iV261KDb3Kq+RPKoXvWnIznspVV9lIQh/z79epjXiMEhardDFPzeY2VzzXdwNI"
    "MKPwvizYese+uZ3p5SHePsMKfI0dNVefhua0qI3q9I+PaHopFsXvArVTlRQOI0x3xF6Cog"
    "KKBz5IfobvNKGDYeaOIuiOxLi0J6R70NwuFmvSARQfwb6mJuD/BC47jc6raFDjZ7OR8e08"
    "EG64SeZpEyHz9GiXJwNdRnLNE5Q5rh3VKMEODJ8y4qER/VCLF8Vks6FoZu3eHRUuStTARI"
    "GyHNCD/Te7ZoapgBGjWVJTiTRk1kif1g6lH+T6gpZNCsvNYIH6XCnhAn9qPDkn8nafC16x"
    "LGuHx0T8IGs9gNpQHBYYM+2zqRuk/4TPtiTi77HHibvH9/W2HOzVulCuK7L7/cvPn43bnk"
    "FB/kp27cejEK/gewmImzhoZc/eCiOtXcxK3MaJrigGwoPjlZPlTQ48s6Mjqm9NRwVj3irA"
    "Ir8l4TeMDC1Weln4SFS8fmO9PyuzVC8I1DGSmI5bY0dLBLLPeR7NzhHU1C7wcS+A8k0jZz"
    "VIc4rVbudLD4C7ejdxq5fysA+k2E4t3z41L0uAg2CM9iaYAmaE2je/4jV2IQP/s85MevEE"
    "Z3WLRrXOINEiUqiqqu6XzsCRIin6bJxiFeaGzkjohLOGhpTKCD/r4VmSpPwPJtk+UbogUH"
    "jxYMkrmviUlvVi22FCPULZ518Sc8a/YnPKv5Ezx/ngVzdwV4SzEMwLtPihOOrxI+z152bY"
    "Wwpzn7dM6EfVmzy7dljQE7AoGqpKA9W609gw1qrzYoUXZtykVfpssQa4uArpD1gtqyQ2zf"
    "Hv5VRIWfpteRpdIOcGZZhv6pH1m2hLSFroxBO9Pq+Nkzp125L43qkAd4F4lGKQ5iCVsRly"
    "83RCM0E/YB9N11FH+PnolTB/30w4ePf3CQrOnoRX4QiHQ9GmrrQQ4xZRfFnK74FoF4M1u1"
    "7uPGm9mkvnS5i1qaMNZ7MPpsKneMRndp83KXyQ7o2T6S5jKgYxtk2JIM26mnaEtL0dpqvi"
    "Mu/2mK+fVJeghXGnLQCa0TsCoZWOWL24TVFUJg8ikw2dhrrtKBh7fmNKf9tNAKIaigtm0e"
    "y1TQzOHfoohuQwJ2q6PTbSBCp+o0cvQThlY4irPOoC4/GV4iXzTu5Jqky/VJndfYkFZbK6"
    "babkDQTnP1sqSAgrZpk7a5wrHIODAKOS3TQKDpIwJN3QAzRoywL5EA9I/KR+D71tNA39jU"
    "skQxpraWk/NnL55dXVw+K3pbFp+0Nbisa/tJyOGmwYPONdwIapUIcNXgOvMjFvcQW8t0oP"
    "NZJ7ZWilXiXhwukQGDrWYwBGwPX9E81y8MEC3TAKAQAX+k7qliFQ4AbG5P+JTPN1J8y7tW"
    "X8H8uBafdzQWhc5bLD7ZCKeTxSfcDt5p8fm1Ur1mjRmKReT+2o8XIiQArRaYkZcy5H9Gkw"
    "hxrEXRYybMOzKk4OLiu4s0pKBuEhp68t02owKD7IgWL9DVFy7TiO8EsQyWWpfgkh5Y6oFi"
    "RHsMD0nPmxq6jcaLYjzYLSD649DRHxDLdNBYprQgoMnhUBDA6aDBE+zvQyMKzqSjOZPAiX"
    "pE8ME/MnrzOfhHRs7gEMdJRHplFtdIoVRmmb0mycXCgIfdnoVLa7TAh0fwgYmudKFLWF9m"
    "6CYAjvTlyJJglkQ9uaEhBk705UTJ3G8iCpTIQBSwWhTgDxc0Es0kvKRPWpOOHlhuN8tdUa"
    "SMH43zXvkZGnLI0jgZfhsnOumpodIYlAjdM6RKdELnUAIlqAFghbizo8SdlUucDBR6NmJ0"
    "lW1rY+DZBxl/0BJ39iEPUOgQdlYEM3TJM/SI6zP+20u0FkFiIjYsrTP7XR749fwPgtyNmY"
    "PIbEbkDxFZEs/HAcIyyukPjswqXC+onM8jni4tcZ+v0kakKYwPk+UdfwRZjMe+MxzUUjMn"
    "ZVIN+EZn8pYAfMkQu3Po2J21CGToZUtUKcGQ6PQ0JB6/UrBVi3z4WsHZRdvDoFOlBOOd1c"
    "acnFnGdpwaIWjGYHA4gsEB1OKzcanFH8lSgKjva66OcTopx1F5+E79+LNQVOlKsJ9GDK1F"
    "f/BsBi8trOMR7AV+SBAfyOiSFDV3/PglonyN1TXhoSbtovPmM8nbBkf3oP0e/QBzWrTfMr"
    "s6C7MlmhGKs8NXjJf7oAZwo4EhHw7mBW3H07BPPGeJDJQCq5UCkFxBcgXJ1VhyTSs5tIit"
    "RamHDjJrUWaiSxkBukQ4RDmtSOV3SRQyB2HGf1muEtGOYBbxYSLdHyeeH6OAzoV0ySjif9"
    "gGcbrIJ+wV4ucEHxxTB4WigyCXUteRH8ck1JUYONyLwdkzEnEXnD3DSmP8j2LyO9QQbc5e"
    "K9NA9tojstfiiJAp83/XKG83/rxxSVfIxrSq/zSZXFy8mDy9uLx6/uzFi+dXT4vlXX/Uts"
    "5v3v4klnqFK/W1L3GMKDVyBFWIRqg8D+8LWpHQE+/vfmaXKMa0vAc7tPlFH7riz9fq0e1H"
    "R5VyTPAe+PTIJE+DZV2iGBPugy1r8Mrv+STOdao+fTCqpGCCs9oEV3DL2DFfpwRDHHjmwb"
    "4J9s3+9s0HP8bZH64xbhZPnXbLZmXcTqvm+5AgDkBMIhQL5/ncfyBMxIBnxkHssfQBP1X5"
    "mmQIo1WAXYL8sCh76qSOc/Q2FtVP70n4hKEFZgsUcCkOLUik8dQf8L1d2r1W0kRc/vq40v"
    "zVQcoQssR+MBUvg2qqdhk+S5wxEJCrVCAkdxCSU8j6xGerlBCf7fSMz46ortxi8zLPx49w"
    "gZ9fdglmUZWNUjDLZc0eJ25OX3wrEhnKsBpSyL1Wa5TwC9v4nK5Sja+b9+CndCpjmVjfSh"
    "SHs76d7wvegU1vUrzuYy+oEYJeqxrdKlK3kc2tQgkmN6tNbuTryhd1vszZXKUENlvNZuy6"
    "ZNVvOyukUKboJPjco0SRSgkislr+/YGLu322UJUSdpDNOwiKUEG1JFvcI12qJR3HO/Jnen"
    "emcYuIj502f8i/sgG7HCHNUHZxHxSVPbJymnWHwT0fL/5NR9afFzPUnQ/gX7DJv3DU4/p0"
    "rmEDMSffGl1tgPn4ERqxn3WpovOsuYrOs1oVHZbc/Yu4pjEYVSpYsFVMcTRPlqatbCpEkA"
    "3wiGwAj3jJikzvycbk1KhS9To71MVskePgfNKp/takpQDXpH52QIGzLcJXHfC9akT3qlb4"
    "qVfddqjW7pyGUo/jmCxXuhui0e9WJjmc4+3pvjbP0DHvXCtamMC5JQAwVTADou3h2ywPFg"
    "QgClaRFGGL02TV4yivUsJxbvVxLpvkkSiimozqZnGoSjWIyGmVSLQXoRPCAL6JHTXzQ58t"
    "evFZIQXvlm18rrlijuMy+IuogP8DefBdcqZxHZQfO20uBFlJn3O5GLkzqUJOje42CKd5CW"
    "kmAw2DjSzQkk4lUhVeySyFNF/Bj9Pshe+RyI2QFGmFFraga+IhHARIVPAXhQ19hkIapzX+"
    "67kVh3+9tmxMworg11LYJpSNOb782uzdsCcq1ypJZw8pxiDmjPX6qykOjPDd0bMzd4kWWG"
    "01q1cRfejF5wohSLM287gk0nQVTEokEKfVHqcloKpDaxyl9SWb5jQh3RmjVVpQNqWv35I5"
    "Dn6mihBfe+i0aVqBGDZd5ON26lnvaLzgkKaV3Vc49kkYO4hG4gOh6az5VKRIFudaS4qWh5"
    "Iw9gOu8ojPIiKt256gi5KQIZrEdZ1qv6/aR4p69iWnEEJ2jGPOaVGyOO8YB7BP6nSNFHKn"
    "y0KCSe603JimslpBBHKazXIaaNffFJvNq3ephODXVlOPUkmlV+5RhRQOSpt3UMEs4y1Up4"
    "Q9pJh4IbFraEhLOo0BplUqWKaQLHewZDnN4h0A2g/bmU5yxe6EtrpjrTJz+eE98d6KGpJ+"
    "vDnT2bqqI5xWg5ccO/XLg3dava5DhF2XclVU9H/BSPgP+AyR9McLR76D0nlFCIBw69M1Xy"
    "OvUEgR+aMovYakX3+J70lWY1EMzwaTYFY3fh3kjdoYgup1mL02T5lMk5QgouDo14nTYuzK"
    "uVRDviWNZEsywliCyfPnHYIJ+KjGaAL5DMIJvkF1TYYEJP30cpUWFHObOQ3K4/DKY1V86K"
    "w9VskAVtWPAjERoI5boDMaq+PZvh4A21zZ+1CacqQoK6ehXjVXj4cBIIagnqNYO6jb2JGi"
    "eOa0WjjKo/ZbhKlyAMgv60ABJfsMAjlnuloD8vFjNAV0SSuYNKcVTGppBVm3FBN8SySHg/"
    "hsX2v2ABmqv9PQaAHn40e4gIfPi/HZVLROeNC1+qU0IDhsOJzLdGpQHCfcF9T5iX3gmLj3"
    "728rloybt0ofzndffrl5w5e2hJ4P8lN5ol4LYkED38ObqTTvR0YllTSk40tyn3Q5optPaH"
    "V955hFZK7tJr4b7S3lCMEe/ELMUGPTNY3uddG2zRXbNKSPqttmGfItSO+lbBtYNMFWZIu6"
    "bW+d41s655/zWyCUNZ80WnfpudOmebtyzDSg806699k1SimEi9+P0RqLpoqB56B15McxCU"
    "XnRZHpwqcJGU51UunLX2KPcIpXiKukCAdc2nXQPVnFaEYjhNF64QeaBpD7f52xzaD0qmme"
    "UrPgAPM94BVVnZVBTg8TQ1vjee1JpylZlq3qx1kX9nmvH7DXfEvwQYhXbEHNog9KNEdW2Q"
    "aTq5497VZYuK2ycE0Pru+E7su8TturSp9lItUhF70lgpVlHBjGpQkVyffYVhMqku8jLj7q"
    "ExYfQVR8E6Jlua+GaXuglUIKIXXWBVrVdOij6Xp++CP2gyRq0vW2z512LysfOZ2Vhu5U9z"
    "5HouobnSGuQOXR3bKgwSyiy/TD1DHkIPmMeFy1EtXiRCj3RoSAu/whwqGH+KgYRzFiRIZ3"
    "k2Vd29v723Yre+AFtskLnPaANy00V6WC9s873WnZkWBSOL1MAqXTa6XTqSsydnoVj1BpIQ"
    "LbNsGgolan99CU+Zmt3CirQiUGXtvGa0uEwF/4casT/uTnrULfMh+xU9YTFX3TRLxXXKzC"
    "sTC4M7yRhXznQviifJXmVvgFF7JEiSoueDnojrg4YUTm6zFhkueDKNduchmO1UW9fb/sMb"
    "WyIBTQKiEQLJdguTyhWJIAh/MEz42C/8o0IwR54K5oEXH9lcz871ccr07dsz7e6RwO+yqP"
    "94CDhLBefKiRAhN6MgE6MO7vrDFu5zTiTk7D9x2GggR9zpGTUJwrBxSJ46AXm6uUYB6xjc"
    "u2mEeI5+MznX1EPnBaDSTFkA7BjzM/yNoeufxFaO3HC4TRkjDGv9ir7Y/pGGG74LMLP9US"
    "b9ACP4iGSh5iwl+FA1244/Av0FZMymZRSyZpey+1VAyvlRPny5u/meFKdGQhbjAXh8LlLf"
    "4q8TukXe7l5HiEraW6EgzEnhrhCEXLSaf4yElLfOSkHh/JaBK5pJcGVSOFMu9OTxUKLGJ7"
    "tIgtuWjGv7Ub4Ei3xJtRrhGOT6c673SmnLecKef1M0XiJkEyBTsnAqA7Ac3838m0OGY7hk"
    "5UiUYU0T5Y+ASfPhYipqkQotKNbxXvocXkIgnv0+RsgzWsUMEiri9isMru2SrLofOMAK5S"
    "je9wGN4+qyrsnZeyQjc+rPdSMwbM4Y3on7qhFMzh3xqXoZLF8L1yFOuyCbB1UoBXNRtUnA"
    "JdkVVcCQCqVc2IxgMqlLT5RroRnSq2XdoRNd1mQ6xdZbqRoqy5yHdDnd1RA6D8y3amkQJc"
    "vc9tqjMtgzleC8vjWVOoR/rU2RnvMXWLgZ3yYlY+cUna1l1EaLyS/at8T2SryEpTWX938e"
    "yJfCBykMWYMFneiawVRtOIjVDktrg4RGKheWk1qpCKwAx9jsyhXtwQJSKgykply/l2BYcU"
    "FBDXYVVcR8a9GvCNBv4tweGye0/IuJ97mvqEbdRpIW7D6Rm3AUaWPVgBtod+dxvAlgYABW"
    "X1OMpqEcn7aBk/m2ekuJZ3q13yvZA52MJfnWnl++LpDvm+Mm7QbjKKtJv349khFFedcyAc"
    "2yYcRzQwiiPIx48wTmP4Qo5uwmK6nArMTMW0GiXk8Z9eiNHZtuHKSS5fCMkAZz3okX0cn0"
    "Ls8sW7ezTTrZHC0Q/9dEFHt0+XNNXRodFrF1R3NnptOmgHgPaDMt1Jnq4dOhTXrpgK0vx7"
    "oHdfbm+PZwtJ/cxaQ0jhgm6zgmwHDW0CoWFIyk05yNeYRCEOOqWPa/z3THhDwDhip3HE86"
    "OU2SZ6ZoVohGaSgdNZuGqyMKsytKUYIbrDa/EpXNN7sjGUmWuEoIdA4vzBEufvqLfpFWKg"
    "EEJ8gdM3vsCGOI/TOTj2xYYlju77VZlUKYEFPVlQFfINTvwa4fiSQfdSGCgiq2DDVS9jwG"
    "uEAHi3SkwxjhNNIY92d1qiq+IxBnHmvEtP+/Pmpvbnta72KVx90l7LhJD1arMjDSozaO0F"
    "XY6rq+bT6qp2WKVVH3vspQoh7CWb91JEHuh9LyZXKYHLNnN5lUR8SqPjskQyvrNyeOvfwm"
    "cxjTbTFReINTh/WuIgaEyEqRGPqNbVxeTFZZEJI35pS4L59Mv17a2mzNXWeWMk0m3JIDTK"
    "6vMJIuC+CTZnno4ecUV1SnCSQJbaviFVgxA6w6oSArRQZQlCDY8P6+ChhlBf5WD1VbaH6h"
    "BAL0Tx0OB1Zc7xol29jTqs65K8NQDaHSNp7ZTLduJbl02tivJ8f82/34+BFMlrcZ7bh05b"
    "pCcVf+N0lo/r0MRIoMbVb5Rw3kVojTcIxwijvIXLSyTTxGQlGX4U+PxvEXVkODsCghIxZU"
    "xCtPTDJCaazs57mH93M2eIGbUpZnQVJHPfKGB0SzFCT+oe6nITxsyl8yoVCOa6bFrjaIsq"
    "1TCrd/ehcbC1O3zDifzI79c0uE4MwY1O75Culc8f93EiVyjBsmu1ZZeLVH2s9yUycCDbzF"
    "+wLo83d32c8ELyOliUbbAOQfL6PlA9oeT1U4V4V/b6kQv5vV8J0Gl0prNq5s+cVqNmedRO"
    "k+YnuiQi5Q2tFxRFSchkTWyPrAK6WZIwfiV+j4gomh1StMKMrWkkSmVv1uJzR5oixZMAu3"
    "xUiDBKj4a6dXO/rwJD52kZOskS+4GJtaggGJ2haPK8U/rr85b81+c1W9GMv3gqfzHAuEI0"
    "QnPy8MkEPptuq/QpxjhKA4LDhlOkTKfa4TjhvqDOV/mBzXDv399WbAI3bz8rGH/55ebNx+"
    "/OJfR8kJ/exvWgWRJGNFj2aXFcpxwkAtyig2R4i/MWsySMdef1DmNnnRwMYlYbxCBieaxs"
    "rpk9jqvgfODy/T3ZnLXoOfmQTurOdFUavVPt+cw1j1VyF/guWuBgJrsEhSif6wlDfCaucD"
    "DxIPsadYWm7ySgqpyWqsKPNo/fYT4OtJbX1kImKim4XJ2eLtcSlKaSn4Z0dErk8LJferRN"
    "szO1+5qv0sGC77vgmT8POayJrofojT9vTLus0h2uB9nTfa3zNOPyT5PJxcWLydOLy6vnz1"
    "68eH71tMi/rD9qy8a8efuTUCsr+6CuZ3IFXQg8yWpKAn/u3+n6XOzS8DUTHFDVP9JuGE7V"
    "zxDkSkWy6gd+QQqwd4cddMA+DDgJHbDM5gCzeNozwEmlBaOOzZwuVGQz7VEhg9iR9tiRst"
    "/1ka74sqP3NKHd6YZXFpeNLvhPacz/WYuFKh/idLJQsdLo3blGFUtSQOd/9EPpIUcxvSeh"
    "aFRNgplwlt/zfR/yT8XDJcIBDYkmtejR04HV6rSsVpKvxqaSKhVYSXZaSUBa/iZkKCnxMs"
    "L3Rk9puUQLrLaa1ZDb802wGUpEfgtcBt0XdN8DQ3vKum9LVEanaAyjIIxrESCBVtiP0mju"
    "FV8OIswbuXS5SmISIRrx3xhxk8iPN3L0d7+SO1HcI/zDSySjxQOfMKG9liMxHLRe+O4iiy"
    "Tn9BGJddU2Dv16UKFPS4WGwA8b/OAQ+AGBH9/UgofADwj8OMHdAIEfJw47f2HIVjSKNZ2c"
    "/vzp/bsGj0GFSrWG+G6M/sOlZLa30+c4sAs8KrDnF2px9JcY8Fpz8IsJbhQGmKbrQaaeQa"
    "YeOGr6rPOTM/hBWNO3wmkohbNPky4UbBmkYMtRzbhccgjEjUrOmu252zFOB8Pu1K0M32ni"
    "/XUh6heHSBRaFoYYV9i90RozhPl0nggzElrrK1EThDyQiI9laxIJkypK0UyrhER07SBGxc"
    "c+ywZxcsrXXt2we6iXasy5f+caRhLy/ULllsiajf0TrLwWW3mP0EXOtuNu323kypuiK8aV"
    "jTQ+kPcQiZYfzeZm8holAN6lOMZJBQod0kNx6mqGJbUSPuDYJ1L21Ehv6aMdQtt20C5RrZ"
    "m3WjGnUv/RTdvOSPSzThVp3xB5nKjSj0Is3e7ZSAepM1dML/yz+hCflSqaixEgXdkkXZXW"
    "hsF1VCyn8d1Dw7e00Ow5E1lWSz1C4PfgKK9A16cpQ9MM4Dx3ejrPS9eJySaoUI2vM/ge1r"
    "5ErNeaVyh7rnXL8D7CUhf/9uKAQggM6MmAAIfzBM+NTEdlmvGdM1ddvLbNTlvw2X4zKraO"
    "zXcb01YsKiG0T69FUjVeEDvCqJrvhz3GUBWflBE1NVgcpy5xhPsFHVQIIeLA6nMK2kVBAx"
    "5LIg+6NOA5qtX6zVcRFHrWbLvOBjgdLNhTsh07qCF7h2k6e3v6W0Q4NcuEyroduvLYAVO0"
    "faZo2W/WRFcrCEZoDR1YU1NXv4kEpNKCtma1FLRll7G+piEFjU3dSNjb9NpEWzrQImzeP6"
    "cVNgJs7snmmR/0s84rhGCd75s3vkjC+6Y82sYkWoWqVxatZdhnebST82cvnl1dXD4r0meL"
    "T9qyZuumLub/TqbFOuyIa5UIYNXAusCT55dG+klBMT5P0vAe6xmJ3UUvBaVKCdKVzdcu2G"
    "gHV0mqZrCumFapAFQwfB+n83wpCPqR0JZirkeKbXXP2pXRKL/ZX5pq0xVPnS7uhK4l6h4T"
    "FF/F8oFEsvb7jmD4dcS/PH/RNB/vgCPBPkcCXIh7kDJKK76jSlmiOFyxqxNSKOVhwtUW40"
    "JuCiFYoHpaoHSnece1rSOFRQ7dygZa8Sen1q8XNCA9mFymA8ONzRzmEMQR3fTayiotcNpm"
    "ToOJDqxJtlg8LA6jFJYJX/zd0rxQt3mUnzutVg915AFDKGecbprXqQRLxjHOCafFklFhT1"
    "e3Y4VojKGRg9ceZQsaxcY4V6lGCPSki4930uzjndR8vD6birPuoUfN7i3dAfOd8jPmZGtG"
    "i0OQfws2XZFo6mGNoenTEgdBo51DRz+i4JCLyYvLwsIhfmkzbnz65fr2dgfEa0LuH4VxPg"
    "GADDoJ6CSgkxjpJB+JSx9ItHnNfz3T6CSV506bThJlIzkaXsdasu9DgugMxSREa7xhomnX"
    "2ucLJIlltVZZVuQVIthdIBm+yRrKwz5iHq3Xt1QDWPwx+qJnoPbYpPZs+WQgjleIRiiNDx"
    "9x2bMMP1Tgd07DkAsV+KEC/7GFJUsr8H8kjCaR2yAlZc92SEilUR16qUaULtOOpR558F3C"
    "hRkcI0aXBHGIxCcMhYR4ukaoRrTGNuCAulh8z+xXrouCHdgygQg6T+3R+isXvAG4+fgRgj"
    "t88Vuw+B7Y4guWssFDX5ULsiuoChnACgbI46TY5AtxAGxvS1ONFF1l21pm4E2Vjp/5/9M9"
    "16C7pAOcLgrMdFGM7aDGCP9UsEF8oEi6lcbZhc9/wIWSkqkoLg7RHUHCWPQK0ZAURlwcbs"
    "oPEQ6EmVen9uz1XcZqUoFXlgrEv5xwiIKmZJWmlLOlhny7D7ZENqYw/iFcr/xKiOLp0g8T"
    "XXW2dlhVWsBWqUobej2RrVICrkqyGg58fi1HdKl3bjQkrFWo2nwbo/JrCF+FFr8kjH1NZ6"
    "BdABZk3zKCoIbvofReRQDrCqpCBrCCGn4cNbzsMXoktmUX1UjRVbatXc7DWPStpuEHGviu"
    "tuKFOsRp18SzwdPVdvROXfxnukYBDedcHU5XIronZMWk/usGmDERRSX0JIerzSQisn02FZ"
    "5CGqOA4IfMjYjTuKqM0XU9fI/v2V2lQ+p58i0QsnX0WyPnh+7aKDGqBn6zK61KNUKH2vC9"
    "uj28ManrmA8fk4Y4XHGCBQ7n/YoTVCihOIHVcXA5s8z7V6mEUA0dtNw9QArq2MjTMjL5/m"
    "MSnrUpC+J5R00hyobuVBN+FbK3kNVDf77gkrlExRMye0WAz4X7JyyT5XHocXme0y4o/xu5"
    "zL+KxTg/fpWmXfA5hJctTcQQ3X/4++rKw8HfvlulkN8EdAvLjsA23aLgWFc7dEHwSAu0pU"
    "dhRxM0qGSHUsnSU81EK9tSHE4xe7oveAfWyhYZYh2xzIcDkFrPfS/1tkoJ6q3V6u2MCzes"
    "Z+eEKimk89nMZ1C2QdkGZXuXsv0pTYg70+jZ+SOnTcVmpUEHLMQW+3EARdisVD8L1nRVoQ"
    "qCEWpP+yq+ZgyyQjZCqIcvv+YlUZrakEaOGvkRNaTgU9RVXEtmMxJN78iMH3o9gG6kB/22"
    "AWo8i/n/eyNdIweg64YEsuoBsEp2OGDPn58IsquIy5oCIxpN+V8Ym8CrpR1R3cDhwjySKC"
    "Khq0kKaqkmVaIZX/fOiw6SxUWjYHEBSf6NOB8myZ8KpXKay2SaQ+PPn96/02OuIVXNfr4b"
    "o/+gwGcneHa04C8wqeCfr+iii1CJE681PYTEBDf1pS+88YT/8Uxjft21/Ku0B9wCxSdlHp"
    "haOY6y9hnBumtyRyJiTnRAGURF9/zRN+Lg5YqhIjRUhD5RkMEbAt4Q8IZ09IbsalajG+Z0"
    "8JJMjXvXnP26oGjORX6GcF68MA/3I5GmHHSH8btj/vKvm2380pee5v4WiP6z1P0CB/3gYf"
    "vqBjAAVkMK8NY0lPJp0xVZ5YwCUEE4OUqaeikA4pHQluItRoptdc/qc9SbDt4BAFbltZGi"
    "rLlzbCoHkC3ztpLi6pBOsrVphfGMTlYCT9Pz8xnSFBtRtxjNaCTT8GXjZXQXUPdeV3rvUX"
    "OZyuNFqYdt6XGQxi2Vxqu8quHf7FCrEY4wYmf48tmg/IB0biuoIJ2DdG41tl2k82OJjIyl"
    "f7RGVEwf7RARt4M6SIYBnf/RD79Hn7mwFtN7EiI/ZiSYIZ+h+5CuQ/6plOTuIrrmqCEcyC"
    "Z7spxT4BMmxiPRW00nKw48++7QeZAIbZIIJcuNu/VVqYaRBXfDfzBJcPhmfZixJMpP9I4R"
    "ghWak458GC4WMCK4X05slRJyYq3OlQwwi6eM8CPGnNEqLbDaalaTryufT9eD0VVKYLPVbB"
    "bJBCt+/CarXvUMFGLIdLeZ1xF54OJhn0u6SglctpnLNAw2014GzjolFGZUwtI9UScuNi14"
    "qZDtFdVDKmdDhc3QB45QNC2ZX7rquzra8eUVTZ4/75Kz/Px5c9KyeKaW1+phr68QwemgRd"
    "S0q7BCdjgH3lndIjbYkh2+oEFI4jWNNEH/Lf2atyTjOxSeXXXxil41e0WvVIRLTeW7ngcl"
    "EnDetTvvBFQD+Je+sFEHJZUWlFWeJc6jt+GPgZS5686l7VOn1b/Ex039cDrLR3Z2Mok2Hx"
    "jl0k7a+cNnKAnFb2u8eSnag5BQBhWJSH5OUXYN8Yd3ZI5D/rkjK/yK5yREWRWBZvfTAd5r"
    "XNOpkPnSX0vmJqjwZJULa5VEnMJIFiqRjDCQqcuN3Xxh1+5rflXExNhFWKUCF+FOF2F2mB"
    "kDrdKNcEEPD3Yo7hFjqKtUAHQHoB9I5PPJhOUEB7oq2zd+iKONHm8NsVpkYZNVJzox2NuK"
    "LWS1KwojMEf35u27649/KypdFJbg2/fvfrrR1Lq4+dvnN9eqUTF88IUHvA8j6rQ9+WCZqn"
    "sENkQkTiIOHDU5eCpEIzx3Jk+72HH4qGbL49N69DUEi3wLjiiIIPgm2JywXlu5RAb+ZJv5"
    "C7ky+/N4mhYJqJABrLUUJOkDNk5BKlOBTxMykPacgdSQwp7u7QGgfZtFm3woTTlSkJUTcT"
    "fMjSEmPfK8iplO8lzokOZVPhetcsYFNH4tewif6Zxx26dOqzOOj5u624HdWn7OIkKQEEoZ"
    "whFBS+zJ1H2foZDGCIukK7TG7JV0gwnPyB1m5AlDMl8r8udzEjG0jvyY8JGOyPEnDyRC6f"
    "dgsjlnQ7vPQ7z5H+E/wl99vtwT4fZjyd2/iBuLiflbFnQtp04PNiQCK1jqEMz6Ob/kQ5KI"
    "OWgVYJeIfwldBRzILGGwp7uPcyVkWHrGZFUxB/39bMHZyjedZ+70u/HnjXk9WglAk9CT7R"
    "Z7HSJpcs+fJpOLixeTpxeXV8+fvXjx/OppkeVTf9SW7nPz9ieR8VPRQPIUoJYEtirfjDhR"
    "px1TU4yDMAYUuH1qGunJaKppVKhA01D6k5bO9Bqo7bYkhRQMhtYZlGoq5ZEkxxjPZp8xu9"
    "cKjsXDdrlRDJvG+bidYuMnuiQi8GkuAqm4DEZDtExYjAJK7xGOX/KPufzk/ZFyacwRLdtx"
    "QEIPZ8FWnu+l8l3I1unzf9G7/BHx6rLi/l9nLMHJiBPxQ8l9I8W4yqiqbwf69R3nPG6W50"
    "wrU0FBKpOCVDTk+5HhRmm5RVKrk4Jooe0cYAhslQowrWLK7wVDPLcUgKWaOOQlKzK9J0a9"
    "tKpUowvkPJ90OWX5qMZjVj7ThMyagFwQHDAti3JlZl+ywV4DkiGwp89BcRIKXOW4oiHpwe"
    "MSGUR82MxfMBiCG90WL6S9PYA+03j1I3Zjqm39U3rqtFmTYj5uOtsO7JARuIroPMJLRENh"
    "4lmIKuLSQMMWdM2Qy9/B0Hcff3yNLicXV394JctAciFR+PDSMPG00Q/B7kKO5v9LOFdkBp"
    "8uE3Dv74PSlCdmCSKbXskKVTpIGClf/CaZCmklvZisdPA3O1UrZKPpxn5oZyqoON+ECEzD"
    "mR8t+zFaoQVlx2ZO21P05Ki2twHVHBNxfFd5lPch+Uz5/zqqQ32Lo9gA/cClUR6l20gcNV"
    "pNjm+zPiO/JHaliN9JoWmGCdSC01ILyBL7gYltvSAYne9i8rxLvj4f1VKwr5axL+GaZqn3"
    "fQQT7QQgndgsncz4X2hcULBCNMLwi+FrC64wY2vKb03TwiM1whHCvZcaAD6bivjuB83Cvq"
    "E0IDhsuKvLdKoJiRPuC+38LjmwBen9+9vKUXXzVrFQvPvyy82bj9+dS+z5ID9uMFzwBTpl"
    "hL/aK5mbDYDX0h+QAcUnZQ6YipRHQR5MRqO9qi0Ja/6V3C24AnEdx2S5is80ipsywmlT4d"
    "bpWL7qtoN3uqV+pmvZzzaONqIvGZ/UF9llhK8rTZDyztHGMcbZFHmJ9ey7QzixtdqiyiGT"
    "c1GlhZPRupNRDbpLWJ3JjZ6qLUEvN5Vl+ujQvdZIFOmktxY7S04wwiLog0fie0mUhtIvTV"
    "asQjWmbNXhegRCWNnwgeMVqacrqAoZwArResdpu50vxAGwzTScH0ozjhRkZffaVJlFZUKz"
    "Jlrm025VtLxOduui77lmSR5IGIuQRRGNuMZSzRQaJ1cxV5RjW9dJO1NpdFNFGc2HF7ppka"
    "jzz3YtViGElNjj3wtOiw5rT97WsUXFPftnIPe45I3p5Ixp8cXUcuKgmMnwFT5xREJTSCtE"
    "gCiUh/kmrYV8Pj/W1mj8TL42mF/KNGMwcrXx881fP1dYmR/t+pyCfHjpKngt0gzU42oTUN"
    "yvBUWdFlpQ9EzsOIXs9IMJOueTTun/Ldn/qqDDtSlm1l54S3HUrqynYTnPvHImZvMyyWgy"
    "kgYzmIf8vsu98D3EHg05BHvaLPlAoNA3wWZG4jjoxeYqJWxmm7kM3s7BTQCKdbwrqAoZwA"
    "rezuN4O/OFOAC2mRftTWnGkYKs7F4LvZ0FE5q9nWU+7fZ2ltdJl7YUJCKiMguO4lD0XGei"
    "pm9RdkW0bGDJXUGCOGuSpXBz5s3cOffdhK+btIdEWrslpmiJ74mkzgw8urYUB3yzcUQwOE"
    "+Pf804Lc7TJAp62RurdFBFxulpbMx3o4mdvUwzCpPjoQ3tDzjyBRQaI9mfP71/p0e9QqRq"
    "fb4bo/+gwGcnGBndgr5Aox19FWhlyYsJVPRleI+J/bcgGMVi37cBmAutUcymeBbrSnm0ej"
    "EqdCMEe/iQGEa4gBP3ukFrpHCJ9r1EVxF58GkiU2P7sqN5DnCkDsSWJIx1pUnara2Nk4Dh"
    "1WbDKzjR9+pEl2hNzV3pKt3oHOrDX/HgD/wmDiy88kUwuKFXo0oFTg1INgQ/kaUuDFM/Ub"
    "a1B4D2euX/hYw5F656ClrVH+BXGon2YW++uiT/8+vuIXWM0+ofSkdPSWV4p3Q4cdWLvLb1"
    "wncXiAoPStqtm/8/8NB3IQ3JS+QGlBHvDy9FX3GMVmJaGVYtOkHKjyJKl4hGyCOiobcjfu"
    "Sfb7uC67PqDvly88IxeAOeIbs8Q4IlWoG3wSmBdYl0FSn3dE9AHbRCalXEnTX/lnRt5FUo"
    "kTzKp3BCwO3FqQCS5vDZc6XD3zSHrk4KmXRqGgTjl69LDJFVyABV0I6Ooh2Vd/gA+H5Qpj"
    "vJtbsTZM2xqI+k0x0UA6D8sTTVOBFWjker4hRTvfFnoXKdNWuh6XOniwa6KIZ26Fe3JuQ+"
    "2CA+kMRc//PDNLYvwC55wlBAXRygNQ4CJMT1V4iRB748ArTEGzFnIDRHKrXIja473cCzG+"
    "uPmp0lvhKoldaplTlbash/WvKF0JijWCIbU1m/i8mLyyJBUfzSlpv46Zfr29t6gqIM3Jku"
    "/TDReVzbYVVpAdtasktPZKuUgKsagRn4/O6N6NLExlSleqSpyU4Jp6OlKUWiJaCmDcBOIT"
    "RjRxAMRoObNISYJ8vvmoGqkAGsttrhxgMvmIy+OZPRqaLcy2aUH6kDwHxbmmqkECsXkE1G"
    "o2sS+e7iTGMuyp44bYYivB1jTQPQRoVJez1pFKWMg48zrOxfS3pk/aFmA8oDiZh2azdH/Z"
    "ZIRhhdPXn+vEPMLx/V0ubzea2MFt9UBghnw0eI7nmnvoPnLX0Hz+t9B/kbY20SYHOgRIkE"
    "AiUMAyVq4u4hL7P//f90o+vD"
)
