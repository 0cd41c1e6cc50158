CREATE OR REPLACE FUNCTION helpdesk.stage_import_tickets(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
DECLARE
    v_prefix text := helpdesk.setting_text('ticket_reference_prefix');
    v_top bigint;
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_ticket;
    CREATE TEMP TABLE import_ticket ON COMMIT DROP AS
    SELECT
        a.ticket AS external_id,
        t.import_row_id,
        t.data,
        coalesce(t.row_id, k.row_id) AS ticket_id,
        k.row_id IS NULL AS is_new,
        t.data ->> 'reference' AS reference
    FROM (
        SELECT DISTINCT b.ticket FROM pg_temp.import_batch AS b WHERE b.state IS NULL
    ) AS a
    LEFT JOIN pg_temp.import_batch AS t ON t.record = 'ticket' AND t.external_id = a.ticket AND t.state IS NULL
    LEFT JOIN helpdesk.import_key AS k
        ON k.source = p_import.source AND k.record = 'ticket' AND k.external_id = a.ticket;

    -- The number of a reference with the prefix of this desk is the ticket's id, where that is free.
    UPDATE pg_temp.import_ticket AS t
    SET ticket_id = w.number
    FROM (
        SELECT DISTINCT ON (n.number) n.external_id, n.number
        FROM (
            SELECT i.external_id, i.import_row_id, split_part(i.reference, '-', 2)::bigint AS number
            FROM pg_temp.import_ticket AS i
            WHERE i.is_new AND i.reference ~ ('^' || v_prefix || '-(0{0,4}[1-9][0-9]{0,11})$')
                AND length(split_part(i.reference, '-', 2)) >= 5
        ) AS n
        WHERE lpad(n.number::text, greatest(5, length(n.number::text)), '0') = (
                SELECT split_part(o.reference, '-', 2)
                FROM pg_temp.import_ticket AS o
                WHERE o.external_id = n.external_id
            )
            AND NOT EXISTS (SELECT FROM helpdesk.ticket AS h WHERE h.ticket_id = n.number)
        ORDER BY n.number, n.import_row_id
    ) AS w
    WHERE w.external_id = t.external_id AND NOT EXISTS (
        SELECT FROM helpdesk.ticket AS h WHERE h.reference = t.reference
    );
    v_top := (SELECT max(t.ticket_id) FROM pg_temp.import_ticket AS t WHERE t.is_new);
    IF v_top > nextval('helpdesk.ticket_ticket_id_seq') THEN
        PERFORM setval('helpdesk.ticket_ticket_id_seq', v_top);
    END IF;
    UPDATE pg_temp.import_ticket AS t
    SET ticket_id = n.ticket_id
    FROM (
        SELECT o.external_id, nextval('helpdesk.ticket_ticket_id_seq') AS ticket_id
        FROM (
            SELECT i.external_id
            FROM pg_temp.import_ticket AS i
            WHERE i.is_new AND i.ticket_id IS NULL
            ORDER BY i.import_row_id
        ) AS o
    ) AS n
    WHERE n.external_id = t.external_id;
    UPDATE pg_temp.import_ticket AS t
    SET reference = v_prefix || '-' || lpad(t.ticket_id::text, greatest(5, length(t.ticket_id::text)), '0')
    WHERE t.is_new AND (
        t.reference IS NULL
        OR t.reference !~ '^[A-Z]([A-Z0-9]{0,8}[A-Z])?-([0-9]{5}|[1-9][0-9]{5,17})$'
        OR split_part(t.reference, '-', 1) = v_prefix
        OR EXISTS (SELECT FROM helpdesk.ticket AS h WHERE h.reference = t.reference)
        OR EXISTS (
            SELECT
            FROM pg_temp.import_ticket AS o
            WHERE o.reference = t.reference AND o.import_row_id < t.import_row_id
        )
    );
    UPDATE pg_temp.import_batch AS b
    SET row_id = t.ticket_id
    FROM pg_temp.import_ticket AS t
    WHERE b.record = 'ticket' AND b.external_id = t.external_id AND b.row_id IS NULL;
    ALTER TABLE pg_temp.import_ticket ADD PRIMARY KEY (external_id);
    ANALYZE pg_temp.import_ticket;
END
$$;

COMMENT ON FUNCTION helpdesk.stage_import_tickets IS
'Puts the tickets that a batch makes or changes into pg_temp.import_ticket, with their ids and references here.';
