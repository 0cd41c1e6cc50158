CREATE OR REPLACE FUNCTION helpdesk.use_login_link(p_token_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.login_link AS l SET used_at = helpdesk.clock() WHERE l.token_hash = p_token_hash;
    INSERT INTO helpdesk.verified_email AS v (person_id, email, verified_at)
    SELECT l.person_id, l.email, helpdesk.clock()
    FROM helpdesk.login_link AS l
    WHERE l.token_hash = p_token_hash AND l.purpose <> 'invitation'
    ON CONFLICT (person_id) DO UPDATE SET email = excluded.email, verified_at = excluded.verified_at
    WHERE v.email <> excluded.email;
END;

COMMENT ON FUNCTION helpdesk.use_login_link IS
'Voids a link. Who has one that was mailed has the address, whatever the link is for.';
