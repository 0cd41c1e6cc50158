CREATE OR REPLACE FUNCTION helpdesk.end_acting_rule() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config('helpdesk.acting_rule', '', true);
END
$$;

COMMENT ON FUNCTION helpdesk.end_acting_rule IS 'Ends what begin_acting_rule began.';
