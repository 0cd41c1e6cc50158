-- A trigger, so that no writer can change a row without a trace.
-- Arguments: the key's columns joined by commas; columns whose values are left out, joined by commas.
CREATE OR REPLACE FUNCTION audit.tg_record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_left_out text[] := string_to_array(coalesce(TG_ARGV[1], ''), ',');
    v_old jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - v_left_out END;
    v_new jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - v_left_out END;
    v_row jsonb := coalesce(v_new, v_old);
    v_key text := v_row ->> TG_ARGV[0];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, v_new -> o.key) INTO v_old, v_new
        FROM jsonb_each(v_old) AS o
        WHERE o.value IS DISTINCT FROM v_new -> o.key;
        IF v_old IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    IF v_key IS NULL THEN
        SELECT string_agg(v_row ->> k.name, ',' ORDER BY k.position) INTO v_key
        FROM unnest(string_to_array(TG_ARGV[0], ',')) WITH ORDINALITY AS k(name, position);
    END IF;
    INSERT INTO audit.change (table_name, row_key, action, actor_id, actor_role, request_id, old_values, new_values)
    VALUES (
        TG_TABLE_NAME,
        v_key,
        lower(TG_OP),
        CASE helpdesk.actor_role() WHEN 'customer' THEN helpdesk.acting_person_id() ELSE helpdesk.me() END,
        helpdesk.actor_role(),
        helpdesk.request_id(),
        v_old,
        v_new
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION audit.tg_record_change IS 'Writes the audit row of one inserted, changed or deleted row.';
