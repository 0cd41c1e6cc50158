CREATE OR REPLACE FUNCTION helpdesk.load_relations(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning
AS $$
DECLARE
    v_base bigint;
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_relation;
    CREATE TEMP TABLE import_relation ON COMMIT DROP AS
    SELECT
        b.import_row_id,
        b.record,
        b.data ->> 'kind' AS kind,
        s.row_id AS from_id,
        t.row_id AS to_id,
        a.row_id AS person_id,
        coalesce(
            (b.data ->> 'merged_at')::timestamptz, (b.data ->> 'created_at')::timestamptz, h.created_at
        ) AS at
    FROM pg_temp.import_batch AS b
    JOIN helpdesk.import_key AS s
        ON s.source = p_import.source AND s.record = 'ticket'
        AND s.external_id = coalesce(b.data ->> 'from', b.data ->> 'source')
    JOIN helpdesk.import_key AS t
        ON t.source = p_import.source AND t.record = 'ticket'
        AND t.external_id = coalesce(b.data ->> 'to', b.data ->> 'target')
    JOIN helpdesk.ticket AS h ON h.ticket_id = t.row_id
    LEFT JOIN helpdesk.import_key AS a
        ON a.source = p_import.source AND a.record = 'person'
        AND a.external_id = coalesce(b.data ->> 'created_by', b.data ->> 'merged_by')
    WHERE b.state IS NULL;
    PERFORM helpdesk.quieten_tables(true);

    WITH made AS (
        INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by, created_at)
        SELECT
            r.kind,
            CASE WHEN r.kind = 'related' THEN least(r.from_id, r.to_id) ELSE r.from_id END,
            CASE WHEN r.kind = 'related' THEN greatest(r.from_id, r.to_id) ELSE r.to_id END,
            r.person_id,
            r.at
        FROM pg_temp.import_relation AS r
        WHERE r.record = 'link'
        ORDER BY r.import_row_id
        ON CONFLICT DO NOTHING
        RETURNING link_id, kind, from_id, to_id
    )
    UPDATE pg_temp.import_batch AS b
    SET row_id = m.link_id
    FROM made AS m
    JOIN pg_temp.import_relation AS r
        ON r.kind = m.kind AND least(r.from_id, r.to_id) = least(m.from_id, m.to_id)
        AND greatest(r.from_id, r.to_id) = greatest(m.from_id, m.to_id)
    WHERE b.import_row_id = r.import_row_id AND b.record = 'link';

    UPDATE pg_temp.import_batch AS b
    SET state = 'bad',
        reason = 'the merged ticket is not closed',
        hint = 'Give its status a meaning of category closed.'
    FROM pg_temp.import_relation AS r
    JOIN helpdesk.ticket AS t ON t.ticket_id = r.from_id
    WHERE b.import_row_id = r.import_row_id AND r.record = 'merge' AND t.status_category <> 'closed';
    WITH merged AS (
        UPDATE helpdesk.ticket AS t
        SET merged_into_id = r.to_id
        FROM pg_temp.import_relation AS r
        WHERE r.record = 'merge' AND t.ticket_id = r.from_id AND t.status_category = 'closed'
        RETURNING r.import_row_id, r.from_id, r.to_id, r.person_id, r.at
    ),
    kept AS (
        INSERT INTO helpdesk.ticket_merge (source_id, target_id, merged_by, merged_at, status_before)
        SELECT m.from_id, m.to_id, m.person_id, m.at, s.status
        FROM merged AS m
        CROSS JOIN (SELECT d.status FROM helpdesk.status AS d WHERE d.is_default) AS s
        WHERE NOT EXISTS (
            SELECT FROM helpdesk.ticket_merge AS h WHERE h.source_id = m.from_id AND h.undone_at IS NULL
        )
        RETURNING merge_id, source_id
    )
    UPDATE pg_temp.import_batch AS b
    SET row_id = k.merge_id
    FROM kept AS k
    JOIN pg_temp.import_relation AS r ON r.from_id = k.source_id AND r.record = 'merge'
    WHERE b.import_row_id = r.import_row_id;

    DROP TABLE IF EXISTS pg_temp.import_ticket;
    CREATE TEMP TABLE import_ticket ON COMMIT DROP AS
    SELECT DISTINCT k.external_id, r.from_id AS ticket_id, false AS is_new
    FROM pg_temp.import_relation AS r
    JOIN helpdesk.import_key AS k
        ON k.source = p_import.source AND k.record = 'ticket' AND k.row_id = r.from_id
    JOIN helpdesk.ticket AS t ON t.ticket_id = r.from_id
    WHERE r.record = 'merge' AND t.merged_into_id IS NOT NULL;
    v_base := nextval('helpdesk.event_event_id_seq');
    PERFORM setval('helpdesk.event_event_id_seq', v_base + 10 * (SELECT count(*) + 2 FROM pg_temp.import_relation));
    -- The last thing that happened to it, unless the source has told it.
    INSERT INTO helpdesk.event (event_id, ticket_id, kind, at, actor_id, actor_role, payload)
    OVERRIDING SYSTEM VALUE
    SELECT
        v_base + 10 * row_number() OVER (ORDER BY r.import_row_id), r.from_id, 'ticket_merged',
        greatest(r.at, (SELECT max(e.at) FROM helpdesk.event AS e WHERE e.ticket_id = r.from_id)),
        r.person_id, coalesce(p.role, 'system'), jsonb_build_object('into_id', r.to_id, 'into_reference', t.reference)
    FROM pg_temp.import_relation AS r
    JOIN helpdesk.ticket AS t ON t.ticket_id = r.to_id
    JOIN helpdesk.ticket AS s ON s.ticket_id = r.from_id AND s.merged_into_id = r.to_id
    LEFT JOIN helpdesk.person AS p ON p.person_id = r.person_id
    WHERE r.record = 'merge' AND NOT EXISTS (
        SELECT FROM helpdesk.event AS e WHERE e.ticket_id = r.from_id AND e.kind = 'ticket_merged'
    );
    DELETE FROM helpdesk.event AS e
    USING pg_temp.import_ticket AS t
    WHERE e.ticket_id = t.ticket_id AND e.kind IN ('sla_warning', 'sla_breached', 'sla_met');
    PERFORM helpdesk.load_clocks();
    PERFORM helpdesk.keep_ticket_keys(p_import);
    UPDATE pg_temp.import_batch AS b
    SET state = CASE WHEN b.is_made IS NULL THEN 'imported' ELSE 'updated' END
    WHERE b.state IS NULL;
    PERFORM helpdesk.quieten_tables(false);
END
$$;

COMMENT ON FUNCTION helpdesk.load_relations IS
'Takes over links and merges of tickets that are there. Raises what tg_ticket_link__check_cycle raises.';
