CREATE OR REPLACE FUNCTION helpdesk.note_refused_post(p_adapter text, p_reason text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    -- Anybody may post what is refused: one row, and that once a minute.
    UPDATE helpdesk.mail_adapter AS a
    SET refused_at = helpdesk.clock(), refused_for = left(p_reason, 500)
    WHERE a.adapter = p_adapter
        AND coalesce(a.refused_at < helpdesk.clock() - interval '1 minute', true);
END;

COMMENT ON FUNCTION helpdesk.note_refused_post IS
'Notes why a post to an adapter was refused, for check_mail_adapter; at most once a minute.';
GRANT EXECUTE ON FUNCTION helpdesk.note_refused_post TO worker;
