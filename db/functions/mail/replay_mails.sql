CREATE OR REPLACE FUNCTION helpdesk.replay_mails(
    p_ids bigint[],
    p_states text[],
    p_since timestamptz,
    p_sender text,
    p_below_version int,
    p_as_wanted boolean,
    p_before timestamptz,
    p_limit int
) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH chosen AS (
        SELECT m.inbound_mail_id
        FROM helpdesk.inbound_mail AS m
        WHERE m.state = ANY (p_states)
            AND m.state IN ('automatic', 'quarantined')
            AND num_nonnulls(m.message_id, m.side_message_id) = 0
            AND m.processed_at < p_before
            AND (p_ids IS NULL OR m.inbound_mail_id = ANY (p_ids))
            AND (p_since IS NULL OR m.received_at >= p_since)
            AND (p_sender IS NULL OR m.from_address = lower(p_sender) OR m.author_address = lower(p_sender))
            AND (p_below_version IS NULL OR coalesce(m.parser_version < p_below_version, true))
        ORDER BY m.inbound_mail_id
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    ),
    replayed AS (
        SELECT c.inbound_mail_id, helpdesk.take_in_again(c.inbound_mail_id, p_as_wanted)
        FROM chosen AS c
    )
    SELECT count(*) FROM replayed AS r;
END;

COMMENT ON FUNCTION helpdesk.replay_mails IS
'Has mails decided about anew that are on no ticket: of these ids, states, since then, of that sender, read by a '
'parser below that version; null: all. Only what was decided before p_before, so that who calls until there are none '
'ends. Returns how many, p_limit at most; the worker does the rest.';
