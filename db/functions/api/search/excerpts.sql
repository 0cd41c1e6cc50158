CREATE FUNCTION api.excerpts(query text, ticket_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_most CONSTANT int := 200;
    v_language text := coalesce((SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'en');
    v_query tsquery := helpdesk.search_query(v_language, left(excerpts.query, 1000));
    v_pattern text := helpdesk.search_pattern(v_query);
    v_config regconfig := helpdesk.search_config(v_language);
    v_seen bigint[];
BEGIN
    IF btrim(coalesce(excerpts.query, '')) = '' THEN
        PERFORM helpdesk.refuse('PD006', 'query is empty');
    ELSIF cardinality(excerpts.ticket_ids) > c_most THEN
        PERFORM helpdesk.refuse('PD006', format('%s ticket_ids are more than 200', cardinality(excerpts.ticket_ids)));
    END IF;
    v_seen := helpdesk.find_view_tickets(
        helpdesk.narrow_saved_view(NULL, NULL, NULL), c_most, p_among => coalesce(excerpts.ticket_ids, '{}')
    );
    RETURN (
        SELECT coalesce(jsonb_object_agg(
            b.ticket_id,
            helpdesk.excerpt_of(
                left(coalesce(
                    m.body,
                    CASE WHEN t.description !~* v_pattern AND t.subject ~* v_pattern THEN t.subject END,
                    nullif(t.description, ''),
                    t.subject
                ), 5000),
                v_pattern,
                v_config,
                v_query,
                excerpts.query
            )
        ), '{}')
        FROM (
            SELECT DISTINCT ON (f.ticket_id) f.ticket_id, f.message_id
            FROM helpdesk.find_matches_among(v_seen, v_query, true) AS f
            ORDER BY f.ticket_id, f.rank DESC, f.message_id DESC NULLS LAST
        ) AS b
        JOIN helpdesk.ticket AS t USING (ticket_id)
        LEFT JOIN helpdesk.message AS m ON m.message_id = b.message_id
    );
END
$$;

COMMENT ON FUNCTION api.excerpts IS
$$Show what answers a search in the tickets of a list

Of a page of rpc/list_tickets with query, at most 200 ticket_ids: {"<ticket_id>": the part of its best match, in text,
message or note, with hits between **}; of 5,000 characters of that at most. Without those that the caller does not see
and those that hold the words in no text. Raises PD006.$$;
GRANT EXECUTE ON FUNCTION api.excerpts TO agent, admin;
