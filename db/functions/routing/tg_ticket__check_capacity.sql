-- A trigger, since a constraint cannot count other tickets.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_capacity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_max int;
    v_channel_max int;
    v_role text := helpdesk.actor_role();
    v_is_full boolean;
BEGIN
    SELECT a.max_open, c.max_open INTO v_max, v_channel_max
    FROM helpdesk.agent AS a
    LEFT JOIN helpdesk.agent_capacity AS c ON c.person_id = a.person_id AND c.channel = NEW.channel
    WHERE a.person_id = NEW.assignee_id;
    IF v_max IS NULL AND v_channel_max IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM helpdesk.agent AS a WHERE a.person_id = NEW.assignee_id FOR NO KEY UPDATE;
    IF helpdesk.setting_text('assign_above_capacity') = 'everybody'
        OR helpdesk.setting_text('assign_above_capacity') = 'admins' AND v_role IN ('admin', 'system') THEN
        RETURN NEW;
    END IF;
    SELECT count(*) >= v_max OR count(*) FILTER (WHERE t.channel = NEW.channel) >= v_channel_max INTO v_is_full
    FROM helpdesk.ticket AS t
    WHERE t.assignee_id = NEW.assignee_id AND t.ticket_id <> NEW.ticket_id
        AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL;
    IF v_is_full THEN
        PERFORM helpdesk.refuse(
            'PD702', format('%s has no room for ticket %s', helpdesk.person_name(NEW.assignee_id), NEW.reference),
            concat_ws(
                ' ',
                CASE WHEN v_max IS NOT NULL THEN format('At most %s open tickets.', v_max) END,
                CASE WHEN v_channel_max IS NOT NULL THEN format('At most %s by %s.', v_channel_max, NEW.channel) END
            )
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_capacity() IS
'Nobody is assigned more than the capacity, but by those whom setting assign_above_capacity lets. The agent''s row stays locked, so that counting and routing wait for each other; agents without a limit are not locked. Reopened tickets stay with their assignee, also above it. Raises PD702.';
