CREATE OR REPLACE FUNCTION helpdesk.list_factors(p_person_id bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT array_remove(ARRAY[
        CASE WHEN EXISTS (
            SELECT FROM helpdesk.totp AS t WHERE t.person_id = p_person_id AND t.confirmed_at IS NOT NULL
        ) THEN 'totp' END,
        CASE WHEN EXISTS (SELECT FROM helpdesk.passkey AS k WHERE k.person_id = p_person_id) THEN 'passkey' END,
        CASE WHEN EXISTS (
            SELECT FROM helpdesk.recovery_code AS r WHERE r.person_id = p_person_id AND r.used_at IS NULL
        ) THEN 'recovery_code' END
    ], NULL);
END;

COMMENT ON FUNCTION helpdesk.list_factors IS
'By which second factors a person can show that it is them: totp, passkey, recovery_code. Empty: they have none.';
