CREATE OR REPLACE FUNCTION helpdesk.test_of_mail(
    p_kind text,
    p_ticket_id bigint,
    p_language text,
    p_subject text,
    p_body text
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket;
    v_texts jsonb;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id;
    IF NOT EXISTS (SELECT FROM helpdesk.outgoing_mail_kind AS k WHERE k.kind = p_kind) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('kind of mail %s not found', coalesce(left(p_kind, 100), 'null')), NULL,
            'See /rest/outgoing_mail_kinds.'
        );
    ELSIF p_ticket_id IS NOT NULL AND (v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket)) THEN
        PERFORM helpdesk.refuse('PD001', format('ticket %s not found', p_ticket_id));
    ELSIF num_nonnulls(p_subject, p_body) = 1 THEN
        PERFORM helpdesk.refuse('PD006', 'subject or body is missing', NULL, 'Give both, or none for what is saved.');
    END IF;
    IF p_body IS NOT NULL THEN
        PERFORM helpdesk.check_mail_text(p_kind, 'subject', p_subject);
        PERFORM helpdesk.check_mail_text(p_kind, 'body', p_body);
        v_texts := jsonb_build_array(
            jsonb_build_object('language', p_language, 'version', NULL, 'subject', p_subject, 'body', p_body)
        );
    END IF;
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'ticket_id', p_ticket_id,
        'message_id', (
            SELECT max(m.message_id)
            FROM helpdesk.message AS m
            WHERE m.ticket_id = p_ticket_id AND m.kind = 'reply' AND m.deleted_at IS NULL
        )
    )) || CASE WHEN v_texts IS NOT NULL THEN jsonb_build_object('texts', v_texts) ELSE '{}' END;
END
$$;

COMMENT ON FUNCTION helpdesk.test_of_mail IS
'With what a text of mails is tried, for draft_mail_of_test: a ticket that the caller sees, and an unsaved text. '
'Raises PD001, PD002, PD006, PD145.';
