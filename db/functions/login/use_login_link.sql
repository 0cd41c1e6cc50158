CREATE OR REPLACE FUNCTION helpdesk.use_login_link(p_token_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.login_link AS l SET used_at = helpdesk.clock() WHERE l.token_hash = p_token_hash;
    UPDATE helpdesk.person_address AS a
    SET verified_at = helpdesk.clock()
    FROM helpdesk.login_link AS l
    WHERE l.token_hash = p_token_hash AND l.purpose <> 'invitation'
        AND a.email = l.email AND a.person_id = l.person_id AND a.verified_at IS NULL;
END;

COMMENT ON FUNCTION helpdesk.use_login_link IS
'Voids a link. Who has one that was mailed has the address, whatever the link is for.';
