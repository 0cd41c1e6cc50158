CREATE OR REPLACE FUNCTION helpdesk.forgive_login_tries(p_tried text, p_network text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    -- Not all of the network's: whoever has one account could try others for ever.
    UPDATE helpdesk.login_try AS t
    SET tries = t.tries - 1, refused_until = NULL
    WHERE t.tried = 'network ' || p_network AND t.tries > 0;
    DELETE FROM helpdesk.login_try AS t WHERE t.tried = p_tried;
END;

COMMENT ON FUNCTION helpdesk.forgive_login_tries IS
'After a success: forgets what was tried in vain, and takes back what was counted with it for the network.';
