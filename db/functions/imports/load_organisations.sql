CREATE OR REPLACE FUNCTION helpdesk.load_organisations(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_made_ids bigint[];
BEGIN
    UPDATE helpdesk.organisation AS o
    SET name = btrim(b.data ->> 'name'),
        notes = b.data ->> 'notes',
        has_shared_tickets = coalesce((b.data -> 'has_shared_tickets')::boolean, false),
        is_active = coalesce((b.data -> 'is_active')::boolean, true)
    FROM pg_temp.import_batch AS b
    WHERE b.state IS NULL AND b.is_made AND o.organisation_id = b.row_id;

    WITH made AS (
        INSERT INTO helpdesk.organisation (name, notes, has_shared_tickets, is_active, created_at)
        SELECT
            btrim(n.data ->> 'name'),
            n.data ->> 'notes',
            coalesce((n.data -> 'has_shared_tickets')::boolean, false),
            coalesce((n.data -> 'is_active')::boolean, true),
            coalesce((n.data ->> 'created_at')::timestamptz, helpdesk.clock())
        FROM (
            SELECT DISTINCT ON (btrim(b.data ->> 'name')) b.import_row_id, b.data
            FROM pg_temp.import_batch AS b
            WHERE b.state IS NULL AND b.row_id IS NULL
            ORDER BY btrim(b.data ->> 'name'), b.import_row_id
        ) AS n
        ORDER BY n.import_row_id
        ON CONFLICT (name) DO NOTHING
        RETURNING organisation_id
    )
    SELECT array_agg(m.organisation_id) INTO v_made_ids FROM made AS m;

    UPDATE pg_temp.import_batch AS b
    SET state = CASE WHEN b.row_id IS NULL THEN 'imported' ELSE 'updated' END,
        row_id = coalesce(b.row_id, o.organisation_id),
        is_made = coalesce(b.is_made, coalesce(o.organisation_id = ANY (v_made_ids), false))
    FROM helpdesk.organisation AS o
    WHERE b.state IS NULL
        AND (o.organisation_id = b.row_id OR b.row_id IS NULL AND o.name = btrim(b.data ->> 'name'));

    INSERT INTO helpdesk.organisation_domain (domain, organisation_id)
    SELECT DISTINCT ON (lower(btrim(d.domain))) lower(btrim(d.domain)), b.row_id
    FROM pg_temp.import_batch AS b
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE WHEN b.is_made THEN coalesce(nullif(b.data -> 'domains', 'null'), '[]') ELSE '[]' END
    ) AS d(domain)
    WHERE b.state IN ('imported', 'updated') AND lower(btrim(d.domain)) ~ '^[^@\s]+\.[^@\s.]+$'
    ORDER BY lower(btrim(d.domain)), b.import_row_id
    ON CONFLICT (domain) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.load_organisations IS
'Takes over the organisations of a batch: one of the same name that is here already stays as it is.';
