CREATE OR REPLACE FUNCTION hook.change_rows(p_are_visible boolean, p_view text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_are_visible THEN
        PERFORM helpdesk.refuse('PD002', format('you may see these %s, but not change them', p_view), NULL,
            'Choose rows that are yours to change, or ask somebody who may change these.');
    END IF;
END
$$;

COMMENT ON FUNCTION hook.change_rows IS
'Called after a PATCH or DELETE that changed nothing: raises PD002 if rows that the caller sees match its filters.';
GRANT EXECUTE ON FUNCTION hook.change_rows TO anon, customer, agent, admin;
