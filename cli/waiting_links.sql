-- What mails with a link to %(email)s wait to be sent: of people (nonce), and of guests (link, nonce, nonce of the code).
SELECT m.created_at, m.kind, m.nonce, NULL::bigint, NULL::bytea
FROM helpdesk.login_mail AS m
WHERE m.email = %(email)s AND m.sent_at IS NULL AND m.nonce IS NOT NULL
UNION ALL
SELECT m.created_at, m.kind, l.nonce, l.guest_link_id, l.code_nonce
FROM helpdesk.guest_mail AS m
JOIN helpdesk.guest_link AS l USING (guest_link_id)
WHERE m.email = %(email)s AND m.sent_at IS NULL
ORDER BY 1 DESC
LIMIT 20
