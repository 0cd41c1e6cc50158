CREATE OR REPLACE FUNCTION helpdesk.note_article_gap(p_query text, p_language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_most_a_day CONSTANT int := 5000;
    v_day date := (helpdesk.clock() AT TIME ZONE 'UTC')::date;
    v_query text := btrim(regexp_replace(
        lower(helpdesk.fold_accents(normalize(left(p_query, 100), NFKC))), '[[:space:][:cntrl:]]+', ' ', 'g'
    ));
    v_asked_by text := CASE
        WHEN helpdesk.me() IS NULL THEN 'guests' WHEN helpdesk.actor_role() = 'customer' THEN 'customers' ELSE 'staff'
    END;
BEGIN
    -- A search by GET writes nothing.
    IF current_setting('transaction_read_only') = 'on' OR v_query !~ '[[:alpha:]]{2}' OR length(v_query) > 100
        OR v_query ~ '@|[0-9][0-9 ./-]{4,}[0-9]' THEN
        RETURN;
    END IF;
    UPDATE helpdesk.article_gap AS g SET searches = g.searches + 1
    WHERE (g.day, g.query, g.language, g.asked_by) = (v_day, v_query, p_language, v_asked_by);
    IF NOT FOUND AND c_most_a_day > (
        SELECT count(*) FROM (SELECT FROM helpdesk.article_gap AS g WHERE g.day = v_day LIMIT c_most_a_day) AS g
    ) THEN
        INSERT INTO helpdesk.article_gap AS g (day, query, language, asked_by)
        VALUES (v_day, v_query, p_language, v_asked_by)
        ON CONFLICT (day, query, language, asked_by) DO UPDATE SET searches = g.searches + 1;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.note_article_gap IS
'Counts a search that found no article; not what looks like an address or a number of somebody, and no more than some '
'thousand different ones a day.';
