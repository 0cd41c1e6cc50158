CREATE OR REPLACE FUNCTION helpdesk.queue_mail(
    p_kind text,
    p_person_id bigint DEFAULT NULL,
    p_address text DEFAULT NULL,
    p_ticket_id bigint DEFAULT NULL,
    p_message_id bigint DEFAULT NULL,
    p_event_id bigint DEFAULT NULL,
    p_data jsonb DEFAULT '{}',
    p_language text DEFAULT NULL,
    p_not_before timestamptz DEFAULT NULL,
    p_side_message_id bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id bigint;
BEGIN
    INSERT INTO helpdesk.outgoing_mail (
        kind, is_urgent, person_id, address, ticket_id, message_id, side_conversation_id, side_message_id, event_id,
        data, language, not_before
    )
    SELECT
        k.kind, k.is_urgent, p.person_id, coalesce(p_address, p.email), p_ticket_id, p_message_id,
        (SELECT s.side_conversation_id FROM helpdesk.side_message AS s WHERE s.side_message_id = p_side_message_id),
        p_side_message_id, p_event_id, p_data,
        coalesce(p_language, p.language, helpdesk.default_language()), coalesce(p_not_before, helpdesk.clock())
    FROM helpdesk.outgoing_mail_kind AS k
    LEFT JOIN helpdesk.person AS p ON p.person_id = p_person_id
    WHERE k.kind = p_kind AND coalesce(p_address, p.email) IS NOT NULL
    ON CONFLICT (event_id, address) WHERE event_id IS NOT NULL DO NOTHING
    RETURNING outgoing_mail_id INTO v_id;
    IF v_id IS NOT NULL AND p_not_before IS NULL THEN
        PERFORM helpdesk.wake_mail();
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.queue_mail IS
'Writes a mail in this transaction, which is sent once that has committed: to p_address, else to the person''s own, in '
'p_language, else the person''s. Returns its id; null: the person has no address, or the address is mailed of this '
'event already.';
