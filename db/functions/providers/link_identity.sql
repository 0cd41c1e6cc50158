CREATE OR REPLACE FUNCTION helpdesk.link_identity(p_person_id bigint, p_email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.person_address AS a
    SET verified_at = helpdesk.clock()
    WHERE a.email = p_email AND a.person_id = p_person_id AND a.verified_at IS NULL;
    IF FOUND THEN
        -- Nobody had shown that the address is theirs: who had set a password for it may have been somebody else.
        DELETE FROM helpdesk.credential AS c WHERE c.person_id = p_person_id;
        PERFORM helpdesk.end_sessions(p_person_id, 'password_changed');
    END IF;
    PERFORM helpdesk.queue_mail('identity_linked', p_person_id);
END
$$;

COMMENT ON FUNCTION helpdesk.link_identity IS
'A person is known by a provider for the first time, which vouches for the address, and is told so.';
