DO $X$ BEGIN EXECUTE replace(pg_get_functiondef('book_as_seen'::regproc), '            INSERT INTO "allocation" (id, subject_id, clinic_id, booking_id, starts_minute, ends_minute, is_exclusive,
                is_active)
            SELECT one.id, one.subject_id, its_clinic, its_id, since, until, TRUE, TRUE
            FROM (SELECT unnest(time_ids) AS id, unnest(chosen) AS subject_id) AS one ORDER BY one.subject_id;
', '            IF count = 2 THEN
                INSERT INTO "allocation" (id, subject_id, clinic_id, booking_id, starts_minute, ends_minute, is_exclusive,
                    is_active)
                VALUES (time_ids[1], LEAST(chosen[1], chosen[2]), its_clinic, its_id, since, until, TRUE, TRUE),
                    (time_ids[2], GREATEST(chosen[1], chosen[2]), its_clinic, its_id, since, until, TRUE, TRUE);
            ELSE
            INSERT INTO "allocation" (id, subject_id, clinic_id, booking_id, starts_minute, ends_minute, is_exclusive,
                is_active)
            SELECT one.id, one.subject_id, its_clinic, its_id, since, until, TRUE, TRUE
            FROM (SELECT unnest(time_ids) AS id, unnest(chosen) AS subject_id) AS one ORDER BY one.subject_id;
            END IF;
'); END $X$;
