CREATE OR REPLACE FUNCTION audit.ticket_rows_as_of(p_table text, p_key text[], p_ticket_id bigint, p_at timestamptz)
RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_left text[] := ARRAY(
        SELECT DISTINCT c.row_key
        FROM audit.change AS c
        WHERE c.old_values ->> 'ticket_id' = p_ticket_id::text
            AND c.table_name = p_table
            AND c.at > p_at - interval '1 day'
    );
    v_keys text[];
    v_rows jsonb[];
BEGIN
    EXECUTE format(
        $query$
            SELECT array_agg(k.row_key), array_agg(k.row_now)
            FROM (
                SELECT concat_ws(',', %2$s) AS row_key, to_jsonb(r) AS row_now
                FROM helpdesk.%1$I AS r
                WHERE r.ticket_id = $1
                UNION ALL
                SELECT l.row_key, to_jsonb(r)
                FROM unnest($2) AS l(row_key)
                LEFT JOIN helpdesk.%1$I AS r ON %3$s
                WHERE r.ticket_id IS DISTINCT FROM $1
            ) AS k
        $query$,
        p_table,
        (
            SELECT string_agg(format('r.%I', k.name), ', ' ORDER BY k.position)
            FROM unnest(p_key) WITH ORDINALITY AS k(name, position)
        ),
        (
            SELECT string_agg(format('r.%I = split_part(l.row_key, '','', %s)::bigint', k.name, k.position), ' AND ')
            FROM unnest(p_key) WITH ORDINALITY AS k(name, position)
        )
    ) INTO v_keys, v_rows USING p_ticket_id, v_left;
    RETURN QUERY
    SELECT r.row_then
    FROM audit.rows_as_of(p_table, v_keys, v_rows, p_at) AS r
    WHERE r.row_then ->> 'ticket_id' = p_ticket_id::text;
END
$$;

COMMENT ON FUNCTION audit.ticket_rows_as_of IS
'Rows that belonged to a ticket at p_at, of a table with column ticket_id: those that it has, and those that were '
'deleted or moved since.';
