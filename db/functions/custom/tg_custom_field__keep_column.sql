-- A trigger, so that a field is a column whoever defines it.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom_field__keep_column() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = 'warning'
AS $$
DECLARE
    v_field helpdesk.custom_field := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    v_index text;
    v_object helpdesk.custom_object;
BEGIN
    SELECT * INTO v_object FROM helpdesk.custom_object AS o WHERE o.object = v_field.object;
    IF v_object.object IS NULL THEN
        RETURN NULL; -- the object is going, and its table with it
    END IF;
    v_index := format('%s_field_%s_idx', v_object.storage, v_field.custom_field_id);
    IF TG_OP = 'INSERT' THEN
        EXECUTE format(
            'ALTER TABLE helpdesk.%I ADD COLUMN %I %s',
            v_object.storage,
            v_field.key,
            CASE v_field.field_type
                WHEN 'number' THEN 'double precision'
                WHEN 'date' THEN 'date'
                WHEN 'checkbox' THEN 'boolean'
                WHEN 'multi_select' THEN 'text[]'
                ELSE 'text'
            END
        );
        EXECUTE format('COMMENT ON COLUMN helpdesk.%I.%I IS ''Custom field.''', v_object.storage, v_field.key);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM helpdesk.keep_condition_field(v_field);
        IF v_field.is_filterable
            AND v_field.field_type <> 'multi_select'
            AND to_regclass(format('helpdesk.%I', v_index)) IS NULL THEN
            BEGIN
                EXECUTE format(
                    'CREATE INDEX %1$I ON helpdesk.%2$I (%3$I, %4$I) WHERE %3$I IS NOT NULL',
                    v_index, v_object.storage, v_field.key, v_object.key_column
                );
            EXCEPTION WHEN program_limit_exceeded THEN
                PERFORM helpdesk.refuse(
                    'PD803', format('custom field %s has values of more than 2600 bytes', v_field.key), SQLERRM
                );
            END;
            EXECUTE format('COMMENT ON INDEX helpdesk.%I IS ''Custom field: filter and order by it.''', v_index);
        ELSIF NOT v_field.is_filterable THEN
            EXECUTE format('DROP INDEX IF EXISTS helpdesk.%I', v_index);
        END IF;
        PERFORM helpdesk.rebuild_custom_view(v_field.object);
    ELSE
        PERFORM helpdesk.rebuild_custom_view(v_field.object);
        EXECUTE format('ALTER TABLE helpdesk.%I DROP COLUMN %I', v_object.storage, v_field.key);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom_field__keep_column IS
'Adds, indexes or drops the column of a custom field, keeps its condition field and rebuilds the api view. Adding '
'rewrites nothing; the index is built under the table''s lock, while the column is empty (0.2 s for a million rows) '
'unless is_filterable is switched on later (1 s for a million values).';
