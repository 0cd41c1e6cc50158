CREATE OR REPLACE FUNCTION helpdesk.follow_search_recipe() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.search_words_made AS w SET recipe = helpdesk.search_recipe()
    WHERE w.recipe <> helpdesk.search_recipe();
    IF FOUND THEN
        INSERT INTO helpdesk.search_backlog AS b (from_ticket_id, until_ticket_id, is_remake)
        SELECT min(t.ticket_id), max(t.ticket_id), true FROM helpdesk.ticket AS t HAVING count(*) > 0
        ON CONFLICT (from_ticket_id, until_ticket_id) DO UPDATE SET is_remake = true;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.follow_search_recipe IS
'Queues all tickets for index_words where another server, or other functions, made their words: queries would be '
'stemmed otherwise than what they look for.';
