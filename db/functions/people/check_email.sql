CREATE OR REPLACE FUNCTION helpdesk.check_email(p_email text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text := lower(btrim(p_email));
BEGIN
    IF v_email IS NULL OR v_email !~ '^[^@\s]+@[^@\s]+$' OR length(v_email) > 320 THEN
        PERFORM helpdesk.refuse(
            'PD006', 'the mail address is not valid', format('Given: %s.', coalesce(left(p_email, 100), 'nothing'))
        );
    END IF;
    RETURN v_email;
END
$$;

COMMENT ON FUNCTION helpdesk.check_email IS 'The mail address as it is kept, in lower case. Raises PD006.';
