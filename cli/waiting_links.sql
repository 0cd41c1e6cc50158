-- Mails with a link to %(email)s that wait: of people (nonce), and of guests (nonce, link, nonce of the code).
SELECT m.kind, coalesce(l.nonce, decode(m.data ->> 'nonce', 'hex')), l.guest_link_id, l.code_nonce
FROM helpdesk.outgoing_mail AS m
LEFT JOIN helpdesk.guest_link AS l ON l.guest_link_id = (m.data ->> 'guest_link_id')::bigint
WHERE m.address = %(email)s
    AND m.state IN ('queued', 'sending')
    AND (m.data ? 'nonce' OR l.guest_link_id IS NOT NULL)
ORDER BY m.created_at DESC
LIMIT 20
