-- A person by id; without one the first active of the role.
SELECT p.person_id, p.name, p.role, p.is_active
FROM helpdesk.person AS p
WHERE NOT p.is_guest
    AND (p.person_id = %(id)s OR (%(id)s::bigint IS NULL AND p.role = %(role)s AND p.is_active))
ORDER BY p.person_id
LIMIT 1
