CREATE VIEW api.side_participants WITH (security_invoker = true) AS
SELECT
    p.side_conversation_id,
    p.person_id,
    NULL::text AS address
FROM helpdesk.side_participant AS p
WHERE helpdesk.token_reads('side_participants')
UNION ALL
SELECT
    o.side_conversation_id,
    NULL::bigint,
    o.address
FROM helpdesk.side_outsider AS o
WHERE helpdesk.token_reads('side_participants');

COMMENT ON VIEW api.side_participants IS
$$Who takes part in side conversations

person_id of staff, address of outsiders, who read and write by mail only.$$;
COMMENT ON COLUMN api.side_participants.side_conversation_id IS 'Which conversation.';
COMMENT ON COLUMN api.side_participants.person_id IS 'Member of staff; null: an outsider.';
COMMENT ON COLUMN api.side_participants.address IS 'Mail address of an outsider; null: a member of staff.';

GRANT SELECT ON api.side_participants TO agent, admin;
