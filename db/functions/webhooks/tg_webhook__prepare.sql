-- A trigger, since a check can neither compile nor look into event_kind: what is saved is what runs.
CREATE OR REPLACE FUNCTION helpdesk.tg_webhook__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_unknown text;
BEGIN
    -- A name that rename_choice writes was checked under its old one; tg_setting__keep_webhook writes no conditions.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 AND NEW.conditions <> OLD.conditions THEN
        RETURN NEW;
    END IF;
    PERFORM helpdesk.lock_choices();
    NEW.conditions := helpdesk.spell_conditions(NEW.conditions);
    PERFORM helpdesk.require('webhooks.edit');
    SELECT e.kind INTO v_unknown
    FROM unnest(NEW.events) AS e(kind)
    WHERE e.kind IS DISTINCT FROM '*' AND NOT EXISTS (SELECT 1 FROM helpdesk.event_kind AS k WHERE k.kind = e.kind)
    LIMIT 1;
    IF FOUND THEN
        PERFORM helpdesk.refuse(
            'PD006', format('event %s does not exist', coalesce(v_unknown, 'null')), NULL,
            'See /rest/event_kinds; * stands for all.'
        );
    END IF;
    NEW.predicate := helpdesk.compile_condition(NEW.conditions, 'workflow');
    IF TG_OP = 'INSERT' OR NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := helpdesk.clock();
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.is_active AND NOT OLD.is_active THEN
        NEW.failures := 0;
        NEW.rests_until := NULL;
        NEW.off_because := NULL;
        PERFORM helpdesk.call_deliveries(NEW.webhook_id);
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_webhook__prepare IS
'Checks and compiles a webhook when it is saved. Raises PD002, PD006, PD401.';
