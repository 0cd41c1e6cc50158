-- A trigger, since names in JSON have no foreign key.
CREATE OR REPLACE FUNCTION helpdesk.tg_keep_choice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_choices text := format('%s.%s', TG_TABLE_NAME, TG_ARGV[0]);
    v_old jsonb := to_jsonb(OLD) -> TG_ARGV[0];
    v_new jsonb;
    v_is_retired boolean;
    v_use text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        v_new := to_jsonb(NEW) -> TG_ARGV[0];
        v_is_retired := to_jsonb(OLD) -> 'is_active' > to_jsonb(NEW) -> 'is_active';
        IF v_new = v_old AND v_is_retired IS NOT TRUE THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM helpdesk.lock_choices(true);
    IF v_new <> v_old THEN
        PERFORM helpdesk.rename_choice(v_choices, v_old, v_new);
    END IF;
    v_use := CASE
        WHEN TG_OP = 'DELETE' THEN helpdesk.use_of_choice(v_choices, v_old)
        -- A rule says what it could not do any more; a setting would do nothing without a word.
        WHEN v_is_retired THEN helpdesk.setting_of_choice(v_choices, v_new)
    END;
    IF v_use IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD406', format('%s %s is used by %s', replace(TG_TABLE_NAME, '_', ' '), v_old #>> '{}', v_use)
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_keep_choice IS
'What conditions, actions or settings name is renamed in them, too, and is not deleted; what settings name is not '
'retired either. Raises PD406.';
