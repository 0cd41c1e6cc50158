-- A trigger, since a constraint cannot count other tickets.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_capacity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_setting text;
    v_full text;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = NEW.assignee_id AND a.max_open IS NOT NULL
        UNION ALL
        SELECT 1 FROM helpdesk.agent_capacity AS c WHERE c.person_id = NEW.assignee_id AND c.channel = NEW.channel
    ) THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM helpdesk.agent AS a WHERE a.person_id = NEW.assignee_id FOR NO KEY UPDATE;
    v_setting := helpdesk.setting_text('assign_above_capacity');
    IF v_setting = 'everybody' OR v_setting = 'admins' AND helpdesk.actor_role() IN ('admin', 'system') THEN
        RETURN NEW;
    END IF;
    v_full := helpdesk.find_full_capacity(NEW);
    IF v_full IS NOT NULL THEN
        PERFORM helpdesk.raise_refusal(helpdesk.capacity_refusal(NEW, NEW.assignee_id, v_full));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_capacity IS
'Nobody is assigned more than their capacity, except by those whom setting assign_above_capacity allows it. The '
'agent''s row stays locked, so that counting and routing wait for each other; agents without a limit are not '
'locked. Reopened tickets stay with their assignee, also above it. Raises PD702.';
