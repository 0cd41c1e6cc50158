CREATE OR REPLACE FUNCTION helpdesk.load_tags_and_people(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_ticket_tag;
    CREATE TEMP TABLE import_ticket_tag ON COMMIT DROP AS
    SELECT DISTINCT t.ticket_id, w.name
    FROM pg_temp.import_ticket AS t
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(nullif(t.data -> 'tags', 'null'), '[]')) AS g(tag)
    CROSS JOIN LATERAL (
        SELECT btrim(left(btrim(regexp_replace(translate(lower(g.tag), ',', ' '), '\s+', ' ', 'g')), 64)) AS name
    ) AS w
    WHERE w.name ~ '^[^\s,A-Z][^,A-Z]{0,63}$';
    WITH made AS (
        INSERT INTO helpdesk.tag (name)
        SELECT DISTINCT g.name
        FROM pg_temp.import_ticket_tag AS g
        WHERE NOT EXISTS (SELECT FROM helpdesk.tag AS h WHERE h.name = g.name)
        ORDER BY g.name
        ON CONFLICT (name) DO NOTHING
        RETURNING tag_id, name
    )
    INSERT INTO helpdesk.import_key (source, record, external_id, import_id, row_id, is_made, hash)
    SELECT p_import.source, 'tag', m.name, p_import.import_id, m.tag_id, true, '' FROM made AS m
    ON CONFLICT (source, record, external_id) DO UPDATE SET row_id = excluded.row_id;

    DELETE FROM helpdesk.ticket_tag AS h
    USING pg_temp.import_ticket AS t
    WHERE h.ticket_id = t.ticket_id AND NOT t.is_new AND t.data IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM pg_temp.import_ticket_tag AS g
        JOIN helpdesk.tag AS n USING (name)
        WHERE g.ticket_id = h.ticket_id AND n.tag_id = h.tag_id
    );
    INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
    SELECT g.ticket_id, n.tag_id
    FROM pg_temp.import_ticket_tag AS g
    JOIN helpdesk.tag AS n USING (name)
    ON CONFLICT (ticket_id, tag_id) DO NOTHING;

    INSERT INTO helpdesk.ticket_follower (ticket_id, person_id, created_at)
    SELECT DISTINCT h.ticket_id, a.person_id, h.created_at
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.ticket AS h USING (ticket_id)
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(nullif(t.data -> 'followers', 'null'), '[]')) AS f(person)
    JOIN helpdesk.import_key AS k
        ON k.source = p_import.source AND k.record = 'person' AND k.external_id = f.person
    JOIN helpdesk.agent AS a ON a.person_id = k.row_id
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, created_at)
    SELECT DISTINCT h.ticket_id, k.row_id, h.created_at
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.ticket AS h USING (ticket_id)
    CROSS JOIN LATERAL jsonb_array_elements_text(
        coalesce(nullif(t.data -> 'participants', 'null'), '[]')
    ) AS f(person)
    JOIN helpdesk.import_key AS k
        ON k.source = p_import.source AND k.record = 'person' AND k.external_id = f.person
    WHERE k.row_id <> h.requester_id
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.load_tags_and_people IS
'Writes tags, followers and participants of the tickets of a batch, and makes tags that there are not yet.';
