-- Who may lead a ticket from one status to another, and what that needs.
SELECT t.from_status, t.to_status, 'customer' = ANY (t.roles), t.required_fields
FROM helpdesk.status_transition AS t
JOIN helpdesk.status AS f ON f.status = t.from_status
JOIN helpdesk.status AS s ON s.status = t.to_status
ORDER BY f.position, s.position
