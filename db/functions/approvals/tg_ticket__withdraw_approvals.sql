-- A trigger, since whatever ends a ticket need not know of approvals.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__withdraw_approvals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[] := ARRAY(
        SELECT a.approval_id FROM helpdesk.approval AS a WHERE a.ticket_id = NEW.ticket_id AND a.state = 'pending'
    );
BEGIN
    IF v_ids <> '{}' THEN
        PERFORM helpdesk.end_approvals(v_ids);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__withdraw_approvals IS
'Nobody is asked any more on a ticket that is solved, closed or deleted; those of a merged one go along.';
