-- A trigger: a generated column sees no other table.
CREATE OR REPLACE FUNCTION helpdesk.tg_index_words_of_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint := coalesce(NEW.person_id, OLD.person_id);
    c_now CONSTANT int := 100;
    v_ticket_ids bigint[] := ARRAY(
        SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.requester_id = v_person_id
        UNION
        SELECT x.ticket_id FROM helpdesk.ticket_participant AS x WHERE x.person_id = v_person_id
        ORDER BY 1 DESC
    );
BEGIN
    UPDATE helpdesk.ticket_search AS s
    SET document = helpdesk.ticket_document(s.ticket_id)
    WHERE s.ticket_id = ANY (v_ticket_ids[:c_now]);
    INSERT INTO helpdesk.search_backlog AS b (from_ticket_id, until_ticket_id, is_remake)
    SELECT r.ticket_id, r.ticket_id, true FROM unnest(v_ticket_ids[c_now + 1:]) AS r(ticket_id)
    ON CONFLICT (from_ticket_id, until_ticket_id) DO UPDATE SET is_remake = true;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_index_words_of_person IS
'Tickets are found by a person''s new name or address: the newest at once, the others by index_words.';
