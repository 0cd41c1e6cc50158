CREATE FUNCTION api.suggest_articles(
    text text DEFAULT NULL,
    ticket_id bigint DEFAULT NULL,
    language text DEFAULT NULL,
    max_results int DEFAULT 5
) RETURNS SETOF api.found_article
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket;
    v_languages text[];
    v_text text := suggest_articles.text;
BEGIN
    IF suggest_articles.ticket_id IS NOT NULL THEN
        SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = suggest_articles.ticket_id;
        IF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket) THEN
            PERFORM helpdesk.refuse('PD001', format('ticket %s not found', suggest_articles.ticket_id));
        END IF;
        v_text := concat_ws(
            E'\n', v_ticket.subject, left(v_ticket.description, 3000), left(suggest_articles.text, 3000)
        );
    END IF;
    IF coalesce(v_text, '') !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'text and ticket_id are missing', NULL, 'Give one of them.');
    END IF;
    v_languages := helpdesk.article_languages(coalesce(suggest_articles.language, v_ticket.language));
    RETURN QUERY
    SELECT
        v.article_id, v.language, t.slug, v.title, helpdesk.article_excerpt(v), a.category_id, a.audience, false, f.rank
    FROM helpdesk.find_similar_articles(
        helpdesk.words_of_text(v_text, v_languages[1]), v_languages, NULL,
        least(greatest(coalesce(suggest_articles.max_results, 5), 1), 20)
    ) AS f
    JOIN helpdesk.article_version AS v USING (article_version_id)
    JOIN helpdesk.article_translation AS t USING (article_id, language)
    JOIN helpdesk.article AS a USING (article_id)
    ORDER BY f.rank DESC, v.article_id;
END
$$;

COMMENT ON FUNCTION api.suggest_articles IS
$$Articles that may answer a text or a ticket

text: what somebody is about to send, of which the beginning counts; ticket_id: subject and description of a ticket that
the caller sees. Those that have rare words in common with it, best first; 5, at most 20, that are published for the
caller: audience says who else reads them, so that staff send no customer to what is for staff. language: without it the
ticket's or the caller's. Raises PD001, PD006.$$;
GRANT EXECUTE ON FUNCTION api.suggest_articles TO anon, customer, agent, admin;
