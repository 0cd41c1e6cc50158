CREATE OR REPLACE FUNCTION helpdesk.lock_custom_object(p_object text) RETURNS helpdesk.custom_object
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '3s'
AS $$
DECLARE
    v_object helpdesk.custom_object;
BEGIN
    -- As pgdesk migrate does, so that schema api is not rebuilt meanwhile.
    LOCK TABLE pgdesk_deploy.file IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO v_object FROM helpdesk.custom_object AS o WHERE o.object = p_object FOR UPDATE;
    IF v_object.object IS NULL THEN
        RETURN NULL;
    END IF;
    -- Short tries: readers and writers never wait long, and never in a circle, since a try that ends lets go of both
    -- locks.
    PERFORM set_config('lock_timeout', '100ms', true);
    FOR v_try IN 1..20 LOOP
        BEGIN
            -- Readers lock the view before its table; whoever writes and then reads locks the table before the view.
            IF v_try % 2 = 0 THEN
                EXECUTE format('LOCK TABLE helpdesk.%I IN ACCESS EXCLUSIVE MODE', v_object.storage);
            END IF;
            IF to_regclass(format('api.%I', v_object.resource)) IS NOT NULL THEN
                EXECUTE format('LOCK TABLE api.%I IN ACCESS EXCLUSIVE MODE', v_object.resource);
            END IF;
            EXECUTE format('LOCK TABLE helpdesk.%I IN ACCESS EXCLUSIVE MODE', v_object.storage);
            RETURN v_object;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.05);
        END;
    END LOOP;
    PERFORM helpdesk.refuse('PD805', format('the custom fields of %s are in use', p_object));
    RETURN NULL;
EXCEPTION WHEN lock_not_available THEN
    PERFORM helpdesk.refuse('PD805', 'another definition or a deploy is being made');
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_custom_object IS
'Before columns of an object change: one definer at a time, and no deploy; readers and writers of its fields wait '
'until the transaction ends. Waits 3 seconds at most. Raises PD805.';
