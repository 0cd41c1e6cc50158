CREATE FUNCTION api.search(
    query text,
    status text DEFAULT NULL,
    status_category text DEFAULT NULL,
    priority text DEFAULT NULL,
    ticket_type text DEFAULT NULL,
    channel text DEFAULT NULL,
    department_id bigint DEFAULT NULL,
    assignee_id bigint DEFAULT NULL,
    requester_id bigint DEFAULT NULL,
    organisation_id bigint DEFAULT NULL,
    tag text DEFAULT NULL,
    created_from timestamptz DEFAULT NULL,
    created_before timestamptz DEFAULT NULL,
    max_results int DEFAULT 25
) RETURNS SETOF api.search_result
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_language text := coalesce((SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'en');
    v_query tsquery := helpdesk.search_query(
        v_language, left(search.query, 1000), helpdesk.actor_role() <> 'customer'
    );
    v_pattern text := helpdesk.search_pattern(v_query);
    v_config regconfig := helpdesk.search_config(v_language);
BEGIN
    IF btrim(coalesce(search.query, '')) = '' THEN
        PERFORM helpdesk.refuse('PD006', 'query is empty');
    END IF;
    RETURN QUERY
    SELECT
        t.ticket_id, t.reference, t.subject, t.status, t.priority, t.requester_id, t.assignee_id, t.department_id,
        t.created_at, t.updated_at,
        f.message_id,
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
            search.query
        ),
        f.rank
    FROM helpdesk.search_tickets(
        v_query,
        helpdesk.find_reference(search.query),
        jsonb_build_object(
            'status', search.status, 'status_category', search.status_category, 'priority', search.priority,
            'ticket_type', search.ticket_type, 'channel', search.channel, 'department_id', search.department_id,
            'assignee_id', search.assignee_id, 'requester_id', search.requester_id,
            'organisation_id', search.organisation_id, 'tag', search.tag, 'created_from', search.created_from,
            'created_before', search.created_before
        ),
        search.max_results
    ) AS f
    JOIN helpdesk.ticket AS t USING (ticket_id)
    LEFT JOIN helpdesk.message AS m ON m.message_id = f.message_id
    ORDER BY f.rank DESC, t.ticket_id DESC;
END
$$;

COMMENT ON FUNCTION api.search IS
$$Search tickets and messages

query: words, "phrases", or, -not, word* for a beginning; words are stemmed in the caller's language, accents do not
matter, the last word also counts as a beginning. Parts of codes, addresses and paths are found, telephone numbers in
any groups, words in Chinese, Japanese, Korean or Thai text; a ticket by its reference, also without prefix
or behind #. Staff also find tickets by name and address of requester and participants. Best first, of the newest fifty
or so matching tickets and as many messages, twice max_results where that is more; at most 200. message_id and excerpt:
the best match (hits between **), null: the ticket's own text. Only what the caller may see, and of more than a thousand
tickets, where these are few of all, common words in the newest thousand; customers never find notes or people. Raises
PD006.$$;
GRANT EXECUTE ON FUNCTION api.search
    TO customer, agent, admin;
