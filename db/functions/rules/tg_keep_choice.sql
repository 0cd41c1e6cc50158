-- A trigger, since names in JSON have no foreign key.
CREATE OR REPLACE FUNCTION helpdesk.tg_keep_choice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_choices text := format('%s.%s', TG_TABLE_NAME, TG_ARGV[0]);
    v_old jsonb := to_jsonb(OLD) -> TG_ARGV[0];
    v_new jsonb;
    v_use text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        v_new := to_jsonb(NEW) -> TG_ARGV[0];
        IF v_new = v_old THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM helpdesk.lock_choices(true);
    IF TG_OP = 'UPDATE' THEN
        PERFORM helpdesk.rename_choice(v_choices, v_old, v_new);
        RETURN NULL;
    END IF;
    v_use := helpdesk.use_of_choice(v_choices, v_old);
    IF v_use IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD406', format('%s %s is used by %s', replace(TG_TABLE_NAME, '_', ' '), v_old #>> '{}', v_use)
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_keep_choice IS
'What conditions, actions or settings name is renamed in them, too, and is not deleted. Raises PD406.';
