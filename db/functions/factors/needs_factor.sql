CREATE OR REPLACE FUNCTION helpdesk.needs_factor(p_person_id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.list_factors(p_person_id) <> '{}' OR helpdesk.setting('factors_required_of') ? p.role
    FROM helpdesk.person AS p
    WHERE p.person_id = p_person_id;
END;

COMMENT ON FUNCTION helpdesk.needs_factor IS
'Whether a person does not sign in by password alone: they have a second factor, or their role must have one.';
