DO $X$ BEGIN EXECUTE replace(pg_get_functiondef('book_as_seen'::regproc), '            IF job_ids IS NOT NULL THEN
                INSERT INTO "job" (id, clinic_id, kind, subject_id, arguments, dedupe_key, state, due_at, attempts,
                    deaths, give_up_at, created_at)
                SELECT unnest(job_ids), its_clinic, unnest(job_kinds), its_id, unnest(job_arguments)::jsonb,
                    unnest(job_keys), ''due'', unnest(job_dues), 0, 0, unnest(job_ends), its_creation;
            END IF;
', '            FOR n IN 1 .. coalesce(cardinality(job_ids), 0) LOOP
                INSERT INTO "job" (id, clinic_id, kind, subject_id, arguments, dedupe_key, state, due_at, attempts,
                    deaths, give_up_at, created_at)
                VALUES (job_ids[n], its_clinic, job_kinds[n], its_id, job_arguments[n]::jsonb,
                    job_keys[n], ''due'', job_dues[n], 0, 0, job_ends[n], its_creation);
            END LOOP;
'); END $X$;
