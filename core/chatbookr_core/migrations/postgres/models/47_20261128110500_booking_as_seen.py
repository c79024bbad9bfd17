"""A booking by what is remembered is one function, and rows are checked once for what they say twice.

That a booking's clinic is there its patient says, who is of that clinic: so does what owns the time it takes. Only a
time that nobody owns would say nothing, and a trigger looks at those alone. A list of texts that is a constant needs no
working out with each statement that a check belongs to.
"""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

STATES = ("requested", "confirmed", "checked_in", "completed", "cancelled", "no_show")
BOOK = """
        CREATE FUNCTION "booking_as_seen"(
            its_id UUID, its_clinic UUID, its_patient UUID, its_conversation UUID, its_service UUID,
            its_practitioner UUID, its_location UUID, its_reference VARCHAR, its_start TIMESTAMPTZ,
            its_end TIMESTAMPTZ, its_zone VARCHAR, its_status VARCHAR, its_reminders BOOL, its_calendar VARCHAR,
            its_creation TIMESTAMPTZ, its_creator VARCHAR, its_arranger UUID, its_anybody BOOL,
            earliest INT, since INT, until INT, time_ids UUID[], room UUID, others UUID[], kinds INT[],
            sight TEXT, sight_own BIGINT, sight_until TIMESTAMPTZ, had_calendar BOOL, connected TEXT[],
            job_ids UUID[], job_kinds TEXT[], job_arguments TEXT[], job_keys TEXT[], job_dues TIMESTAMPTZ[],
            job_ends TIMESTAMPTZ[]
        ) RETURNS TEXT LANGUAGE plpgsql AS $$
        DECLARE
            seen CONSTANT PG_SNAPSHOT := sight;
            seen_since CONSTANT BIGINT := pg_snapshot_xmin(seen)::text;
            chosen UUID[] := CASE WHEN room IS NULL THEN ARRAY[its_practitioner] ELSE ARRAY[its_practitioner, room] END;
            count INT := cardinality(chosen);
            is_taken BOOL;
        BEGIN
            IF clock_timestamp() >= sight_until OR pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax(seen) THEN
                RETURN 'outdated';
            END IF;
            SELECT EXISTS (SELECT FROM "allocation" AS a
                    WHERE a.clinic_id = its_clinic AND a.subject_id IN (its_practitioner, room) AND a.is_active
                    AND a.starts_minute > earliest AND a.starts_minute < until AND a.ends_minute > since)
                INTO is_taken
                FROM "patient" AS p
                WHERE p.clinic_id = its_clinic AND p.id = its_patient AND p.merged_into_id IS NULL
                AND (its_conversation IS NULL OR EXISTS (SELECT FROM "conversation" AS t
                    WHERE t.clinic_id = its_clinic AND t.id = its_conversation AND t.patient_id = its_patient))
                AND had_calendar = EXISTS (SELECT FROM "calendar_connection" AS k
                    WHERE k.clinic_id = its_clinic AND k.practitioner_id = its_practitioner
                    AND k.state = ANY (connected))
                AND NOT EXISTS (SELECT FROM "slot_change" AS n
                    WHERE n.clinic_id = its_clinic AND n.subject_id IS NULL AND n.transaction_id >= seen_since
                    AND (n.transaction_id = sight_own OR NOT pg_visible_in_snapshot(n.transaction_id::text::xid8, seen))
                    ORDER BY n.transaction_id OFFSET 0);  -- in that order by its index: never through all
            IF NOT FOUND THEN
                RETURN 'outdated';
            END IF;
            FOR place IN 1 .. cardinality(others) LOOP
                EXIT WHEN is_taken;
                IF kinds[place] = count + 1 THEN  -- else its kind has one by now, or a kind before it has none
                    PERFORM FROM "allocation" AS a WHERE a.clinic_id = its_clinic AND a.subject_id = others[place]
                        AND a.is_active AND a.starts_minute > earliest AND a.starts_minute < until
                        AND a.ends_minute > since;
                    IF NOT FOUND THEN
                        chosen := chosen || others[place];
                        count := count + 1;
                    END IF;
                END IF;
            END LOOP;
            IF is_taken OR count < cardinality(time_ids) THEN
                RETURN 'in_the_way';
            END IF;
            INSERT INTO "booking" (id, clinic_id, patient_id, conversation_id, service_id, practitioner_id, location_id,
                reference, starts_at, ends_at, zone, status, wants_reminders, calendar_state, created_at, created_by,
                arranged_by_id, is_for_anybody, version, announced_version)
            VALUES (its_id, its_clinic, its_patient, its_conversation, its_service, its_practitioner, its_location,
                its_reference, its_start, its_end, its_zone, its_status, its_reminders, its_calendar, its_creation,
                its_creator, its_arranger, its_anybody, 1, 0)
            ON CONFLICT (clinic_id, reference) DO NOTHING;
            IF NOT FOUND THEN
                RETURN 'given';
            END IF;
            INSERT INTO "allocation" (id, subject_id, clinic_id, booking_id, starts_minute, ends_minute, is_exclusive,
                is_active)
            SELECT one.id, one.subject_id, its_clinic, its_id, since, until, TRUE, TRUE
            FROM (SELECT unnest(time_ids) AS id, unnest(chosen) AS subject_id) AS one ORDER BY one.subject_id
            ON CONFLICT DO NOTHING;
            GET DIAGNOSTICS count = ROW_COUNT;
            IF job_ids IS NOT NULL THEN
                INSERT INTO "job" (id, clinic_id, kind, subject_id, arguments, dedupe_key, state, due_at, attempts,
                    deaths, give_up_at, created_at)
                SELECT unnest(job_ids), its_clinic, unnest(job_kinds), its_id, unnest(job_arguments)::jsonb,
                    unnest(job_keys), 'due', unnest(job_dues), 0, 0, unnest(job_ends), its_creation;
            END IF;
            RETURN CASE WHEN count = cardinality(time_ids) THEN 'written' ELSE 'partly' END;
        END $$;"""
"""Writes a booking where all is as it was seen (ADR 25): what it takes and answers says `bookings/as_seen.py`.

A change of it is a function of another name: while a deployment is brought up to date, programs of both kinds run.
"""
ONCE = f"""
        ALTER TABLE "booking" DROP CONSTRAINT "booking_clinic_id_fkey";
        ALTER TABLE "allocation" DROP CONSTRAINT "allocation_clinic_id_fkey";
        CREATE FUNCTION "allocation_refuse_unowned"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM FROM "clinic" WHERE id = NEW.clinic_id FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'a time is taken in no clinic' USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER "allocation_unowned" AFTER INSERT OR UPDATE ON "allocation" FOR EACH ROW
            WHEN (NEW.booking_id IS NULL AND NEW.hold_id IS NULL AND NEW.group_id IS NULL)
            EXECUTE FUNCTION "allocation_refuse_unowned"();
        CREATE FUNCTION "clinic_keep_allocations"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM "allocation" WHERE clinic_id = OLD.id) THEN
                RAISE EXCEPTION 'a clinic has times that were taken' USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN OLD;
        END $$;
        CREATE TRIGGER "clinic_allocations" BEFORE DELETE ON "clinic" FOR EACH ROW
            EXECUTE FUNCTION "clinic_keep_allocations"();
        ALTER TABLE "booking" DROP CONSTRAINT "booking_status";
        ALTER TABLE "booking" ADD CONSTRAINT "booking_status"
            CHECK (status = ANY ('{{{",".join(STATES)}}}'::text[]));"""
TWICE = f"""
        ALTER TABLE "booking" DROP CONSTRAINT "booking_status";
        ALTER TABLE "booking" ADD CONSTRAINT "booking_status" CHECK
            (status IN ({", ".join(f"'{one}'" for one in STATES)}));
        DROP TRIGGER "clinic_allocations" ON "clinic";
        DROP FUNCTION "clinic_keep_allocations"();
        DROP TRIGGER "allocation_unowned" ON "allocation";
        DROP FUNCTION "allocation_refuse_unowned"();
        ALTER TABLE "allocation" ADD CONSTRAINT "allocation_clinic_id_fkey" FOREIGN KEY ("clinic_id")
            REFERENCES "clinic" ("id") ON DELETE RESTRICT;
        ALTER TABLE "booking" ADD CONSTRAINT "booking_clinic_id_fkey" FOREIGN KEY ("clinic_id")
            REFERENCES "clinic" ("id") ON DELETE RESTRICT;"""
NOTE = """
        CREATE OR REPLACE FUNCTION "allocation_slots_insert"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO "slot_change" (transaction_id, clinic_id, subject_id, happened_at)
            SELECT pg_current_xact_id()::text::bigint, {touched}, clock_timestamp() FROM {rows};
            RETURN NULL;
        END $$;"""
EACH = NOTE.format(touched="clinic_id, subject_id", rows="new_rows")
DISTINCT = NOTE.format(
    touched="touched.clinic_id, touched.subject_id",
    rows="(SELECT DISTINCT clinic_id, subject_id FROM new_rows) AS touched",
)
"""What is taken at once is hardly ever one subject's: a note for each is less than to look for the same."""


async def upgrade(db: BaseDBAsyncClient) -> str:
    return BOOK + ONCE + EACH


async def downgrade(db: BaseDBAsyncClient) -> str:
    return (
        DISTINCT
        + TWICE
        + """
        DROP FUNCTION "booking_as_seen";"""
    )


