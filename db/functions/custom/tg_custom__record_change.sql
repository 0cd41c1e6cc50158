-- A trigger, so that no writer can change a field without its history. Argument: the object.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom__record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_new jsonb := to_jsonb(NEW);
    v_old jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    v_object helpdesk.custom_object;
    v_changes jsonb;
    v_choices jsonb;
BEGIN
    SELECT
        jsonb_object_agg('custom.' || f.key, jsonb_build_object('from', v_old -> f.key, 'to', v_new -> f.key)),
        jsonb_object_agg(f.custom_field_id, v_new -> f.key) FILTER (WHERE f.field_type = 'multi_select')
    INTO v_changes, v_choices
    FROM helpdesk.custom_field AS f
    WHERE f.object = TG_ARGV[0] AND v_new -> f.key IS DISTINCT FROM coalesce(v_old -> f.key, 'null');
    IF v_changes IS NULL THEN
        RETURN NULL;
    END IF;
    IF v_choices IS NOT NULL THEN
        SELECT * INTO v_object FROM helpdesk.custom_object AS o WHERE o.object = TG_ARGV[0];
        EXECUTE format(
            'DELETE FROM helpdesk.%I AS c'
            ' WHERE c.%I = $1 AND $2 ? c.custom_field_id::text AND NOT ($2 -> c.custom_field_id::text) ? c.value',
            v_object.storage || '_choice', v_object.key_column
        ) USING (v_new ->> v_object.key_column)::bigint, v_choices;
        EXECUTE format(
            'INSERT INTO helpdesk.%1$I (%2$I, custom_field_id, value)
             SELECT DISTINCT $1, f.key::bigint, e.value
             FROM jsonb_each($2) AS f
             CROSS JOIN jsonb_array_elements_text(
                 CASE jsonb_typeof(f.value) WHEN ''array'' THEN f.value ELSE ''[]'' END
             ) AS e(value)
             ON CONFLICT (%2$I, custom_field_id, value) DO NOTHING',
            v_object.storage || '_choice', v_object.key_column
        ) USING (v_new ->> v_object.key_column)::bigint, v_choices;
    END IF;
    IF TG_ARGV[0] = 'ticket' THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_updated', jsonb_build_object('changes', v_changes));
        -- Any difference makes this a change of the ticket, for which ticket_20_check_change sets version and
        -- updated_at.
        UPDATE helpdesk.ticket AS t
        SET updated_at = t.updated_at + interval '1 microsecond'
        WHERE t.ticket_id = NEW.ticket_id AND NOT helpdesk.is_being_opened(t.ticket_id, t.version);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom__record_change IS
'Keeps the rows of multi_select fields; on tickets records ticket_updated with changes "custom.<key>" and counts the '
'version up.';
