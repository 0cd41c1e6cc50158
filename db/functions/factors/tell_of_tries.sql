CREATE OR REPLACE FUNCTION helpdesk.tell_of_tries(p_person_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.queue_mail('factor_failed', p_person_id)
    WHERE NOT EXISTS (
        SELECT
        FROM helpdesk.outgoing_mail AS m
        WHERE m.person_id = p_person_id AND m.kind = 'factor_failed'
            AND m.created_at > helpdesk.clock() - interval '1 day'
    );
END;

COMMENT ON FUNCTION helpdesk.tell_of_tries IS
'Tells a person, once a day, that somebody who knows their password, or is signed in as them, fails to prove more.';