MODELS_STATE = (
    "eJztvWtz2zi2LvxXUP7SPedopmLZcTLJW6fKTqe7M+PEXYlzeubsvUsNkZDFMUVoCNJqzZ"
    "79318AvIgEwQtoSoKYNTXVsUUsUH4WLuu+/vtsRV3isz9dOw5h7Hq9DukT9s/eoP8+C/CK"
    "8B9qRkzQGV6vd8/FBxGe+5IEy7EzXBw8Z1GInYg/XmCfEf6RS5gTeuvIo4EgugsIogsUbS"
    "iiaxLiiIYMbZbytwBh5Phe4DkoovznaOmFLvL4xwEiKxI+kMDZ/km8x6UOf5EXPAw3ZRx4"
    "/4zJLKIPJFqSkE/8H/9xlpDOPFeMeAhxEKU/Zy8Sv/7Xf/EPvMAlvxMmyMSv68fZwiO+W8"
    "I4IZWfz6LtWn729euHH36UI8WfNZ851I9XwW70ehstaZAPj2PP/ZOgkV+IBOJbELcAdxD7"
    "fsqg7KPkL+MfRGFM8q/q7j5wyQLHvmDa2f+3iANH8Ao5SxzNKX0M+VcKyZ88l/0pIBv+9/"
    "6f9JsWqGazT3f3sy/v72ezswrLxTdSWJZ+5NBALBcviARu//0/ybw7fOSnZ+IF736+/vz9"
    "xdUfJCKURQ+hfCjRO/sfSYgjnJBKHuxAT5YncWc4qqL/A0cv8lZEzwGFVGGFm9L+KfuhD0"
    "uyD3Y82e2bDN4MwMNCfv/h4/sv99cffxHTrxj7py8Bu75/L55M5adb5dPvEw5RfgQkR0Q+"
    "Cfr1w/3PSPyK/t/dp/cqH/Nx9//vTHwnHEd0FtDNDLtFTLKPs4/40B2jS3u16yYrEQ251+"
    "xlbOte2kFaPPG6IlqkAUAVQIvXhgGmChnAymEVt+ziUXvkJ5u6CvCP/CLzHoK/kq2E+QP/"
    "JjhwiAbSVBp6l090mrDuPt1d9iHe5KJJ+fjjfz//q0kkEfjMz+PPH97dn1UPhAGATcTMn7"
    "LZRopuSWAsgvvu+su76x/en2nPhgHgvStMNVJslSOxZu2KQ2KOnccNDt1Z6bQQT+iUKp/k"
    "Y6uPVtOV+gkO8INESPwp4otrVnetjpUv/lYFK9907drVr1xoF6pNhg7C7JG4QvVhRCpJlO"
    "tKyaafcBVpO+GDXf4Dp5oTh39NMcaLqjrWkBNrNC1Fg1IUr5Dw8SzKBfFM5wIlyxYlKySY"
    "8e9RAf7dEod64HcUCvj8y57gscUPg99nPgkeoiX/9eWLFw04/9/rzxJqPkpRlz6lj6bJs7"
    "LsyHfeymOMfzFWBfovX+4+6YFWyFQl1nMi9G/ke+yEL2IdyAKQkuaaYfv9x+u/qbC/u727"
    "UVe9mOBGYcHKC+KIaOD/EER69AsUCvLeSYo+/Pvyf/44Pb98dfn64uryNR8iv2j+yasGpn"
    "z4dK8g6rFZboarwnpDqU9wUHN0K6QKvvxY9U8Q4Ab0bu7ubktL+ubDvbKQv368ef/5+3O5"
    "vvkgL5GHqrBzATIiJsd1TjDC0/q8y2F9Xn9Wn1eOalVgMTE6qrRgdbTa6ugSx3N7MbpMOQ"
    "CbU0ETuDw8l8nva49P14PLZUrgstVcDvrt5CIdcNh+Ds81oma96FOk6SX9WMbPsvDzuoPs"
    "87pW9HmtSj7ghBvcZ5TJCfOtIawVwmdAa9kaBm+cZbCCN+4I3jjwGJmg281jpD95B0D4Ky"
    "MnKCx0Bbdy15Tg5d8Cffp6e3tch9xngsuuourTSQd3XJgNNPfGLTFDglw4w7K4xDdojcOI"
    "yQjGJUHMWZIVlt4zz2UTFNA5dbffMbShocs6OOaGeUcPHx0G95yt7jkQdPYiPzqU7xcvwF"
    "qXUL1HTiEDj9wzPHIsnv+DOJER/kUaAP8Z4BfOfDMPBwbnxkmYy8CaAyHVNgIK1gaI/bUc"
    "3drYXwuCU2kcRLde8HimV4bzx5MWbVgMnPnZyE6pfyvs+cRFggjhOY2l7ppO9Sd0L5RZrq"
    "TmCmn6BHlcNw29KBL5fL73SJLwUpHfx/jgaMk5ps8L3PP72tVkUIRtUoTXccgpjCKfCiRj"
    "jH266hL7pMqghdinK9UDGNFHEsyWmC1NUC5TDQN0+wo/GMxXlx1gvrqshVk8KsNMxMk2Yw"
    "Tz460K9I0X4HBb489WKNW4yW1qlzhJQ7U2bjJVZ3ONi8N68+HT9ee/58pvrnbd3n366Uaj"
    "/t78/f79tWr+4Ypsvxi/MiUowVYrwRbFfgGb98fmmPXaygUyCP2ynL+m/o8CCYTONFpd4t"
    "S5DT7yBpNAYTnps4GPZBDgaLv4R0L0zvHd00mjOUCOmy2ygW3WgHp0jV3PZWlKeJ8nSBmy"
    "Ft/FE6/OWVCgAm+1VUq6/LcCe73umI0foXr+uktq0uv61KTXldQkl0Rc/TOBd0cxRoCHDX"
    "8G48dBjB+gefc5kk9OZPcxi2Y9gwxUWlDObOZ0SJ74GdgvmKRICVy2mcsQTjJ8CGJ6nxkn"
    "B1UIAVq13kpVZ+wKroYU4IW4nePE7RQX4wD4/qJMN1KUNVu4vYTf7lA9nDH0VAGuXEBW2U"
    "R9nzo4/dOrNtHd00mjTbQ8rlOAVBqcjr4vLsAJCildTZBLnjyHEzIO3R9QhB9JgBY0lMX3"
    "5vxdjxM0jxcLEjLkBcxzyVskJnkiYgRDAXkifDD/j4/X+nipw77e2NSbfr3st0hkNc2SGl"
    "tgxbXLiltmVVfwy1QgNFXrdhVWfAXX2jJ0FTooRqepikYCtwe2ChUgqy/zl9wEVVzbavzt"
    "6A5Y4C87oE+2wJ8ojvi748esF+Yl0iPDnt+VFqMt7mv+LQzvujIVRJhAJaE9Q/oQ0nhtnH"
    "u2o4ElWsZzSTm1GZwFEkATDIJHMQim984A0N7sZjrJFdsKbfmKbjcAiu09AK4/p9OME9TC"
    "GVhTJahyaQ2A6U9inuv1mvIvtiKdtLITxbd4ZVtlVA3oCvvbM51FNX00aTSnFgZ1sqVin4"
    "TRG4RRGPtEtCWhK+TJ5E6ZCpokdS5C/ulmSQLRzET8+zZpW7Kgvk83DDFKA0EiE0OJi5Yk"
    "JHwo1dtP9//K9j6V4tUFY2luKS0Eu9ZbWGXcDCMkUMJp8wLwpQFgc7XK5npUncnO0/KZIn"
    "62l7qGcmbjRxgqO+0SxjmtD+OcVsI4CwdUV3wLJCOE+HzaqRXFtKEXxbQS8c2E282LjGpe"
    "F2lGiPPQUd9LfoDoRf9ar0GJBnwGGqOqlH4MEM3HA5r6jj+ZBFiBtDnCtkwJIfNWh9iq4r"
    "txyHyBFlhtNauhh1dJcuokODXITZBj9E3uIuw88kc+cR968VpDDjkoJ8Nv46wJPTUYTVTX"
    "Pe1XTKVECPvI5n2Usso870ihg72j8YIf1T/zLg4ZDc/qvTTpgEkHX83M2Y1tddn8mLhFPG"
    "eJOEgy9hzx/4uOFTh2vQj59AFtsKzAmbS42JLorYw+D+mm6o8ZYL6B63t+4Zj4tQYM7Ybo"
    "ab04bvp/Yru4mL66ys0W4pcmi8WXj9e3t5nZoqGAZ8rIKrY33kMtskWqMVmH/jydXly8mr"
    "64uHr98vLVq5evX+R4Vx81oX/z4SeBfek2SZhh19n0OZbfre5k+px6X9rPpcxP07WJT9pI"
    "BzG8lW105CGRuniFd5afJi4lyVHiE/xE+DEj6CJ53KT8r+veM9zkHZ3Dqg8YvLg2eXHB57"
    "hHn+NxfDWWiap7SO8ggfhTdaWI23INdoQHzDQ4jh4wYMoBP+yCfiarMiWYJ+1Ws1NmmevZ"
    "KiEo2pBfsgdIIYL/QBH8R9K71h7n05lO5UqeTBq1rbU3eyQdI3alLiRUn3VIH0K8ShqYis"
    "alnOdohbdcCRItW0QorKg84EWM+AsRJyts8jKWVqhDGQH2+Vxvk9hZ3+PaEx8vmqMua7Sw"
    "Q715gPK2oK7ZpK5Budo9lqtdh2Th/W4C745ihADvQR+GirVVmIevWMtX5ZNHYzbrh3cNeS"
    "/gVWn+28A9DiJd2etmVblKDU5pm7Vl5tC1WS/uHQV0gn5GJ+iszhmX3ozgV+mexYTT2Vh7"
    "4YG3noXC5mPEgBIRbIHnwM9m4hvp0pnaTOA7ugNawPNPTtYEblFjttM5ek7uTpdZCT2bs6"
    "m0wGmbOQ0R998Um6Fk/fDZ6tBG41vYQOC5BM8leC7bPJcixPvdkjiPsuTTmc6FqQyZNPoy"
    "xeCZUx7d6tS8RowvGOIimXwpHIvCU+jTh6oXsnnoMyLRmfcvXQ3YhnjpjGI8segHiJSeNP"
    "kIqS5V9578XsOAbPwoXFhNd+/7v903W2Lyq/f27tNP2XDVPKOUOpDbqE+lgyIhaBHWCUG2"
    "5CLIa4OK1YKjOCT1V0thTJe7RRne4XLZeFFAGPuOoZwU8RuZoJivsFBkFuT3le7CMSXXph"
    "dkl0U62fOSC5pupa75Uen1AldS45V0bKng2HEVB2TCDvRsj1Rwr3f9F0hGIQ0oAS0vuoQM"
    "8VH1IS0vKkFD4ggzkbay8aPA99DSVnJr9TPbUpC4QOLqKnG9D6JQH4m8e9pByiL5wG4RyY"
    "yuyJy6W+R67gRtQi+KRAhwkkfOJwgYTuJZZU4mH4S86C36jS8EPi76TUQJy+K+qTIvfhct"
    "0CZovuVavmifJn6oCUo+4MuN45KXHGkSQGCytYHJUA14aP9KstlMpLcdxSiEi7LwdtlFdr"
    "usF90uK5IbjSOHmoXTF0hGCPHAlWr5cqTh7JH/aYaLuEAFKHdD2bSy2I4Gjl1tnfBjtRId"
    "JaaK9GaitimkoLZZp7aV9XOpC5jYQwokozjsD2ESsUpTFuGtDapy8njSQVfejWxVlu+LpY"
    "y+Y0jo2SL5NYhXcxISF82JTzfoN2FF/g3hkCDqCycD11xFRi16JGTNhKK6eiv+64UyZZZP"
    "wCK83am8RKMqH/bV7TWWpKEcaiwd/7qzVDc+ofPRREoDh9LhHUrSmmm4jIs0sIq1SSV9xO"
    "IyJUjF1knFNolotwQvagU0+bCDeOZn4zoIZwStfezIsEIu9MgjIJNsfPqQ9CX0ZGmTnRwl"
    "CpoIAi+aoDmNlnlDQtnA8IVOENvXa9qFruwXsTcMhC853OjWGr6YLESjWHWPHZUdw9xi4P"
    "rZF6Lm54VKOaICogcWdvVVU268AIfbOlOltlCKcHqzcUlgN2maei58/d/rzzcfPl1//rve"
    "knWjSWu/+fv9+2vLbFmf+M+1gpJ82EFQCrJxnQQlsWiEPHJ+9b/+l0+eiJ8U3WaTRCD5LR"
    "MAfkP/Gb94MX9VGEiDt+g3+aOMvcCyXjeL0LleVtrbm7Tikhyd8jyRYCBU16Jzrl44yhlX"
    "ZkBzN4kdt0dkXenfUgJaSMAVbgPs3+AV/gsJ3AQS/S2ePe9wka8LQ9vTYzIDhAyOXMpGP6"
    "l5Qjb6kc0z+Jk7x4yI3hqyUivC0hOUmS5YFnSpSZ8ZfPpn5Hielv5ccCjJN4n/XJ6EB8mm"
    "fXUfchBxioZ+axWGdNhdUXl06wb7uhalj5MeNZnPVXhXH2T948xp+p3YGG7qTZ0gRpMNI+"
    "KSRZd5tKC+TzdMbIZ1SJ9IIPbInCyEf7Gy6Q7zSki2tl+mqBeX02Xcy4mj0oIbB9w4+iP4"
    "htLHGqkme9R45M4Lg9pO2nredmj4RRb8sBRVSlRtX41aiXAYsUI2xwS1VqKvDFnz64Ofy5"
    "UpNSPFXyxVKhJWh0O0zPFlnWJdqWwNVbBvaEtWJBpFHOG+W86XdqDJrVUihCvLuiurHLHj"
    "9ipZuiMDBlvN4H9RXfZ5/TmZjR/hETl8PX9RGys2qp+woxghwMPfQVw9ZlrjeK3+WqA4nG"
    "H8fF/wDtwZE4dhzwZ+VUoIyahUXF/QcIaDrUiR1xhdWsquK8THrr1uqvodpeb6BvPXzUKy"
    "En9eqDmIG0HXUB8b9ZOqeO9gfvK7OJzJEpEmt2CVEm7DDrchf93CC1f8FDa/F7W0Iwr+Gu"
    "6ODAIaB04vkLW0hxNDXpwIxI4oU+z7/ao0KbRQHNxm7XPHrblGJGq6IMp0g7SWO/ZBte/b"
    "QWLG5RnMzKrCVAjHh/bwtWFysXHGtPnszeFwVeoj3hIvnn0zDBEIl0LSr11EiRSuBJuvBB"
    "ywDemX06iQAp9t5vOKPhlf+0Wa8V1Cw1/52BEt37mY9NBvP1XJYU/ZvKdkAXTOKy/oozmp"
    "xMBrq3lNA8eP+wlEKi1w+jQ4bagkK3RwY3YyoeaYmSYkV0nBB1ZGV+YVcJUWc5lC44xpyK"
    "tRKXvm15wOqkOm10Db0m/vzsi7jxrdGCUq8Ll1uTBs6A97OseaSQ2Lgo3fFNsqKaCrVA57"
    "2gW+dz0eijTjEyaH9wEkePGXBkRG2JtmPOrJYSVrUc5CRvosaYV4fGt7+rJLbCsfVd+46m"
    "UlujXBjkT4wRzxjGp8UJ9Pu5wjfFSDkFFzkrjeA2Eaub0N7B3d+OAePmhbtBwSaVA9POUa"
    "0vEhPvw9yYjIjDZtmFAkgjtRiygNXS/AxsV4qtQjCgQcIhYhBSjdEv3Q3REDuDpwQ+LEoX"
    "Eap5Z4fGfwXoQMqDI/vA2DBiLSF/fQ/jSkcMspnXOp0wdZhQwWrVpyrlQVoSuqZSoAVQW1"
    "WkCiM7JVUoC3KjQ8eQ4x1yEKVACqrhSfKh9U8f2RhsR7CP5KEt/tB/5NsF7ySivOvMsnOk"
    "1Yd5/ubtYQb/L6L2WhiP/9/K8mSZbc5/df7j9/eHd/pjtxB4D2l91MI8W2fM90ALcoSA2x"
    "eJXpTlLwal/BVemzBDX/HujT19vbM90pPADKX3YzjXQdl++eLodEQQwY4qRQphspzBrhqQ"
    "PWmYowAM63halGirGiUNXge5zCd+9S19673I16pqmBpxk1aSqHlzsMnTLBPkvj6dQAP37w"
    "kjc7sg2R+LylcF76jUuF8aB+nU3163Zc7Wr13FGMMGZreH9TYbMYgFymGiHQewkS4CeWb2"
    "TBzwkOh/DZvs6HA+DrhMTl6pDH/6hegdV6egiv7h9encOZtNjsF2mtnwTydGyOuQ7Jgs+2"
    "5H/ujN8Tnsbt3pamXqUHjtvM8Z5Bh0OEG36DosQ8ZttiqKamnttfvtx90mOuJVZ3l+dE6N"
    "/I99gJG1B1gAtYSnsqwzm/7AoseKe56sQEN5ripmaxGSMu5tYpHqMhHKMajSHR6hGDqNKN"
    "Tox+3QXq1/VQv64GvigmESNZTaGFvDirb2zXY8/htoYcJDSb+b0gkbPsxeoyJXD5FLjcS+"
    "2qEAOvbeZ1QH6PhHjTZ0+rtMBpmzn9EGKRKdavA0mFGHhtM68h9hwiTu2HF4IjjxEcCXFP"
    "e4h7enf95d31D++PHZbzQ+gtorOGiJxkwKRTMI6bj23vto0c/je8SbpbiyRpRBcIo7TNpW"
    "i1G9Ao6dw7QTSUzXgncnQ2hOEteyuoOML5h+JnTkvXoklvhFb8CNG04j7su9vbAysRQgsa"
    "B41tM9M3ziB06Dh3fH3oEGeLkScqGz9Ci/zrLlbieiOx1hwP3o40/bRT9mlD8mlNgQuoJQ"
    "K1RI4I9/C1RBLMenfK1ZCDGcNmM0Z6IPVsmqsSA69t5nVRTDbyNxTowFtsNYsZiaJ+bcjK"
    "lLCRT4HLxmVGK4RQoEOJ2NsZCgxgLVOB4RnK9IAt31Irs6ktP93aA0B7s5tppNiWj0Ebjf"
    "fvhcJy1mC8TwZMOhnvST623XgfpHZzzKRZfB3SJ88lIfIxi1BEfVfYxr1IWs8x4tOJEB/x"
    "mYgCR0LieosCPkViW+cjheEcz2mss9bv+WXaxN8FEY2YJOPzotsteb1FEqFCrrwg5qsFrP"
    "d2XTuTBuv9UWqy23Y8qpbmq2625qsma/NV1Qhqaml+jo3Zcoj3YWQW3o9Yk6DT7C+JdVk5"
    "o8B4cIcJePp2uTedcs0aUs2qmWY+dR41q5cLnT7BQY3amhOp2dOc6gRBbsqevru7LVl3bj"
    "7cK+h+/Xjzni9pCTof5CWCa7Xar8dm2PdnLtY0KmqEu0wIkHeHPPUnpQJiBfX6wtUq3eF6"
    "ku/zLEkqV0/PL19dvr64uszLV+efNNWwrqJbFL67Y6tQAbK6dVvfJqC1IPhYG7vsSz6mof"
    "cgiv/3913rZwBPiM2ekCPb60+Hsybm+iUO+rVfL1OCq9jqrQNemcF3TsGi2RXQAgnACU6u"
    "4zi5xCIcAtfUM/JjOt1I0S1sWRt9XBL9BhdXxp0OHq5sXbQ7uO4CgjKyJDkkrzqB0jKUb9"
    "Fm6TlLJK1OCAdu+rvH0Cb0oogEScrIrkCtzBqp+rf2/K72uraVBqfF8liq0wscVjY5rKD+"
    "GZRSHRPCHputQ2+Fwx7G6AIhGKON7P/iDpEYGGNepATQjUBfUN+nm36wl2kB+O7Ai54q2r"
    "YStY6BAsXhnAIv9nWED+0R2AYOFy0fiQbRe/J7nR+rRDUGn0CTIe393+5Li7dS+rNU5zob"
    "rtYDreLOtbZFSFemRk2FFPwBNhs1U2b1Kqum0gKnT4DTPRKdioTAY5t5vMCeH4dEE9dUK3"
    "0USUD8UMUPEQE+I2FINXWJ6rXyMtUYxA+lX0+XyhuX9aU3Liu1N2TZxijc9q34uCOFA8rm"
    "A0o4vAPim1oTS1SD7Kd2Y+7BdtPwNSkyvBhxQhLNlpgt+8CtkI/vHNsf8nzL0Dis6Vbdjr"
    "xCPj7kpy+vOtl21bOqaNu9qgM/aajUJ6JNPwNcKTZfKeuY9Sv/XiIEHtvMYwi9Gj5oUfXJ"
    "d4ZVJQRoIQzrOGFY5dbMAwVjlRtEjxVpdRPbFZjFv5z7maz97Zk2Lmv3eNIcliUGcmE6G9"
    "mhZnBEfo9QJLP4GZJ1vNB8K5L+lzSMkPgmE7TxoiV6wqEnXsSS0TgkaOH5PnE5VYgIdpYi"
    "WEr49mTjdF2N4L2+qz0qS77GiSOIwDr67TFB9RFYOZsq0DekRBVoRhgZdDHtoDxeTGt1R/"
    "FICbziW9Go2WROAA0mn9Fg0gkJ7tmUr0QJmTOgvo2AsaBj2KFjHEnslcmAnwl2pbhWlXuL"
    "z5sFXzlStkFLh7ZKvj/TDX8UIkZXZE7dLVpihsQEMuzfpw8icSCZl01kEoHvowRLTcbBs2"
    "dr72gBQqpNQqr810BAzcYPI5xa5My77JKrf1mfqX9ZydPnnPD0Jo56eIs0I5T/h+kPXblO"
    "j3fsB8QvmJ1qzv7yoNYLQPixygay1lugnh1aa8Lajx+8ZOYki6xDDcOU5r8qNQvVpstQu9"
    "C2M37H7s7HUE4xwkNo+JO+sIsMQC5TjRDo82mXcDM+qqF6YSXg7CGk8doQ6SLN+EIy9gLz"
    "KSQ0nu3rGD5AEU4nJC4JIo//UTNGsK8rS3DjBTjc1prRNPRqvtc2SuKDT2t5N+V7pfbJ3H"
    "jGMb758On689/1OTM3Gnvmzd/v319DC7mGGK8u671huetLzkqzBjNTh1S60Z0twyhEGtd6"
    "P9u8QgvWeaut867HnsNtDTkE09nMb5/P14PPBTLgr838Lcp0SSBzP/+qfhLgvc28X3IZPl"
    "rOnCVxHnud5toJgOc28/yfMfa9SFPPpl4gLpCMz5AxcFtw8e/MvNmFQjY+mIdPAo2WIY0f"
    "lmuzWLcyFeDcjvOGzJeU5v6tCtb1UW9VymeFv1mG+6Gj39Yh5TisjDhQpAHs+2MPlRIGrp"
    "SwxjHrW0hGpQV502Z5c0UYww+EzdYkFDniVNemqnYX1VD32lCWMXnoLRUSx1t7XAtPwNI2"
    "UKrFWU8MMFdhjshq7fO/ns16l0iqmQLOMZvPMYhKh6h0iErvGJ74iUaeQ87qQxPTAZMuYY"
    "nBbmxrYPoXuiLRkmOM8K4xM8OemzRYFsXsJXbfsayW/YR/lh3IScdmGbjzFvHXJhOlhGsc"
    "iQuyGr5+oHfqUzTVzFzX49JSNUmzrcT+krOBBKVwykrMpWYMhFzaFHIJLWD3aAbL29F3RT"
    "cnAHi7wLtY8APJCN+cYoQAn3fJWT6vz1k+r+QsuyTCOltLfVnsHcUoAG5SRvZREzu9iQ1W"
    "9I5iFIDvu3qeIo8Y+a3LpBByZrfqDXn/3wSbwcICZdushhaMVydftk2XGTtWoK2u2pYsc5"
    "2FMN8ADabB3ZhBs5ShasTRLy9bq0ZYpUwNn8HzLxoYgZuNHyG4w2uqPhUdTk3g3VEcMPss"
    "6X92ciG369B7ws52Foca81ZDuYEy2eiy/KYvumVUNqVUVsvLLA3PiZxgdPgOX1aSrEjIAe"
    "FrMohXc2LUREhHe0DIz8+nh0H9vEsniPP6RhDnlT4QdE0C/v6ZqNFpgrhKN7oFPryQsaR8"
    "npUXxJFRKK1Kdrhw2vNTiadNYiR6YFslPBy6V6eC7pKG3r+E9oy3Zuu2THY4ZC+nJ4KsE0"
    "d0seixbquEBzwVLi9PZeU6aZuC2YLr2cuAMNYH68ZJDoj7yxNB/Z+xRyLZ0jgFqgr2lxX2"
    "/VrEtRMcEGgu+atQZ589C+GL6aurHFzxSxOuXz5e397WgSuzP56FrjrDAU/n1xV004+ODm"
    "5IHgyLh+4oDigAv/9aFYHTzyw0UPC1SDdsxl8XsAUJNUfvDaU+wYEeYR25WnOL0+8L7My0"
    "XAQ7NzcPXmrr7u625K+++aCG2nz9ePOeq3gSfj7IS9wZmquPv5QE0Uy4D0wWtEp3wGWdCu"
    "M0SDrQlNe3+tBObTok/HQVzRCTZK3ZAjuRrh1y44qvn+SA6z7/pMgFUx/TUVb+BkfOUrYy"
    "wrqE7fqlXyE8qk1jSEtoR1Nooy20WvUsk4vd0Fv0OGj05AfEHLPHKuzZh3aGsfKj2WV8ga"
    "7EH2Z8lWqo4SZtPU8yvGZLGusgb5a2q9SHlLSrgrYVcraPWTR7Hq41UxwO3AsV2wsroM13"
    "9ywpqkPCJy43mZ4UDbOADNLhzFjQRGuJ17OAztiS/2zIgZoZAP0O6ItwHzZb0HBGRWiTKf"
    "Q6csC9A+5cdmKzuRdGy5mrre3crOhXqQH1Tpr+ai3CGjl4fOHy72O63vUTAPYdsA9i96HB"
    "79gswlSIj1goyQ77Kw7Yhktz5j6aKuFB3QUqmulHdrhj+NRPxO8BapXwpBfoYIBusBeJwn"
    "F9972O/phuxOSTo29+yHPrc5mdRJ5bJXPoSFkXiW/jTJd2kT6aNOZdFAa11mK5Cwjig8Ot"
    "aNkpO3kSft2HaZd68UFa3S3pUy81PORFb+UjkQUwx0wQRQwFVPYFTXqA8jHVIiz7fpm++k"
    "oxlcklbrwms0eybe1ql1R1yX6LQ77C5KYMiUNDN9nH1forxacTqL9iX4JKgZOdw6N3JCPM"
    "pBi+6Z1LHI8ZRigUaQ7oXAnJQtQprS7h4gM7nSzKSWMiiSikIIpYJ4qUe0hGNJyZ1o0qUx"
    "1wS6UXZ3VLFR/YuaUSzMyu5SLNMy7n0ykKalDZgNE4dMya5+UUB1yxQrSpLtf8UzvXalp4"
    "0QTcAsk4YkaGF102/F4U7zdAtUAyvk4Vw8ee+Vxhi7mKZwJxkWZ8GA8cyJp6RwyvsTIVXG"
    "RlTFOzhCGmZSrAtJINR3o1OFYIobNxz87GBVuYwVlcphrfaTx8YQkomTb42VE2znbFVDHp"
    "AqhQLO0oxdIKhpBnQvvLbqaRYlves1YVR0vcbO9/X9OwyVmXDph0cNmJtrzZ2FbP3fWuY8"
    "FmSf3MmYYwQzQgaOH5nCgRkyZoIRsYLMgGiTz3qmfuuZO1l2mr+Mn4eBaBo8xaR5lodGpm"
    "u8sIRugkG1hHV1e/mfOmTAveG6u9Nzt2zbeG8qqGFIwI6kbC7rbXJtrRQUs3m/cPF4lklr"
    "E5j8uUcExazWYhYfayBiqEYA3saQ1k3r/ILIerY+x1mQg6kVbDhdkST19eGYnROQUYV9uN"
    "qwuSVEMwvx7KlCAE2Hw7gAkdrL22WCQt7uuaWBF/TQNS6k2Sv+5CVtptkoX4lnaj5P2SIE"
    "HARIS/sBw+kVCE9SIvkL9mkRxpyH9A5ej29q0DztueJFCI905fI37Mg1DUxAEwW9pktoT4"
    "/r0HyRU2RVeICyQjhHgkUXJ2gzywCV5fSb6+0erhK8gfSTfYR5vVhReySJaHCfpoahVqMO"
    "aBujYCxoK69mxYT1tdE2IRTv9ynbK2ez5pUdXKIwftt9eYGF3uX9iSUy2r4WVR0bu4j0oS"
    "dblSgnZIRPBqpn2SFllxYwKhJZbqaKcQWiJbB+0L1n2rDyyg9F98A8ny+abiVoUYbOM2C1"
    "tcKjbrQpYTHLSIMfOEKKLJszyNHZXdNwaXRYEEwnaUXk04cCkXWUQRc2ZmSdKQjs9Puoea"
    "HB726UPcL8ZCQwxxFj3jLGqNp7VBFvW200NWtrM0vkKqFF4wp3HQJwhAQw7Sjs3SziIkpJ"
    "9YW6YELtvMZY2hwHhXl8nBYmw/w0PiEO+pVzCXjh62uM0cD8iGCK9OnwIAKikIoz2F0TgQ"
    "iRAc2liXjlorkapkIJbqii+LcirMC3QFsJoPswoxnGQ2n2QVh4MJryvExxJUzv7M//fHF+"
    "f8/+jFizfy//9b/rdqsmseCisCaoR/E2wWRu2HgJiWhVLIwDYM5XL2DWnJSW8Cq0oI0EIl"
    "Igh2OulgJ6hENHglIj24u8NziKWb1O59V5pzpEhXbp0OYGdC1QBQf2XkBB3IXcFVpM8StP"
    "w7oE9fb29tiIi8xXPin7WERSaDJl1jI2d+Pr5DJhsWmWOSAoklI3LPAv5JcUJdolpXsvZI"
    "y9JXzyIo+bydIi2L4yDy0ZbIR7AM9AH85CwDoMPuQ4dVD0MDLVYlBXgrcTTphWGAa5EGAA"
    "Ud9jg6rJr88lx8lenGinL1TNQX160cEgNgnIvtIwW3eDBaVrI4Z/onKr9So3olx0w6a1dB"
    "NrxD7WIx9o2sJCx6e+bFh9eErn2CsE8DThYQPjli2oog/aYwrlOs2SfV7DTQsWzSsURj2F"
    "5xRQphz6giSw+tQ4YVgZbbhxsnp+US1+vH5RIhBDfZzOM0+YT1OlA1xBCq2fNM5Vxa0nAW"
    "M2LcobRCCSEnEHKyb0jBXAfWJQtVc7AuWWtdKtxTAyA9ci9+5U63zJHPopvYeSTRmdbElD"
    "+dNBuXWDSb7wa2mpV+phu0ip2lqPjKYXa8NfbREjPkk0WEIorYmgTuW/Sb5/6GPCbtRgLC"
    "7xhKrUiPZPudpj3WkBO3m6DAnGSTOemowqGdx9NzfY3kSetG8CmuSTjLKRQoF4LkdO9RHY"
    "4/3H29uX2Pfvn8/t2HLx/uPpVNAvKh+Ih/4GVyy/WtDuB+ebQlSrC/WWebqSgBR7rgYxbR"
    "1Wfq631Iu6fNF7wcNwuzgR38RmKsqAGPdw4fugnQCovu9W/4x+KrTBAOXP4zI5EYuybhym"
    "PSEqXzIw0xZXswn4SoJWoPPEs2XFT1ooD8twJ7fa2qbPwoakYr1bi7VKh6XV+h6nWlQlVh"
    "S1Ux/suXu081qTRlMvXK8pwI/Rv5HhuZmCAAKd1TlTLdakVuZbmLCdQy3eC3G63cAOZusM"
    "faaMiytzw3P/AwZ5ROvs0eNQq3Uop4TEcNXJCbOXRd6k8EPYmOfRo0yY1gQhrahJRvgK6i"
    "eE4wQln8qossflUvi1917/BkV5HSfSI8dEGokN8UXEBOL4TuMTQKIQQlTnoG0EggRVktjq"
    "T2KK4/PDSkIzxGhlfpQZ/sswFOTp8MORPCXmwuU0IkqG1ctsTb8D7ELA61robs0aRJFSOF"
    "Qa0+hruAIE9wMU6UkIgiQU9kn9m0CMhb5EWIxpHvPRHp7V8l/gGGt0zkpSz5ohBuAvEEze"
    "NI/OCFiAvtFf/D/l9n1NKpxUMREj4VAx/FsTWhhv63UJBqeHUzJAsSEm0p13qpsUQE8mIH"
    "edG8G8wzm8DYDfD0sgPA08tagMUjxWxyAo3XDrd+uyzf7g2FZTVsI9fljgK8ls/wWj6Sdd"
    "SvJUiZEtQP29QPJRBfZHGzfpyuUgO3bea2qmeYGRXKtGA9OhFWz/V22XqtRUMKjrLy5Sht"
    "Cb1ytIuEcFjavIMgngfieSCep6MR+Yc40sb0FB9POhiTZ242stWi/IWuSGKjxQFKyZFo8s"
    "NE9SIRYe5grpW6WOSLrUP65LkknIjMMYzWOIwCmUi2oaGLIlFeNlqSLVriJ5JYivmnlFYN"
    "ywd7a7t9OYMs+e2RL2HxL4vn/yCO1uoMJmWbTMoZw7oajbLxI7QZnU87GI3Op/WNxacVk9"
    "xuFxis7DIVXN9qLoE4kD3xbuNqKRpS0CnAinzIE4FEUb/szTIlKG2gtJ3IlhrO1rETM7ti"
    "WqYCUEETPk6loUKQ0jOhLcREjRTb8p61qcTy+9/XNIzeLePg8UxnZSg8njRaGeTAmZOP7B"
    "S3tvaIk+SyBwiHztJ74gPFV3ARFoFjlMmnC88njA8g+nC0XrNorQDpX5FmwMerOX/QEmG2"
    "I4HAMqusACn7KsDXpoTsCCAjRJMRwqePRMhdn8KqVVrICylK+EbFqkEQH1wQLx77neXwIh"
    "FACmL4kcRwuQwHQDbtiPo+n2+kAJf2rV2ieETCAPs3MdN7/IrPW4TxZORsng3tUKmKjyCR"
    "s5TVH4tG5e9Y7nhLEjhEvUj8SIK3xVSOjXC5LWioK1g14MzG/VA05nG+EcKIzVZeEEcEpH"
    "a7pPYyc7oL7xU6kOE1Mjzfaz2wVagAWZ12BFL5Hkryl9tqd4ZVJQRobfU3jwdeUH6O0+0g"
    "3elDoJvKou9Kk44VafWMbO93UNz5Q+ibynQjBVpzXtqkdEpmfWXkTKNw5s8mTcpmsgxi1r"
    "FcgWhNQBcRCRAWTQYQZo/ElV0xMZJTIa7NiFoCLt5OEKNJMCdGIVnRJ+xzjTFAc4JwEFCu"
    "+8iwTq4i0pUoOcCZ4XDFt6YhwkHe2h5citdeoS4Pf9+ZXFw0dL0AR601lwUB6KxW6awpD6"
    "uRT3rU0+FN4U6nex7qoBXxSxXZPl/vFeTq4/LKVGMMzutUGu+8oTbeebU4Hj+aNWneN95D"
    "rcKfUYxJ0//zdHpx8Wr64uLq9cvLV69evn6Rq/zVR026/82Hn4T6X8K/ag8on/JdD+QyFe"
    "hVYGQBVdVSub5eVdU3i0t29gDIXq+9tJbzSJEtH4I2KUs/hTReX6/XlH/5FZF/QEVpqoyZ"
    "NClPD2L0DCvDO8XOCWExaQPDSPjkOQRtvGjJf3nii8Ln/+KIvRH6iXCpsYrzTRZkEx+GlK"
    "4YEjrMBBHsLJEQyWUanpxDH3J3qJf/Z/CfwYcIiT3hMhHN51PxkCGRFoh9nzqyZyNDLn3L"
    "FTKu34lZfcwiSS88ig/eE/84XicJgQ+1OYB9/Yg4An3MLn1sx5gK9i35KEVCKMNhdT6KdE"
    "r2KBOxIwMGW81geYdU2ftlxY/9+jCAjGhMquvF9NVVrqyKX5rU0y8fr29vwT99iLagqfBh"
    "CKpCBrCCb/qgydCJvG6av1+iAlDBinIch3+6DgeA9stuppFiW96zHcAFB/8+HPx6rDMpYA"
    "CcbwtTjRRjRWayqk7Xz1Sx+RQ/nzQZ/5bZiA7R+dLgJur/yqAFRldERCukAQxkg5LwXIY2"
    "S88nianLJY7nalJmnzuZse0sL6dCfl97/BIFkxmYzE7shBqFRQVMZiNnMBS62muhq8L1Zb"
    "qFSpSwi6zeRdAF8NtgM1jE95CxJfrq9rGKa0ihjCX4G8DfcOrwgr8B/A32GBJ7JBjm19IQ"
    "+CrTneQ11iW3UL3L2wNkwbMDnh3LYAbPzv4xttmz88ElqzUVhQs/J427zjRunuqgSZPPx8"
    "uHz8LC+A4eIGeJgwdSyFyNOWfDNJ81aaYtH4bfsTfpKPzAkZ+IMGyPIRywDQmzT2UEdkAj"
    "5ArXj/xI5yk6zEu1SbNr/i0cb439ougofhC5AUvMlrpM2Z0BBhxMVjmYjmptsVOOerbeqt"
    "kfnZTWMh0oVwqw+UHT1YuSE4zQizJ80/T8+DZAuEgzQpCvujROv6pvnH5VaZyOw4d4JRsI"
    "m0JdpQTAOwAOrtf9daqnceTQlQbd+lb1BZJn9ao/HclhL63qwzgI+Pfp18O8QgwOUbsdou"
    "D3HiubK76DoxlU+FkQbX9Ju7ee6e0p5TGTFnOKHD1bF4e3W1MCdLcmwYcf8kayWcGvROVE"
    "PomSHPM1oWufIJ8+IC9A8+1bYdh4orGzJLIvLQronLpbhIPtZklCgvg31MXcHuCFxnG55W"
    "0LHWz2cj48p4MN1gk99SJlNn6MEuXgaqjHWKxzhtTDu6MYIcDTl11UIj6qFmL5rJJ0LAzd"
    "usOjochbkQiQNkKaEX6m92zRVDMDNGoqSnAmjZrICnv+zKX8n0BTyKBeea0QPkuFPSFO7E"
    "eHJf+Mk+BrxyGMcfnokQQ1ZrEbSn2Cgxp9tnEidZ/wmfbFnEz2OfA2ubu7LTHn5oNSBfHT"
    "14837z9/fy45xQd5iRu3WoyC/wEsYuKsoQFXP7ioTjU3cSMz6qY4IBvyT06WDyX0+LIOjY"
    "4pPTWcVc84q8CKvNcEHrBw9VnpJ2Hh0rF5blp+t0IIvnEoIwWx3JaGDnaJ5T6SnTuY0zhw"
    "fyC+90RCbTNHdcik0cqdDBZ/4W50q5H7txyg30Qo3iM/LkWPC3+L8CKSBmiCNjR85D9yJQ"
    "bxs89FXvQWYTTHol3jCm+RKFGRV3VN5mPfISHyaZpsHOKFxkbukDiEg5bEBE7Qf+xEptIT"
    "sHzbZPmGaMHBowX9+MHTxKTXqxY7ihHqFpdd/AmX9f6Ey4o/wfUe0mDurgDvKIYBuP2kOO"
    "H4KuHz7GXXVgh7mrNP50zYlzW7eFtWGNASCFQmBe3Zau0ZbFB7tUGJsmszLvoyXYZYUwR0"
    "iawX1JYdYvv28K9DKvw0vY4slXaAM8sy9E/9yLIlpC1wZAzamVbHT59NmpX7wqgOeYDzUD"
    "RKmSAWszVx+HJDNEQLYR9A31+H0Z/QpTh10E8//PL5DxMkazq6oef7Il2PBtp6kENM2UUx"
    "p2u+RSDezFat+7jxZjapL13uooYmjNUejB6byR2j0V2avNxFsgN6to+kuQzo2AYZtiDDdu"
    "op2tBStLKa58ThP80wvz5JD+FKQw46oXUCVikDq3hxm7C6RAhMPgUmG3vNVTrw8Fac5rSf"
    "FloiBBXUts1jmQqaOvwbFNFdSEC7OjrbBSJ0qk4jR3/H0BqHUdoZ1OEnwxvkicadXJN0uD"
    "6p8xob0mprxZTbDQjaWaZeFhRQ0DZt0jbXOBIZB0Yhp0UaCDR9RqCp42PGiBH2BRKA/ln5"
    "CHzfuhroa5taFijG1NZyen756vL1xdVl3tsy/6SpwWVV248DDjf1n3Su4VpQy0SAqwbXhR"
    "eyqIfYWqQDnc86sbVUrBL34nCBDBhsNYMhYHv4iuaZfmGAaJEGAIUI+CN1TxWrcABgM3vC"
    "l2y+keJb3LX6CubHtfh8opEodN5g8UlHTDpZfILd4FaLz6+l6jUbzFAkIvc3XrQUIQFovc"
    "SMvJEh/wsah4hjLYoeM2HekSEFFxffXyQhBVWT0NCTt9uMcgzSI1q8QFdfuEgjvhPEMlhq"
    "XYJLemCpB4oR7TE8JDlvKujWGi/y8WC3gOiPQ0d/QCzTQWOZkoKAJodDTgCngwZPsL8PjS"
    "g4k47mTAIn6hHBB//I6M3n4B8ZOYMDHMUh6ZVZXCGFUplF9pokFwsDHnZ6Fi6t0AIfnsEH"
    "JrrSBQ5hfZmhmwA40pcjK4JZHPbkhoYYONGXEwVzv4koUCADUcBqUYA/XNJQNJNw4z5pTT"
    "p6YLndLHdEkTJ+ND70ys/QkEOWxsnw2zjRSU8NlcagROieIVWiEzqHEihBDQArxJ0dJe6s"
    "WOJkoNCzEaOrbFsbA89+kfEHDXFnv2QBCh3CzvJghi55hi5xPMZ/e4M2IkhMxIYldWa/zw"
    "K/Xv5BkDsRmyCyWBD5Q0hWxPWwj7CMcvrDRGYVbpZUzucSV5eWuM9XaSPSFMYH8WrOH0EW"
    "47HvjAlqqJmTMKkCfK0zeUcAvmSI3Tl07M5GBDL0siWqlGBInPQ0JB6/UrBVi3z4WsHpRd"
    "vDoFOmBOOd1cacjFnGdpwKIWjGYHA4gsEB1OKzcanFn8lKgKjva66OmXRSjsPi8Fb9+F4o"
    "qnQt2E9DhjaiP3g6g5sU1nEJdn0vIIgPZHRF8po7XvQGUb7GqprwUJN20XmzmeRtg8NH0H"
    "6PfoBNGrTfIrs6C7MFmhGKs8NXjJf7oAJwrYEhGw7mBW3H06BPPGeBDJQCq5UCkFxBcgXJ"
    "1VhyTSo5NIiteamHDjJrXmaiSxkBukI4QBmtSOV3SBiwCcKM/7Jax6IdwSLkw0S6P45dL0"
    "I+fRDSJaOI/2FbxOlCj7C3iJ8TfHBEJygQHQS5lLoJvSgiga7EwOFeDM6ekYi74OwZVhrj"
    "fxST36GCaH32WpEGsteekb0WhYTMmPcvjfJ24z3ULukS2ZhW9Z+n04uLV9MXF1evX16+ev"
    "Xy9Yt8eVcfNa3zmw8/iaVe4kp17UscQ0qNHEElohEqz8P7gtYkcMX7u5/ZBYoxLe/BDm1+"
    "0QeO+PO1enTz0VGmHBO8Bz49UsnTYFkXKMaE+2DLGrzyez6JM52qTx+MMimY4Kw2weXcMn"
    "bMVynBEAeeebBvgn2zv33zyYtw+odrjJv500mzZbM0rtWqeRcQxAGISIgi4Tx/8J4IEzHg"
    "qXEQuyx5wE9VviYZwmjtY4cgL8jLnk4Sxzn6EInqp48k+I6hJWZL5HMpDi1JqPHUH/C9Xd"
    "q9ltJEHP76qNT8dYKUIWSFPX8mXgbVVO0yfBY4YyAgl6lASO4gJCeQ9YnPVikhPnvSMz47"
    "pLpyi/XLPBs/wgV+ftUlmEVVNgrBLFcVe5y4OT3xrUhoKMNqSCH3Wq1Rwi9s43O6TDW+bt"
    "6Dn9KJjGVifStQHM76dr4veAc2vUnxuo+9oEIIeq1qdCtJ3UY2txIlmNysNrmR39eeqPNl"
    "zuYyJbDZajZjxyHrfttZIYUyRSfB5x4lilRKEJHV8u9PXNzts4XKlLCDbN5BUIQKqiXZ4h"
    "7pUi3pON6Rv9D5mcYtIj6eNPlD/pEOaHOE1EPZxX2QV/ZIy2lWHQaPfLz4NxlZfZ7PUHU+"
    "gH/BJv/CUY/r07mGDcScbGt0tQFm40doxL7sUkXnsr6KzmWlig6L5/8gjmkMRpkKFmwZUx"
    "w+xCvTVjYlIsgGeEY2gEvceE1mj2RrcmqUqXqdHepitshxcD7tVH9r2lCAa1o9O6DA2Q7h"
    "1x3wfV2L7utK4adedduhWvvkNJR6HEVktdbdELV+tyLJ4RxvL/a1eYaOeeda0dIEzh0BgK"
    "mC6RNtD996eTAnAFGwjKQIW5zF6x5HeZkSjnOrj3PZJI+EIdVkVNeLQ2WqQUROq0SivQid"
    "EAbwTeyohRd4bNmLzwopeLds43PFFXMcl8FfRQX8H8iT55Azjeug+HjS5EKQlfQ5l/ORrU"
    "kVcmo03yKc5CUkmQw08LeyQEsylUhVeCuzFJJ8BS9Kshf+hERuhKRIKrSwJd0QF2HfR6KC"
    "vyhs6DEU0Cip8V/NrTj867VlY2KWB78WwjahbMzx5dd674Y9UblWSTp7SDEGMWes119FcW"
    "CE746enbkLtMBqq1m9DulTLz6XCEGatZnHBZGmq2BSIIE4reY4LQFVFVrjKK2v6TSnCWlr"
    "jFZhQdmUvn6L58Q/0+hZyYNJk4bl50M6tFUT3X2EcrNZes4yzwVHjIZRosVwBLnewmQSPN"
    "N1S+sxg1bBKUX1yL8alJtjHy+TBuVG/luBvV6tycaPUKEZPtCIw0ZjI/P4jmKEADc55DJ8"
    "X9XC+wrUxW9SvoRcAMgFsEXOtDcX4JY8YP9nqohUlYfNIqcYNltm41rlzk80WnJUkyZCay"
    "4ZkiCaIBqKD4RRfcOnInldIo+hBC4XxUHk+VyqFJ+FRAZSuIIujAOGaBxVBdT9vmof1ZDS"
    "LzmDbAXbRF7OO8YB7FOlp0IKZXqK8oJJmR65MU0Ft5wITIJWi2wgmX9LbDYvFKsSQgilmu"
    "WeSCq90txLpHBQ2ryDcmYZb6EqJeyh/wG7wX4hLeg0BpiWqWCZgi3mYLYYzeIdANpfdjOd"
    "5Ipthba8Y63yqHrBI3E/iHLlXrQ909m6yiMmjQYvOXbmFQe3e1sDhB2HclVUtBrESISq8B"
    "lCGfopfKUTlMwr3KnCc0o3fI28RQFF5I+iyi+SIaQr/EjSct5ieDqY+AuNd/YQb2z35mav"
    "zapzJPnw4N89+nUyaTB2ZVyqIN+QsbwjGaETcvryZQc3JB9V64iUz8AV+Q2qazL6NO6nl6"
    "u0oJjbzGlQHodXHsviQ2ftsUwGsKp+FAi/BXXcAp3RWB1P9/UA2GbK3i+FKUeKsnIa6lVz"
    "9XgYAGKIHz+KtYM6tc3P8meTRgtHcdR+631WI78nUKvTPoMABHzvTAFdMlin9Rms00oGa9"
    "qYzwTfAsnhID7b15o9QDGUf9HAaAFn40e4gIdPwfbYTHTpetIgfEOpT3BQczgX6dSgOE64"
    "L6izE/vAMXF3d7clS8bNB6Xl+6evH2/e86UtoeeDvESeqJYdW1Lfc/F2Js37oVH1Tg3p+O"
    "opTbsc0fUntLq+M8xC8pBKRaZo7yhHCPbgF2KKGpttaPioi7atLw6sIX1WiWDLkG9Aei8V"
    "gsGiCbYiW9Rti9No6AP/nN8CgSwvqtG6C88nTZq3I8fMfPrQSfc+u0YJhXDxexHaYNG/23"
    "cnaBN6UUQC0eRbZLrwaQKGE51U+vJX2CWc4i3iKinCPpd2J+iRrCO0oCHCIqHb1/Qa3//r"
    "jG0GhVfNspSaJQeY7wE3byCiDJr0MDHceA+1FXK1J52mOm66qp9nXdjnvZ5Ux/3zdHpx8W"
    "r64uLq9cvLV69evn6Rl8mtPmpKz7358JOQXUtXTybMNgQfBHjNltQs+qBAc2SVbTC56vJF"
    "t9Typtzyih5c3Qndl3mVtldBaMtEqkMueksEK8s4MIxLE5rf7LGDOzS/2UdcfNgnLD6EqP"
    "g6RItyXwXT5kArhRRC6qwLtKro0EfT9bzgR+z5cVin6+2eT5q9rHzkbFEY2qru3YeiwDBd"
    "IK5AZdHdsqDBIqSr5MPEMTRB8hlxuWolChOLUO6tCAF3+EOEAxfxUREOI8SIDO8mq6q2t/"
    "e3tSt74AW2yQtMRFqAcU3jMtUw4pZFDcOGd6elR4JJj54iCXTpqXTpoY7I2OlVPEKlhQhs"
    "2wSDcu08eQ/NmJfayo2yKlRi4LVtvLZECPzIj1ud8Cc/bxT6VtmIVllPNI9IEvHecrEKR8"
    "LgzvBW9ox4EMIX5as0s8IvuZAlSlRxwWuC5sTBMSMyX48JkzwfRLl2k8lwmlKu+37Zc2pl"
    "QSigVUIgWC7BcnlCsSQ+Dh5i/GAU/FekGSHIAzfgDYnjrWXmf7/ieFXqnvXxTudw2Fd5vC"
    "fsx4T14kOFFJjQkwnQ7Ht/Z41x59ARNw3dQ+V5KEgwVsW5dECRKPJ7sblMCeYR27hsi3mE"
    "uB4+09lH5INJo4EkH9Ih+HHh+WmHTYe/CG28SHShWRHG+Bd7u/sxGSNsF3x24ada4S1a4i"
    "fRu9NFTPirsK8Ldxz+BdqKSeksaskkbZvPhorhlXLixfY7+Yhc3GAODoTLW/xV4ndIu9zL"
    "yfEMW0t5JRiIPRXCEYqW007xkdOG+MhpNT6S0Th0SC8NqkIKZd4nPVUosIjt0SK24qIZ/9"
    "aOj0PdEq9HuUI4Pp3qvNOZct5wppxXzxSJmwTJFOyMCIDuBDTz/kVm+THbMXSiTDSiiPbB"
    "wif49JEQMU2FEJVufKt4D93Ml3HwmCRnG6xhhQoWcXURg1V2z1ZZDp1rBHCZanyHw/D2WV"
    "Vh77yUFbrxYb2XmjFgDq9F/9QNpWAO/9a4DJUshu+Vo1iXTYCtkgK8qtmg5BToiqziSgBQ"
    "rWpGNB5QoaTNN9KN6FSx7dKOqO42G2LtKtONFGXNRd4OdXpHDYDyx91MIwW4fJ/bVGdaBn"
    "O8E5bHs7pQj+TppDXeY+bkAzvlxaw94pCkrbuI0Hgr+1d5rshWkZWm0v7u4tl38oHIQRZj"
    "gng1F1krjCYRG4HIbXFwgMRCc5NqVAEVgRn6HJlDvbgmSkRAlZbKlvO1BYfkFBDXYVVcR8"
    "q9CvC1Bv4dweGye0/IuJ95mvqEbVRpIW5j0jNuA4wse7AC7A797jaAHQ0ACsrqcZTVPJL3"
    "2TJ+Os9IcS3uVrvkeyFzsKW3PtPK9/nTFvm+NG7QbjKKtJv142kRisvOORCObROOQ+obxR"
    "Fk40cYpzF8IUcnZhFdzQRmpmJahRLy+E8vxOhs13DlJJcvhGSAsx70yD6OTyF2eeLdPZrp"
    "Vkjh6Id+uqCj26dLmuro0Oi1C6qtjV7rDtoBoP1Fme4kT9cOHYorV0wJaf490Kevt7fHs4"
    "UkfmatISR3QTdZQXaDhjaB0CAgxaYc5PeIhAH2O6WPa/z3THhDdsYRmVSuviMpAQjV+awz"
    "nrhemDDKRA8tEY3QjDJwugtXXZZmVYh2FCNEd3gtP4Fr9ki2hjJ1hRD0FEisP1hi/Zy621"
    "4hCAohxB9M+sYf2BAHcjoHx77YsMLhY78qlColsKAnC8pKgMGJXyEcX7LoXgoHhWTtb7lq"
    "Zgx4hRAA71apKcJRrCn00exui3VVPsYgzpx36Xl/Xt/0/rzS9T6Bq09abJEQsmJtdrRB5Q"
    "atvaDLcfW6/rR6XTms1nHIWWcEcoFkfAgPr3ztLJKGp1WJEE4rm0+rpfgbenXxKlMCl63n"
    "ckgwMzNiK2TjOzOHrye0Dj2HzByOxwMNt0aXU4VyhHh3cRtc1vsNLiuOgwQ1UxtsmQpw7o"
    "qzdMOaA52TAdLtSHtsNvfSP76C9A2lPsFBjb+3TKka+jjp6aHdZOe7u7stXcA3H+4VmL9+"
    "vHnPVXSJPh/kJZEP1WTHpMJ8D0m3RAgykM0yUEie6GMvJpcpgcs2c3npsYiLT7P1EutsA1"
    "9W2PdrU8IrxCOq+noxfXWV54SLX5rSwb98vL691RR83YUxGRkvd2SQJGD17oFckG+CzWlM"
    "T48I+yolhANBvYZ9Q6qGynaGVSUEaKHeKCTdHB/WwZNuoNJgL5T7VBrcHapDAL0UZfT9d6"
    "U5x4t2+TbqsK4L8tYAaHfMKbNTLmvFtyqb2pjvdE9Wax/Lr1SX95QPmXTIf5pFxdGdSj1m"
    "FMgLkKiZ6OPgIRYdN+lC/o4d2fZGX67RhLhbcpUEgf+bzdSWX5WN17fnhEo0R5eAJqg+mS"
    "qPhdWh3yGEVsuGMQQb7iWgM9sqXWHOxgO+3fDNjywDjIs0o8S5E8wNKFcK1PQIpnh2GIXd"
    "IA+fH7gOyZNHY9YzdEVDPD5f//CoQ8D9ngPu/xlj34uMFnOBZIQQD5y3vSTY1amm91xgq4"
    "spzCjGcEA0eYXe/+2+5BDKYNRnoWXDC7C/E4lp1XxYE7Sz8aNYyYcGe0FpZLa4dxSwuM3x"
    "Fml7nq7R9F++3H2qz/TztG2mXc+J0L+R77FTrObfAL0Aoxl6FeVJWUsXE6jQP+HQE1AYgV"
    "8iAvifAb/H+Lv6xnwunh3zeULwDxj06dDVmgZEvNPgiC9Twb3a45xn28Dp1xy2SAgxRlbH"
    "GEEo2bfBZgh3gnAnq6GFeJzjxONAkMjwQSJHb1+TxCfQRxKcNcQvyOeTTsEL+dDWyIV70e"
    "MRo5TyO4aEbQstMeMfbmjoTtBm6TlLRAN/KztGJmuWD3wkW9kXUnzbalDDgPPWtJgsdhtN"
    "/uCWCIcclQItxDFYFceQs0jR1b2H2uyinGRM/Sb/PJ1eXLyavri4ev3y8tWrl69f5ElG1U"
    "dNKUc3H34SKnpJkNXo7CBuDt8NsXg+dcW0TAWggqB5rI6I0Pe8K7b29j2/u46j5Y++tDFU"
    "pMrdw0aRkor439kiG9cqT14jARgJIhRztoVog7dISoLrkD55/JM3SDYTk/3Gn0jo8b9FdB"
    "vnnPAJisWUEQnQygviiLCqXLmH+TXypSJIgpBok5C49uMHz6ji0o5iFJ6FfVdbYvxEM7eT"
    "lalAdtH1XDSuuVumGmb1th8aB1u7V12qK17VV1e8qlRXzI78XkW9NcRQ4n7Su7D32uOP+5"
    "T/KVGCq8pqVxUXqfq4IwtkUPrHZv6CbWi8HU7HCS+0OAWjmw2GIWhxug9UT6jF6alC3Nbj"
    "9NhmzbUAnYZnOqtm9mzSaNQsjmo1aX6hKyK915slRWEcMOmvdsnap9sVCaK34veQII+hgK"
    "I1Zkw4uBEOthvx+USaIsUTHzsywR+nzu6qdXO/rwJD52kZOskK6xoINOTzZwSjMxRNX3bq"
    "w/GyoRHHy4qtaMFfPDNN5i8RjdCcPHxLGY/NxH3y1CMJY0d3wBSMbJWfbAoGCULqi+vCvK"
    "dehXKQjDuLDpLhLc47zHo1fNGQg0HMaoMYpGCMlc0Vs8dxFZxfuHz/SLZnDXpONqSTujNb"
    "F0Z3iAwmaB3Pfc9BS+wvRCUyHKBsriRQlyscTDxIv4YuDLjfJKCqnJaqwo82l99hXk0Jss"
    "Z21iopuFwnPV2uBShNJT8N6eiUyOFlv+Rom6Vnavc1X6aDBd93wTPvIZjJypg6/OuTBsp0"
    "h8sceLGvdX6UtAHRGYsLPPF6RnzvwevXWqs6AVRb6K7qpwhypSJe9wM/JwXYDYpcgA44Vh"
    "2wXIiURbOeAU4qLRh1bOZ0riKbaY8KGcSONMeOFP2uz3TFFx29pwltqxteWVw2uuC/JDH/"
    "Zw0WqmzIpJOFihVGt+calSxJPn34oxdIDzmSScHIixjxF8JZ/sj3fcA/FQ9XCPs00KSsP3"
    "86sFqdltVK8tXYVFKmAitJq5UEpOVvQoaSEi8jfG/0lJYLtMBqq1kNuT3fBJuhufe3wGXQ"
    "fUH3PTC0p6z7NkRldIrGMArCuJbl0NbYC5No7jVfDiLMG4mCyXFEQkRD/hsjThx60VaO/v"
    "5XMhfFPYI/vEEyWlzUchfaazESI6u/lkSSc/qQaFrTHf71oEKflgoNgR82+MEh8AMCP76p"
    "BQ+BHxD4cYK7AQI/Thx2/sKArWmo625S39KnTAU9fZ7R0wd67+4xUw8cNX3W+ckZ/CCs6V"
    "vhNJTC2adJFwq2DFKw5ahmXC45+OJGJWf19tzdmEkHw+7MKQ1vNfH+KjtlBEgUWhaGGEfY"
    "vdFGdMrg07kizEhorW9FTRDyREI+lm1IKEyqKEEzqRIS0s0EMSo+9lg6iJNTvvaqht1DvV"
    "Tbu2PO9W++X6jcEnHINx2p9O4AK69NVt6MSwaCd4FkhLL38E3ri5uiK8aljTQ+kPcQiZYd"
    "zeZm8golAN6lOMZJBQod0kNx6mqGJbUSfsGRR6TsqZHekkctQttuUJuoVs9brZhTqv/oJN"
    "32JPppp4qZlIzlcdLSuUy63dORE6TOXDK9iJ5mlSEeK1Q0145YkZDDO+OLk0JbNOvEr8Li"
    "Mbiv8vU2votq+J4Xmk1pIuxqqUcI/B486SXo+nRtqJsBvOuTnt71wn1jsglKVIMUjhv72p"
    "eI9VrzCmXPtW4Z3kdY6uLfXhxQCIEBPRkw98JoORN6XC82aMmBGT2Z4ePgIdY2fqw/9os0"
    "4zv0X3fxsde72MHD/s0YRHRsnm9NG+eohM/QnS3bV89RjUtxb7XXREvQW/39sMeIt/yTIq"
    "Km5qXjVJEOcb8QkRIhxIfYfE4pZj+Dg6pKCSeV2gFeImS+f0qEsH9s3j/QHA/ajdkSZ9Wl"
    "3dhRfXTvfxch8Gf1nrp0wKSDv25GdmMHddu1OOLStye/hYRTs1Qpq/rUSo8nieMN/Go2+d"
    "Vkd20TW0dOMELXzsCWDnX1m0hAKi1YO6yWgnbsMrZ3aEhBj1A3Ena3vTbRjg60CJv3z2kF"
    "yQGbe7J54fn9fFwKIXi3+lbJWMbBY13VgNqSAQpVr5oBlmGfVg2Ynl++unx9cXWZFwvIP2"
    "mqEVA1FTPvX2SWr8OOuJaJAFYNrEs8fXllpJ/kFOPzxA4ffrMgkbPspaCUKUG6svnaBRvt"
    "4CpJ2QzWFdMyFYAKhu/DGb41q3cAaAsZJiPFtrxn7crflt/sr3WVOPOnky7uhK4FOY18CY"
    "3OgycSyk4XLak/m5B/ef6iWTZ+Ao4E+xwJcCHuQcoorPiOKmWB4nCl/U5IoZSHCVdbjMtW"
    "KoRggeppgdKd5h3Xto4UFjn0ZhxoxZ+cWr9ZUp/0YHKRDgw3NnOYQxCFdNtrK6u0wGmbOQ"
    "0mOrAm2WLxsD6M8l60Hzyrt3kkzyddrB5RPrS1St29LBiHUsrvGBIvR0tRMA5taOiKRiCi"
    "INycPHhBwBmB6ALJZiHyASfmT72Q/02rOQkRCVyGGK0Wptvje7QWmrIOngDSYpLJUSvQgj"
    "3GKntMziJVxa3vDLDj6oiUqgP3BYB7HFxttoIKwhG42qzG1mJXmxANPfF3S6mpKngWnzcL"
    "nurIA+buLDjdLGsHASKbbSJbiT1d491KRGPMyRm8xQdb0jAyxrlMNUKgp12CC6f1wYXTSn"
    "Chx2birHvq0RprR3fAQhXZGXOyrZnEIci/BZutSThzscbD+WWFfb9WAdTRjygq+WL66ipX"
    "/sQvTerel4/Xt7ctEG8IeXwWxtkEADIo0aDvWamT2GsM/0yw+xGHj3qNpPB00qSPiBzJ2W"
    "o3sNUM/nUtWqNsliSQTbB9fo8/xIl9mhH+4Uaar8OQ399u0jKbYywiNrCYoWruHmC+DrXH"
    "CyTpR1lTHmi7cuxzatKgE4kl0MP5XSCDIBZwfI+AsQYGc81h1xnYKinAq8ALHQVBMj0Vyb"
    "TuWBgCX2W6saJcPRH1jgn1iBgAYmiLeRy9yqGc5dt3/NczrWZVeD5p1q2SkRwKt2MrzLuA"
    "iHCeSCg+eMuEwrPx+NqIZVQPkk0P3iKCnSWS9RhYTXfLZ8yj1aYKvBJ/jL5nE6hONqlOOz"
    "5VsG9omlQkGqGXY/gSCj27iEMD8clpKKgg7kMDcZCUaiQlX2D9C5ePqTYeuzygRVaSQ4Vb"
    "LBvbNSKbwxfxcRPRqRttQi8ibCJ6cYsfhQAUUYTnQvIpBlXzb0I54Cv+G3srmnc/UMKkjI"
    "SIJ+QeKT4tyao2QPsAr+1k2BZfoppf39ZPEwK3bRXbIHnzWxArdm1ujMTzEtUI5fPzaQf5"
    "/Hxa31V+WtdvChoRDe5nANfNHlw3hevcwGtTFAIAVEggAbfNkWCFBBLLE0g0xy1g280RVr"
    "hk7DJDMBqHTo2zJn02aTY+FEa1mh2uUUjpSmRbY+SSJ88hSdo1oyuCGAnFJwwFhLhV24Eh"
    "rXGKj0+doqvykY8EBd8uBd8082TEOSfDJ/fIBW8AbjZ+hOBedgH3sh7cywq4kNBz4IQe0L"
    "AHVwaVC7IrqAoZwArq4HHUwWwhDoDtbWGqkaKrbFvL8ncSpeNn/t9kz9XoLsmASRcFZrbM"
    "x3ZQY0T6ob9FfKBo5iFjxJYe/wHnSkqqojg4QHOCRMzKW1FqKo8lw8G2+BBhX0Sb6dSevb"
    "7LWE3K8UpLjPMvJ/JdQVOySlPK2FJBvjnFtkA2pkpWQ2TW8ishjGYrL4h1XV+bYVVpAdsy"
    "tiRweyJbpgRclSL42Pf4tRzSVRVXERChx7RM1RQMMSr3rYht0OIXB5HnmwOYk33LCIIavo"
    "eWviUBrCuoChnACmr4cdTwosfomdgWXVQjRVfZtnY5DyMSiL/7F+p7jraTljpk0qyJp4Nn"
    "693oVl38Z7pBPg0eRFixXInokZA1k/qv42PGRFiw0JNEtDEJiYgcdkXkcEAj5BP8lLoRk+"
    "LPKGV0VQ/f43vaY5WlniffApljR781Mn7oro0Coyrg17vSylQjdKidX3WJTVWDiguxqVeq"
    "Q83FW5N+0dnwMWmIwzU9WuLgoV/cfIkS4ubtjptPmWUezq0SQjg3aLl7gBTUsZFX3Uvl+8"
    "9xTcpj4XlHTSGMOyY8/ipkbyGrB97DkkvmEhU37f+yE+Az4f47lsryOHCTOnpLyv9GLvOv"
    "IzHOi94m1R/4HEkKoqgHsaahvlLfwd/erlLIbwK6hWVHYJNukXOsqx06J3imBdrSo7CjCR"
    "pUskOpZMmpZqKV7SgOp5i92Be8A2tlyxSxjlhmwwFIree+l3pbpgT11mr1dsGFG7bsxWeF"
    "FKoK2cxnULZB2QZlu03Z/pIkxJ1p9Ozs0aRJxWaFQQfssxV5kQ89tqxUP3PWdFWhcoIRak"
    "/76q1lDLJCNkKoh++u5cZhktqQRI4a+RE1pOBT1DXUihcLEs7mZMEPvR5A19KDflsDNV5E"
    "/L+9ka6QA9BVQwJZ9wBYJTscsOcvTwTZdchlTYERDWf8L4xM4NXSjqgt3HBhHnEYksAxq5"
    "pXoOklW9iGaUm0uOggWVzUChYXkORfi/NhkvypUCpnmUymOTT+8uXukx5zDalq9vOcCP0b"
    "+R47wbOjAX+BSQn/bEV///H6b+pif3d7d6PqimKCm+rSF954wv94pjG/ti3/Mu0Bt0D+SZ"
    "EHplaOo6x9RrDummxJRMyIDiiDqOieP/tGHLwbLTT8hYa/JwoyeEPAGwLekI7ekF+EG8MT"
    "f76+869u2KSDl2S2Vik6xCNS9MBFfoZwVrwwC/cjoaYrVYfx7TF/2ddNN37hS0M7XxtOoU"
    "mD+wUO+uGrWysbwABYDSnAW9FQiqdNV2SVMwpABeHkKGnqhQCIZ0JbiLcYKbblPdtePFwV"
    "l54JsCqvjRRlzZ1jUzmAdJk3lRRXh3SSrU0rjKd0shJ4kp6fzZCk2Ii6xWhBQ5mGv1lSn6"
    "C5T51HXem9Z81lKo/npR52pcdBGrdUGi/zqoJ/vUOtQjjCiJ3hy2eD8gPSua2ggnQO0rnV"
    "2HaRzo8lMjLm6fvfZo9aRMTdoA6SoU8f/ugFf0L3XFiL6CMJkBcx4i9E69nHgG5k41khyc"
    "1DuuGoIexzke8tkuWcfI8wMR6JFu86WXHg2dtD50EitEkilCyfCfaZiINlqmFkwXb4DyYJ"
    "XnWJ3b6qj92+qsRuY8biMDvRO0YIlmhOOvJhuFhAaJX8LeRK+phFM0b4EWPOaJUWWG01q8"
    "nva49P14PRZUpgs9VsFskEa378xute9QwUYsh0t5nXIXni4mGfS7pMCVy2mcs08LezXgbO"
    "KiUUZlTC0l1RJy4yLXipkO0V1UMqZ0OFzdAnjlA4K5hfuuq7Otrx5RVNX77skrP88mV90r"
    "J4ppbX6mGvLxHB6aBF1LSrsEJ2OAfeWdUiNtiSHb6gQUCiDQ01Qf8N/Zp3JOM7FC5fd/GK"
    "vq73ir5WEY6ZcdxigQScd83OOwHVAP6lr2zUQUmFBWWVZ4nz6EPwoy9l7qpzafd00uhf4u"
    "NmXjBbZCM7O5lEmw+MMmkn6fzhMRQH4rcN3r4R7UFIIIOKRCQ/pyi6hvjDOXnAAf98Iiv8"
    "iuckQGkVgXr30wHea1zTKZf5kl8L5iao8GSVC2sdh5zCSBYqkIwwkKnLjV1/YVfua35VRM"
    "TYRVimAhdhq4swPcyMgVbpRrighwc7EPeIMdRlKgC6A9BPJPT4ZMJygn1dle0bL8DhVo+3"
    "hlgtsrBNqxOdGOxNxRbS2hW5EZije/Ph0/Xnv+eVLnJL8O3dp59uNLUubv5+//5aNSoGT5"
    "7wgPdhRJW2Jx8sU3WPwIaQRHHIgaMmB0+JaITnzvRFFzsOH1VveXxRjb6GYJFvwREFEQTf"
    "BJtj1msrF8jAn2wzfyFXZn8eT9MiASUygLWSgiR9wMYpSEUq8GlCBtKeM5BqUtiTvT0AtB"
    "/SaJNfClOOFGTlRGyHuTbEpEeeVz7TSZ4LHdK8iueiVc44n0bvZA/hM50zbvd00uiM4+Nm"
    "zm5gt5afi5AQJIRShnBI0Aq7MnXfYyigEcIi6QptMHsr3WDCMzLHjHzHkMzXCr2HBxIytA"
    "m9iPCRE5HjT55IiJLvwWRzzpp2n4d4838G/xn86vHlHgu3H4vn/yBOJCbmb1nSjZw6OdiQ"
    "CKxgiUMw7ef8hg+JQzZBax87RPxL6NrnQKYJgz3dfZwrAcPSMyarik3Qf5wtOVv5pnPNnX"
    "433kNtXo9WAtAk9KS7xV6HSJLc8+fp9OLi1fTFxdXrl5evXr18/SLP8qk+akr3ufnwk8j4"
    "KWkgWQpQQwJbmW9GnKjSjqkpxkEYAwrcPjWN5GQ01TRKVKBpKP1JC2d6BdRmW5JCCgZD6w"
    "xKFZXySJJjhBeLe8wetYJj/rBZbhTDZlE2rlVs/EJXRAQ+PYhAKi6D0QCtYhYhn9JHhKM3"
    "/GMuP7l/pFwam4iW7dgngYvTYCvXcxP5LmCb5Pk/6Dx7RNyqrLj/1xlLcDLiRPxQcN9IMa"
    "40quzbgX59xzmP6+U508pUUJDKpCAVDfh+ZLhWWm6Q1KqkIFpoOwcYAlumAkzLmPJ7wRDP"
    "HQVgWdn9AanXlBv3fpkQkFWDejAzyyjcUYwwZWjwe8slbrwms0di1AWuTDW6EOTzaRec+a"
    "haoOUzTbC3Ccg5wQETCilXw/cl1e41lB5C0vocxCdheigdVzQgPXhcIINYJZv5C6ZuCACx"
    "xX9ub/eqe4JXZxoDqPx80mT7jLIRnayeSU37BIfvGFqR1ZwI/3BEhfd5hYqWC4YcHKA5kU"
    "2pRGnTxLiot28ONXF7RX2JEJTOP/aBNGmwS5qW2zh8nY2DKR7DF90AuRjkJpCbQG4CuSmV"
    "jz5KWaNOekqftspQs9VuYKsodS+8r4yLPXPqbkUknijLgcQ0b0Vo3gMV0XtetBTReV6YRN"
    "9lhTgSMKtS1EBztgtQ8q9NfkzFtKW3hu6gNpxWTUIV3Ptw78O9330nFW6D0ilnAGuFEKBV"
    "oC3cJV1BLZAAnCChHqe5VGY1eyaumXlupKgWtmp7HtfusBwA2I+lyUYKb+V6sSmj656suI"
    "oRka+MnGlVq93jSbNulQycxcwkqUtoPgmhLG7IiGzC+kY2aJWmZh8HDzH/6rI3K0ZplboJ"
    "woErE6eSUSvCmBzk+X7SfesJh574bpoKi4d8sV5Nq8QO7WrvZa+taGkV7S7FG8J1jyMcQf"
    "HF7qWMupRQm9aXUJtWSqjlu8QA4yLNGEHuVi6qoVqUCrI40/j7WRXkv3y5+6QHuUijWiA8"
    "J0L/Rr7HTjGBsAFcgUbJ7JCBmldFK+D9TlMTTUxwA+4fMAOBGWgsId3jhLYodBoAq5ABrG"
    "AOOo45aLfDh0B3ifls/rvSnGMFWj0a2+1E2aYfxEoklez7wowjxVk5Ka0yFNFo/SN2Iqp3"
    "we+eThrNRHzcbLEb2KENxzqkDyFeISr85OulMNDIrGi2pBuGHP4Ohr7//OM7dDW9eP2Ht9"
    "II80ikaz2pzZzYbAh2lnI0/0/M2SLbZujab+z9fdAP/rTsOZy5vSqEl+mgSvukZ3nwpH11"
    "RDQOh6ZKRiWywxUxerEn4I9UwQjMEN+EGYIGCy9c9WO0Qgt5WjZz2p5Og0dNGx5QcTcRx9"
    "t6Et4F5J7y/3RUjPp2JLQB+oH7ET5Lt5E4arSaDN96fUZ+SexIEb+TQlMPE6gFp6UWkBX2"
    "fBMHZE4wurIL05edPLwvG1y8Lys+XgnXLO131Ucw0U4A0onN0smC/4XGXbxLRCP07A+fW7"
    "jGjG0ovzVNu/1VCEcI914ab3lsJooqP2kW9g2lPsFBzV1dpFNNSJxwX2hnd8mBLUh3d7el"
    "o+rmg2Kh+PT14837z9+fS+z5IC+qMVzwBTpjhL/aLZibDYDX0h+QAfknRQ6YipRHQR5MRq"
    "O9qp+l+w6nrv2KvUiEkb0PonB7ptHbygMmTQrcJh06I/nYLj4pHHmc4DuW5mfSJD8zm+yN"
    "DBoWUcJZvLDnLNMOEhsa+y5isafpNjHkxMa1gnEYymYSs/k27/ZQLibspcYI/dOs6FkyrD"
    "og/dNKk0HkslUqrRuHSTHblRfEqX+qzIIvK+z7tS4XHX0vz4tlKlbqe7mYvrrKvS3ilyb/"
    "ypeP17e31dtx4YX8sHGxpmqjuBzromoLRE334ulB24CguOZ0rkBD8Io03zJ2G0IeOQzGm7"
    "pIdzg36vn0lYpa+tHRtzAHY7bGYWR+PBYJDwdlBUg7YFyEdJVeFKZAKqRwxZRdfEHk+T2R"
    "VWkB2hK0XMjl23c2J1wM12DbrN5WiMEWbZuCe2plnw9ng+5igu5e9DlXJY32j6d3hoNlyK"
    "6NIwqAakPsa2+dAsUBJcz9XjfT88tXl68vri7zOyf/pOniqd45hP8NvdyfBTq4aWzeMJnd"
    "e27UyqFMNcI753za4dI5nza0cqirqZpYOCtYN6QGqoTQ7aWMrGI8NoC2SgnYQg+tvScJQ9"
    "710JD61OnTRE8hg4WqhuoUvWZdQS1TwVJVQRX+XU+82zgYXkMKS1ZR7kn45DmmRQLKVLBk"
    "oUbAcWoEpEfnAND+sptppNiWr5n2mgDpHh8A2y+7mUaKbfk87LJwCzfTEKtXme4kb7L2FV"
    "y9zjtAncmsA8B8W5hqnBArAn4HeFPVdQB0b3YzjRPcspZvU72QLAbzbrHQJ9eVB0w6BWnS"
    "fGxrkOadqNvhrdLiHRssinSsIxk/KUp6pFeX/F1040BpyNpbUde1OED87DEk+qsiPtGKi2"
    "nVwM19v6y924cMX92FYgpHM440UZhi6lnh3m4pM5v7NCXyxJ3JAAGI27QrbnNJ+WxmyBdI"
    "QNeqVhDMmxia1xBUScE8UEZXPYEM0NWQArraCCVzd3GJECIsrHYYk8Dtw+ICGTDYagZD7F"
    "kxDqBLPu55fTrueSUbNxNmzbdQmRJ2kdW7qKyz9OR0TgzMtprZOGCbnptaIYVgOZv5DNEw"
    "EA1zApAW7XFdES3SAKC2hReNE1aILxpzfNF44IVYmCPEwuQ1UZ4JbKUey0jxLV7g7dEwEG"
    "m0v0ij4wbDnCzKJxQNc6oYdwuHOVLMBpkvuaJ8HYk+NNGZLmijPGLSGLWRjJ3hwuDWsI2f"
    "6UZGQfCDFEUU8Um9JxIimcxYjbtoHW1cBSudIjvF0++e24ag2+5xZOv62AeVQ0aGP4UWTL"
    "xWm/6EkyvWVN2pzSvfEYyojslwieVhqCuL2lDAPCPo5WS0Dc2Sj/Gyi4/xst7HeFnxMe5q"
    "4ZmsWIXqcNUQTmjdgrV6cIOVIvV0BVUhA1jBUHUcQ1W2EIewVSVayw+FGUcKsrJ7rUoeUJ"
    "hQr4kW+dSuihbXSbcUAvKUxOXLNp8bLNVMoXFyFXNNObb6XIBOVF2C+pPhuW7qxmsyeyTb"
    "trB9hbBcWB102ONctw11l3eMNRDHy1QjDPwbvvHJI/+7TCDOxo8Q3Gm3LicNTU4qRf3i+T"
    "+IY+pKLlNBZI7qng/7eOdDSJCoQ3TJpQT+Z/cxFyqkYC202lrI5/P0bql78nuN+aVIMwYj"
    "VxM/3//tvsTK7GjXN+vOhheugneif7d6XG19it1e7dKrtD1bpp8OD/bVMR3SR/ZaRpJrU0"
    "x3rtTju6M4HMBn+9KB9m05T71yJmbzIsnhbOYv9gXwwAbzgN93mRe+h9ijIYcUCZslH+jA"
    "902wmZEo8nuxuUwJm9lmLoO3cw+5OSXrePf0nBIZwArezmOF5ScLcQBsUy/a+8KMIwVZ2b"
    "0WejtzJtR7O4t8avd2FtdJu7fz1yUJCcJIdKjjK0DUIXOwz8WEpNWsaEPL4nlOgjhr4pVw"
    "c8qaZ3w0574T83WDMJN+z0ci/Z4r/EgkdWrgqXpMD/pm44hgcJ4e/5qZNDhP49DvZW8s0/"
    "W0NVp6Gh7S2JjtRhM7e5FmFCbHQxvan3DoCSg0RrK/fLn7pEe9RKRqfZ4ToX8jkaU3Kn1P"
    "oNGMvgq0suTFBCr6MrzHxP6bE4xise/bAJyVoltEuuS9Ri9GiW6EYA8fEsMIF3CiXjdohR"
    "Qu0b6X6DokTx6N2ewZ7KifAxypA7GlVyWx2knA8Gqz4RWc6Ht1oku0ZuaudJVudA714a94"
    "8Ad+EwcWXnsiGNy0/2aJCpwakGwIfiJLXRimfqJ0aw8A7fXa+ysZcy5c+RS0qygLDUXp0v"
    "e/OyT786vuIXXMpNE/lIyekdLwTulw4qoXeW2bpecsERUeFLSkcciQaCiCvg9oQN4gx6eM"
    "uH94I9rbYFSsKjRJPgopXSEaIpeIHmcT8SP/XLhqkjWuz6o75MvNC8fgLXiG7PIMCZZoBd"
    "4apwTWJdKVpNzTPQF10AqpVRF3Nvxb0o2RV6FA8iyfwgkBtxenAkia463DejpmOgN0+RN+"
    "+Ro3elbIAFXQjo7T6Bn65Q5fIVRbjDXb8QOg/Lkw1TgRVo5Hq+IUE73xZ6FyndVrocnzSR"
    "cNdJkPbdU+r9GGkEd/i/hAEnH9zwuS2D4fO+Q7hkRdVR9tsO/LTqxvESNPfHn4aIW3Yk5f"
    "aI5UapHbqno5+OzG+qNmZ4mvBGqldWplxpYK8l9WfCHU5igWyMZU1u9i+uoqT1AUvzTlJn"
    "75eH17W01QlIE7s6QpsimsKi1gW0l26YlsmRJwVSMwfY/fvSFdmdiYylTPNDXZKeF0tDQl"
    "SDQE1DQB2CmEZuwIgsEImkydBqzW2OHGAy+YjL45k9GpotzLZgRNZUwgbmoqc2Sj0TUJPW"
    "d5pjEXpU8mTYYivBvTZiGqB7XdFmNkYKlVmLTXk0ZRSjn4PMPK/rWkZ9YfqjegPJGQabd2"
    "fdRvgWSE0dXTly87xPzyUfXVWMUzpYwW31QGCKfDR4ju+YsuEdV8VH30+otqTDUNIm0SYH"
    "2gRIEEAiUMAyUq4u4hL7P/+f8BY3Rd3A=="
)
