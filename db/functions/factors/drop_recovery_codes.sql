CREATE OR REPLACE FUNCTION helpdesk.drop_recovery_codes(p_person_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    DELETE FROM helpdesk.recovery_code AS r
    WHERE r.person_id = p_person_id AND helpdesk.list_factors(p_person_id) <@ '{recovery_code}';
END;

COMMENT ON FUNCTION helpdesk.drop_recovery_codes IS 'Removes the recovery codes of who has no factor besides.';
