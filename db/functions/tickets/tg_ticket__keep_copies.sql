-- A trigger, since the rules of changes look away where what the clocks show changes: nothing else may change with it.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__keep_copies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_other helpdesk.ticket := NEW;
BEGIN
    v_other.next_due_at := OLD.next_due_at;
    v_other.sla_state := OLD.sla_state;
    IF v_other IS DISTINCT FROM OLD THEN
        PERFORM helpdesk.refuse('PD009', 'next_due_at and sla_state follow the SLA clocks');
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__keep_copies IS
'next_due_at and sla_state change alone: by show_sla, without a new version. Raises PD009.';
