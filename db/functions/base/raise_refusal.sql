CREATE OR REPLACE FUNCTION helpdesk.raise_refusal(p_refusal jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.refuse(
        p_refusal ->> 'code', p_refusal ->> 'message', p_refusal ->> 'details', p_refusal ->> 'hint'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.raise_refusal IS 'Raises what helpdesk.refusal made.';
