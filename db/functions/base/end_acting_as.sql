CREATE OR REPLACE FUNCTION helpdesk.end_acting_as(p_claims text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config('request.jwt.claims', coalesce(p_claims, ''), true);
END
$$;

COMMENT ON FUNCTION helpdesk.end_acting_as IS 'Ends what begin_acting_as began, whose result it takes.';
