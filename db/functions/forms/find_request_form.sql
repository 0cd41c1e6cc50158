CREATE OR REPLACE FUNCTION helpdesk.find_request_form(p_form text) RETURNS helpdesk.request_form
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_form helpdesk.request_form;
BEGIN
    SELECT f.* INTO v_form
    FROM helpdesk.request_form AS f
    WHERE f.form = p_form AND f.is_active AND (
        f.audience = 'public'
        OR helpdesk.actor_role() = 'system'
        OR helpdesk.me() IS NOT NULL AND (
            f.audience = 'customers'
            OR helpdesk.actor_role() IN ('agent', 'admin')
            OR f.organisation_id = (
                SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()
            )
        )
    );
    IF v_form.form IS NULL AND p_form IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD001', format('form %s not found', p_form), NULL, 'See /rest/request_forms.');
    END IF;
    RETURN v_form;
END
$$;

COMMENT ON FUNCTION helpdesk.find_request_form IS
'A form that the caller may use; of none, none. Raises PD001.';
