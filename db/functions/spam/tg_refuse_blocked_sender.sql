-- A trigger, since the rule needs the caller and another table. Mail asks is_blocked_sender itself and quarantines;
-- staff may write for anybody.
CREATE OR REPLACE FUNCTION helpdesk.tg_refuse_blocked_sender() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text;
BEGIN
    IF helpdesk.actor_role() NOT IN ('anon', 'customer') THEN
        RETURN NEW;
    END IF;
    SELECT p.email INTO v_email
    FROM helpdesk.person AS p
    WHERE p.person_id = CASE TG_TABLE_NAME
        WHEN 'ticket' THEN (to_jsonb(NEW) ->> 'requester_id')::bigint
        ELSE (to_jsonb(NEW) ->> 'author_id')::bigint
    END;
    IF helpdesk.is_blocked_sender(v_email) THEN
        PERFORM helpdesk.refuse('PD504', format('%s is blocked', v_email));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_refuse_blocked_sender IS
'Blocked senders open no tickets and write no replies. Raises PD504.';
