-- A trigger, so that no writer can open or resolve a ticket without its required fields. At opening it is a constraint
-- trigger, which rpc/create_ticket defers until the values are there.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_custom_fields() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_missing text;
BEGIN
    IF TG_OP = 'UPDATE' AND helpdesk.actor_role() = 'customer' THEN
        RETURN NULL;
    END IF;
    SELECT m.fields INTO v_missing
    FROM helpdesk.find_missing_fields(
        ARRAY[NEW.ticket_id], CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'resolve' END
    ) AS m;
    IF v_missing IS NULL THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' AND (
        EXISTS (SELECT 1 FROM helpdesk.ticket_link AS l WHERE l.to_id = NEW.ticket_id AND l.kind = 'follow_up')
        OR EXISTS (SELECT 1 FROM helpdesk.event AS e WHERE e.ticket_id = NEW.ticket_id AND e.kind = 'ticket_split')
        OR EXISTS (SELECT 1 FROM helpdesk.bridge AS b WHERE b.channel = NEW.channel)
    ) THEN
        RETURN NULL;
    END IF;
    PERFORM helpdesk.refuse(
        'PD802',
        CASE TG_OP
            WHEN 'INSERT' THEN format('custom fields are missing: %s', v_missing)
            ELSE format('ticket %s needs custom fields to become %s: %s', NEW.reference, NEW.status, v_missing)
        END
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_custom_fields IS
'Refuses to open a ticket without the fields that are required on create, or to resolve it without those '
'required on resolve. Mail, imports, bridges, splits and follow-ups open tickets without them, and customers close '
'without them. Raises PD802.';
