CREATE OR REPLACE FUNCTION helpdesk.load_people(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning
AS $$
DECLARE
    v_made_ids bigint[];
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_person;
    CREATE TEMP TABLE import_person ON COMMIT DROP AS
    SELECT
        b.import_row_id,
        b.row_id,
        btrim(b.data ->> 'name') AS name,
        lower(btrim(b.data ->> 'email')) AS email,
        CASE WHEN b.data ->> 'email' IS NULL AND (b.data -> 'is_guest')::boolean
            THEN lower(btrim(b.data ->> 'claimed_email'))
        END AS claimed_email,
        CASE
            WHEN regexp_replace(b.data ->> 'phone', '[\s().\u2010-\u2015/-]+', '', 'g') ~ '^\+?[0-9]{3,20}$'
            THEN b.data ->> 'phone'
        END AS phone,
        lower(btrim(b.data ->> 'handle')) AS handle,
        coalesce(r.target, 'customer') AS role,
        coalesce((b.data -> 'is_guest')::boolean, false) AND coalesce(r.target, 'customer') = 'customer' AS is_guest,
        coalesce((b.data -> 'is_active')::boolean, true) AS is_active,
        o.row_id AS organisation_id,
        b.data ->> 'language' AS language,
        b.data ->> 'time_zone' AS time_zone,
        (b.data ->> 'created_at')::timestamptz AS created_at,
        CASE WHEN m.target <> '+' THEN m.target::bigint END AS target_id
    FROM pg_temp.import_batch AS b
    LEFT JOIN helpdesk.import_mapping AS r
        ON r.import_id = p_import.import_id AND r.kind = 'role' AND r.value = b.data ->> 'role'
    LEFT JOIN helpdesk.import_mapping AS m
        ON m.import_id = p_import.import_id AND m.kind = 'person' AND m.value = b.external_id
    LEFT JOIN helpdesk.import_key AS o
        ON o.source = p_import.source AND o.record = 'organisation' AND o.external_id = b.data ->> 'organisation'
    WHERE b.state IS NULL AND (b.row_id IS NULL OR b.is_made);

    UPDATE helpdesk.person AS p
    SET name = i.name,
        phone = i.phone,
        organisation_id = CASE WHEN i.claimed_email IS NULL THEN i.organisation_id END,
        language = coalesce(i.language, p.language),
        time_zone = coalesce(i.time_zone, p.time_zone),
        is_active = i.is_active AND p.merged_into_id IS NULL
    FROM pg_temp.import_person AS i
    WHERE p.person_id = i.row_id;

    -- Who is here already is taken: by the mapping, else by the mail address.
    UPDATE pg_temp.import_person AS i
    SET target_id = a.person_id
    FROM helpdesk.person_address AS a
    WHERE i.row_id IS NULL AND i.target_id IS NULL AND a.email = i.email;

    WITH made AS (
        INSERT INTO helpdesk.person (
            name, email, claimed_email, phone, handle, role, is_guest, is_active, organisation_id, language, time_zone,
            created_at
        )
        SELECT
            i.name, i.email, i.claimed_email, i.phone,
            CASE WHEN i.handle ~ '^[a-z0-9][a-z0-9._-]{0,62}$'
                AND NOT EXISTS (SELECT FROM helpdesk.person AS h WHERE h.handle = i.handle) THEN i.handle
            END,
            i.role, i.is_guest, i.is_active,
            CASE WHEN i.claimed_email IS NULL THEN i.organisation_id END,
            coalesce(i.language, helpdesk.default_language()), coalesce(i.time_zone, 'UTC'),
            coalesce(i.created_at, helpdesk.clock())
        FROM (
            SELECT DISTINCT ON (coalesce(n.email, n.claimed_email, n.import_row_id::text)) n.*
            FROM pg_temp.import_person AS n
            WHERE n.row_id IS NULL
                AND n.target_id IS NULL
                AND (n.claimed_email IS NULL OR NOT EXISTS (
                    SELECT FROM helpdesk.person AS c WHERE c.claimed_email = n.claimed_email
                ))
            ORDER BY coalesce(n.email, n.claimed_email, n.import_row_id::text), n.import_row_id
        ) AS i
        ORDER BY i.import_row_id
        RETURNING person_id
    )
    SELECT array_agg(m.person_id) INTO v_made_ids FROM made AS m;

    UPDATE pg_temp.import_person AS i
    SET target_id = n.person_id
    FROM (
        SELECT
            d.import_row_id,
            coalesce(
                (SELECT a.person_id FROM helpdesk.person_address AS a WHERE a.email = d.email),
                (SELECT c.person_id FROM helpdesk.person AS c WHERE c.claimed_email = d.claimed_email)
            ) AS person_id
        FROM pg_temp.import_person AS d
        WHERE d.row_id IS NULL AND d.target_id IS NULL AND num_nonnulls(d.email, d.claimed_email) > 0
    ) AS n
    WHERE n.import_row_id = i.import_row_id;
    -- Those without any address were made one a row, in their order.
    UPDATE pg_temp.import_person AS i
    SET target_id = n.person_id
    FROM (
        SELECT d.import_row_id, row_number() OVER (ORDER BY d.import_row_id) AS number
        FROM pg_temp.import_person AS d
        WHERE d.row_id IS NULL AND d.target_id IS NULL
    ) AS w
    JOIN (
        SELECT p.person_id, row_number() OVER (ORDER BY p.person_id) AS number
        FROM helpdesk.person AS p
        WHERE p.person_id = ANY (v_made_ids) AND p.email IS NULL AND p.claimed_email IS NULL
    ) AS n USING (number)
    WHERE w.import_row_id = i.import_row_id;

    UPDATE pg_temp.import_batch AS b
    SET state = CASE WHEN b.row_id IS NULL THEN 'imported' ELSE 'updated' END,
        row_id = coalesce(b.row_id, i.target_id),
        is_made = coalesce(b.is_made, i.target_id = ANY (v_made_ids), false)
    FROM pg_temp.import_person AS i
    WHERE b.import_row_id = i.import_row_id;
    -- Of people who were here already nothing is changed.
    UPDATE pg_temp.import_batch AS b SET state = 'updated' WHERE b.state IS NULL;

    INSERT INTO helpdesk.person_address (email, person_id)
    SELECT DISTINCT ON (lower(btrim(a.email))) lower(btrim(a.email)), b.row_id
    FROM pg_temp.import_batch AS b
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE WHEN b.is_made THEN coalesce(nullif(b.data -> 'addresses', 'null'), '[]') ELSE '[]' END
    ) AS a(email)
    WHERE b.state IN ('imported', 'updated') AND lower(btrim(a.email)) ~ '^[^@\s]+@[^@\s]+$'
    ORDER BY lower(btrim(a.email)), b.import_row_id
    ON CONFLICT (email) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.load_people IS
'Takes over the people of a batch: who is here already, by the mapping or by a mail address, stays as they are.';
