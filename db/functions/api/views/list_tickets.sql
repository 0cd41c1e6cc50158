CREATE FUNCTION api.list_tickets(
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL,
    conditions jsonb DEFAULT NULL,
    query text DEFAULT NULL,
    sort text DEFAULT NULL,
    after jsonb DEFAULT NULL,
    ticket_ids bigint[] DEFAULT NULL,
    max_results int DEFAULT 100
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_most CONSTANT int := 200;
    v_view helpdesk.saved_view := helpdesk.narrow_saved_view(
        list_tickets.view_id, list_tickets.slug, list_tickets.conditions, list_tickets.sort
    );
    v_limit int := least(greatest(coalesce(list_tickets.max_results, 100), 1), c_most);
    v_has_words boolean := btrim(list_tickets.query) <> '';
    v_among bigint[] := list_tickets.ticket_ids;
    v_count jsonb;
    v_ids bigint[];
BEGIN
    IF cardinality(v_among) > 1000 THEN
        PERFORM helpdesk.refuse('PD006', format('%s ticket_ids are more than 1000', cardinality(v_among)));
    ELSIF NOT helpdesk.are_keys_of_sort(v_view.sort, list_tickets.after) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('after cannot be %s', left(list_tickets.after::text, 100)), NULL,
            'Give next of the page before, with the same sort.'
        );
    END IF;
    IF v_has_words THEN
        v_among := ARRAY(
            SELECT f.ticket_id
            FROM unnest(helpdesk.find_view_words(v_view, list_tickets.query, c_most)) WITH ORDINALITY AS f(ticket_id, n)
            WHERE v_among IS NULL OR f.ticket_id = ANY (v_among)
            ORDER BY f.n
        );
    END IF;
    IF v_has_words AND list_tickets.sort IS NULL THEN
        v_ids := v_among;
        v_limit := c_most + 1;
    ELSE
        v_ids := helpdesk.find_view_tickets(v_view, v_limit, p_after => list_tickets.after, p_among => v_among);
    END IF;
    IF list_tickets.after IS NULL THEN
        v_count := CASE
            WHEN v_has_words THEN jsonb_build_object(
                'count', nullif(cardinality(v_among), c_most),
                'label', cardinality(v_among)::text || CASE cardinality(v_among) WHEN c_most THEN '+' ELSE '' END
            )
            WHEN v_among IS NULL THEN helpdesk.count_view_tickets(v_view)
        END;
    END IF;
    RETURN jsonb_build_object(
        'at', helpdesk.clock(),
        'tickets', helpdesk.list_rows(v_ids),
        'next', (
            SELECT jsonb_agg(to_jsonb(t) -> k.key ORDER BY k.place)
            FROM unnest(helpdesk.keys_of_sort(v_view.sort)) WITH ORDINALITY AS k(key, place)
            JOIN (
                SELECT
                    x.updated_at, x.created_at, x.last_message_at, x.due_at, x.next_due_at, x.priority_rank,
                    x.ticket_id
                FROM helpdesk.ticket AS x
                WHERE x.ticket_id = v_ids[v_limit]
            ) AS t ON true
        ),
        'count', v_count
    );
END
$$;

COMMENT ON FUNCTION api.list_tickets IS
$$A page of a list of tickets

Of a saved view (view_id or slug), or of all tickets without one, those of which conditions hold, too, and that have
the words of query, as rpc/search finds them; of ticket_ids only, where they are given. sort: as saved_views have it,
instead of the view's own; with query and without sort best first, on one page. max_results: 200 at most. after: next
of the page before. {"at": now, "tickets": rows as of /rest/tickets without description, each with department_name,
organisation_name, "asks_me": a request for help waits for the caller, "is_new": it has messages by others since the
caller looked at it (rpc/share_presence) or, never looked at, is open and nobody has answered, "viewers":
[{"person_id", "name", "is_replying"}] others who look at it now; "next": null on the last page, "count": {"count":
exact up to 1000 (with query 199), then null, "label": the same as text, or "1000+"}, null on further pages and with
ticket_ids}. Raises PD001, PD006, PD401, PD405.$$;
GRANT EXECUTE ON FUNCTION api.list_tickets TO agent, admin;
