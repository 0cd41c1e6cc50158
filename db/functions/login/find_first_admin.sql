CREATE OR REPLACE FUNCTION helpdesk.find_first_admin() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT min(p.person_id)
    FROM helpdesk.person AS p
    WHERE p.role = 'admin' AND p.is_active AND p.email IS NOT NULL
    HAVING NOT EXISTS (
        SELECT
        FROM helpdesk.credential AS c
        JOIN helpdesk.person AS a ON a.person_id = c.person_id
        WHERE a.role = 'admin' AND a.is_active
    );
END;

COMMENT ON FUNCTION helpdesk.find_first_admin IS
'The administrator who is to be invited first; null where one has a password already, or nobody is one.';
