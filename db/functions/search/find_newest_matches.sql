-- Common words are found among the newest rows, without the index; rare ones by the index; those in between by the
-- index within blocks of ids. So this looks at no more than some thousand rows, however many there are, and ranking
-- sees the newest 200 only.
CREATE OR REPLACE FUNCTION helpdesk.find_newest_matches(p_table text, p_key text, p_query tsquery, p_wanted text)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET enable_seqscan = off
AS $$
DECLARE
    c_enough CONSTANT int := 200;
    v_query tsquery := p_query;
    v_blocks tsquery;
    v_found bigint[];
    v_more bigint[];
    v_hits bigint;
    v_seen bigint;
    v_rows bigint;
    v_rate float8;
    v_lower bigint;
    v_upper bigint;
BEGIN
    -- The index knows words, not their order: a phrase is looked up as its words, then checked.
    IF p_query::text !~ '!\(' THEN
        v_query := regexp_replace(p_query::text, '<(-|[0-9]+)>', '&', 'g')::tsquery;
    END IF;
    EXECUTE format(
        $query$
        WITH newest AS MATERIALIZED (
            SELECT s.%1$I AS key, s.* FROM helpdesk.%2$I AS s ORDER BY s.%1$I DESC LIMIT 1500
        ),
        hit AS MATERIALIZED (
            SELECT s.* FROM newest AS s WHERE s.document @@ %3$L::tsquery
        )
        SELECT
            (SELECT count(*) FROM newest),
            (SELECT min(n.key) FROM newest AS n),
            (SELECT count(*) FROM hit),
            ARRAY(
                SELECT s.key FROM hit AS s JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE s.document @@ %4$L::tsquery AND %5$s
                ORDER BY s.key DESC LIMIT %6$s
            )
        $query$,
        p_key, p_table, v_query, p_query, p_wanted, c_enough
    ) INTO v_rows, v_upper, v_seen, v_found;
    IF v_rows < 1500 THEN
        RETURN v_found;
    END IF;

    FOR v_step IN 1..4 LOOP
        EXIT WHEN cardinality(v_found) >= c_enough / 2 OR v_upper <= 1 OR v_seen > 6000;
        v_rate := greatest(v_seen, 1)::float8 / v_rows;
        IF v_rate * v_upper <= 3000 THEN
            v_lower := 0;
            v_blocks := NULL;
        ELSE
            v_lower := greatest(v_upper - greatest(1000 / v_rate, 8192), 0)::bigint;
            v_lower := greatest(v_lower, v_upper - 64 * 8192);
            SELECT string_agg(format('%L', ' ' || b.block), '|')::tsquery INTO v_blocks
            FROM generate_series(v_lower >> 13, (v_upper - 1) >> 13) AS b(block);
        END IF;
        EXECUTE format(
            $query$
            WITH hit AS MATERIALIZED (
                SELECT s.%1$I AS key, s.* FROM helpdesk.%2$I AS s WHERE s.document @@ %3$L::tsquery
            )
            SELECT
                (SELECT count(*) FROM hit),
                ARRAY(
                    SELECT s.key FROM hit AS s JOIN helpdesk.ticket AS t USING (ticket_id)
                    WHERE s.key >= %6$s AND s.key < %7$s AND s.document @@ %4$L::tsquery AND %5$s
                    ORDER BY s.key DESC LIMIT %8$s
                )
            $query$,
            p_key, p_table, CASE WHEN v_blocks IS NULL THEN v_query ELSE v_query && v_blocks END, p_query, p_wanted,
            v_lower, v_upper, c_enough
        ) INTO v_hits, v_more;
        v_found := v_found || v_more;
        v_seen := v_seen + v_hits;
        v_rows := v_rows + v_upper - v_lower;
        v_upper := v_lower;
    END LOOP;
    RETURN v_found[:c_enough];
END
$$;

COMMENT ON FUNCTION helpdesk.find_newest_matches IS
'Keys of the newest matching rows of ticket_search or message_search, about 200, whose ticket (t) is wanted; looks at '
'a bounded number of rows.';
