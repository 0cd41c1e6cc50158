-- A trigger, since a row does not tell by itself whether it is needed.
CREATE OR REPLACE FUNCTION helpdesk.tg_status__keep_used() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- Verbs, merges, spam and replies set these by name.
    IF TG_OP <> 'INSERT' AND OLD.status IN ('resolved', 'closed', 'reopened') AND (
        TG_OP = 'DELETE' OR (NEW.status, NEW.category) <> (OLD.status, OLD.category) OR NOT NEW.is_active
    ) THEN
        PERFORM helpdesk.refuse(
            'PD009', format('status %s is used by pgdesk itself', OLD.status),
            'Its label, colour and position can change.',
            'Remove rows of /rest/status_transitions so that nobody enters it.'
        );
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.is_default AND pg_trigger_depth() = 1 AND (
        TG_OP = 'DELETE' OR NOT (NEW.is_default AND NEW.is_active)
    ) THEN
        PERFORM helpdesk.refuse(
            'PD009', format('status %s is what new tickets begin with', OLD.status), NULL,
            'Make another status the default first.'
        );
    END IF;
    -- Its tickets were solved or closed at an instant, or were not: none can be made up for them.
    IF TG_OP = 'UPDATE' AND NEW.category <> OLD.category AND '{solved,closed}' && ARRAY[OLD.category, NEW.category]
        AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.status = OLD.status) THEN
        PERFORM helpdesk.refuse(
            'PD009', format('status %s cannot go from category %s to %s while tickets have it',
                OLD.status, OLD.category, NEW.category),
            'Tickets are solved and closed at an instant, which these would lack or keep wrongly.',
            format('Make a status of category %s and give it to the tickets instead.', NEW.category)
        );
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.is_default THEN
        UPDATE helpdesk.status AS s SET is_default = false WHERE s.is_default AND s.status <> NEW.status;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_status__keep_used IS
'Keeps the statuses that pgdesk itself sets, what tickets in one were solved by, and one default: a new one takes the '
'place of the old. Raises PD009.';
