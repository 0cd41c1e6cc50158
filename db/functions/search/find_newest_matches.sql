-- Common words are found along the newest texts, rare ones by the index; those in between by the index within blocks of
-- ids. So this looks at no more than some thousand texts, however many there are.
CREATE OR REPLACE FUNCTION helpdesk.find_newest_matches(
    p_is_message boolean,
    p_query tsquery,
    p_with_notes boolean,
    p_before bigint,
    p_enough int
) RETURNS TABLE (text_id bigint, ticket_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    c_newest CONSTANT int := 256;
    c_along CONSTANT int := 8192;
    c_most_blocks CONSTANT int := 64;
    v_all CONSTANT bigint := 1 + (
        SELECT s.text_id FROM helpdesk.searched_text AS s WHERE s.is_message = p_is_message
        ORDER BY s.text_id DESC LIMIT 1
    );
    v_words tsquery := p_query;
    v_blocks tsquery;
    v_expected float8;
    v_hits float8 := 0;
    v_rare int;
    v_missing bigint := p_enough;
    v_found bigint;
    v_ids bigint := 0;
    v_reach bigint := c_newest;
    v_lower bigint;
    v_upper bigint := least(p_before, v_all);
BEGIN
    -- The index knows words, not their order: a phrase is looked up as its words, then checked. So is a beginning
    -- beside a word: the index would gather all texts with words that begin so.
    IF p_query::text !~ '!\(' THEN
        v_words := regexp_replace(
            regexp_replace(p_query::text, '<(-|[0-9]+)>', '&', 'g'),
            '(?<!!)(''[^'']*''(:[A-D]+)?) & ''[^'']*'':[A-D]*\*', '\1', 'g'
        )::tsquery;
    END IF;
    WHILE v_upper > 0 LOOP
        v_lower := greatest(v_upper - least(v_reach, c_along), 0);
        RETURN QUERY
        SELECT s.text_id, s.ticket_id, ts_rank(s.document, p_query)
        FROM helpdesk.searched_text AS s
        WHERE s.is_message = p_is_message
            AND s.text_id >= v_lower
            AND s.text_id < v_upper
            -- IS TRUE: not by the index of words.
            AND (s.document @@ p_query) IS TRUE
            AND (s.is_public OR p_with_notes)
        ORDER BY s.text_id DESC
        LIMIT v_missing;
        GET DIAGNOSTICS v_found = ROW_COUNT;
        v_missing := v_missing - v_found;
        IF v_missing = 0 THEN
            RETURN;
        END IF;
        v_ids := v_ids + v_upper - v_lower;
        v_upper := v_lower;
        v_reach := 1 + v_missing * v_ids * 3 / 2 / (p_enough - v_missing + 1);
        IF v_reach > c_along THEN
            v_expected := greatest(
                coalesce(v_expected, helpdesk.estimate_matches(p_is_message, v_words)),
                (p_enough - v_missing) * v_all / v_ids
            );
            -- What one in twenty has may be missing in the newest only; what fewer have, the index gives for less.
            EXIT WHEN v_ids >= 8 * c_along OR v_expected * 20 < v_all;
        END IF;
    END LOOP;

    -- The statistics put words too high that they do not list.
    v_rare := CASE WHEN v_missing = p_enough THEN 5000 ELSE 1000 END;
    v_reach := greatest(least(v_reach, 1000 * v_all / v_expected), c_along);
    WHILE v_missing > p_enough / 2 AND v_upper > 0 AND v_hits <= 6000 LOOP
        IF v_expected * v_upper / v_all <= v_rare OR v_reach > least(v_upper - 1, c_most_blocks << 13) THEN
            v_lower := 0;
            v_blocks := NULL;
        ELSE
            v_lower := v_upper - v_reach;
            SELECT string_agg(format('%L', ' ' || b.block), '|')::tsquery INTO v_blocks
            FROM generate_series(v_lower >> 13, (v_upper - 1) >> 13) AS b(block);
        END IF;
        RETURN QUERY
        WITH hit AS MATERIALIZED (
            SELECT s.text_id, s.ticket_id, s.is_public, s.document
            FROM helpdesk.searched_text AS s
            WHERE s.is_message = p_is_message
                AND s.document @@ CASE WHEN v_blocks IS NULL THEN v_words ELSE v_words && v_blocks END
        )
        SELECT s.text_id, s.ticket_id, ts_rank(s.document, p_query)
        FROM hit AS s
        WHERE s.text_id >= v_lower AND s.text_id < v_upper AND s.document @@ p_query AND (s.is_public OR p_with_notes)
        ORDER BY s.text_id DESC
        LIMIT v_missing;
        GET DIAGNOSTICS v_found = ROW_COUNT;
        v_missing := v_missing - v_found;
        v_hits := v_hits + CASE
            WHEN v_words = p_query THEN v_found ELSE v_expected * (v_upper - v_lower) / v_all
        END;
        v_upper := v_lower;
        v_reach := 4 * v_reach;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.find_newest_matches IS
'The newest p_enough or so tickets or messages whose words match, of those before an id; looks at a bounded number of '
'them, whoever may see them.';
