CREATE OR REPLACE FUNCTION helpdesk.acting_rule() RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN helpdesk.actor_role() = 'system'
            THEN coalesce(nullif(current_setting('helpdesk.acting_rule', true), '')::jsonb, '{}')
        ELSE '{}'::jsonb
    END;
END;

COMMENT ON FUNCTION helpdesk.acting_rule IS
'{"rule": {"rule_id", "depth", "chain_id"}} while a rule acts, else {}; goes into the payload of the events it causes. '
'Only the system is believed.';
