-- A creating verb calls begin_once at its head and end_once at its tail. The unique key makes a second caller wait
-- until the first has committed (then it gets the first answer) or rolled back (then it does the work). Nothing else is
-- locked before, so no deadlock.
CREATE OR REPLACE FUNCTION helpdesk.idempotency_caller(p_claimed_email text DEFAULT NULL) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN helpdesk.actor_role() = 'anon' THEN 'anon:' || encode(sha256(convert_to(
            helpdesk.caller_network() || ' ' || coalesce(lower(btrim(p_claimed_email)), ''), 'UTF8'
        )), 'hex')
        ELSE helpdesk.actor_role() || coalesce(
            ':' || helpdesk.me()::text, ':guest ' || helpdesk.my_guest_ticket_id()::text, ''
        )
    END;
END;

COMMENT ON FUNCTION helpdesk.idempotency_caller IS
'Whose keys these are; of guests with a link, those of its ticket; of callers without a token, those of one network '
'who give one address.';
