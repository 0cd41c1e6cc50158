-- A trigger, so that whoever saves the tags that they saw learns that somebody else has changed them.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_tag__count_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.ticket AS t
    SET version = t.version + 1
    WHERE t.ticket_id IN (SELECT c.ticket_id FROM changed AS c)
        AND NOT helpdesk.is_being_opened(t.ticket_id, t.version);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_tag__count_change IS
'Counts the version of tickets up once for each statement that changes their tags. updated_at stays: no index has to '
'follow, and a word to sort by makes no ticket fresh.';
