CREATE OR REPLACE FUNCTION helpdesk.notice(p_message text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF nullif(current_setting('request.method', true), '') IS NULL THEN
        RAISE NOTICE '%', p_message;
    ELSE
        -- What headers may hold.
        PERFORM set_config(
            'response.headers',
            jsonb_build_array(
                jsonb_build_object('X-Pgdesk-Notice', regexp_replace(p_message, '[^ -~]', '?', 'g'))
            )::text,
            true
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.notice IS
'Tells the caller of something that is done nevertheless: NOTICE for SQL clients, header X-Pgdesk-Notice (the last '
'one) of an API request.';
