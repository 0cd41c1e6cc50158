-- A trigger, so that the API servers hear of a key whoever changes it.
CREATE OR REPLACE FUNCTION helpdesk.tg_signing_key__reload() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM pg_notify('pgrst', 'reload config');
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_signing_key__reload IS
'Tells the API servers to ask hook.pre_config again: within a second they accept a new key and refuse a retired one.';
