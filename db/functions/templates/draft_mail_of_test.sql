CREATE OR REPLACE FUNCTION helpdesk.draft_mail_of_test(p_mail helpdesk.outgoing_mail, p_base_url text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_test jsonb := p_mail.data -> 'test';
    v_draft jsonb;
BEGIN
    p_mail.ticket_id := v_test -> 'ticket_id';
    p_mail.message_id := v_test -> 'message_id';
    v_draft := helpdesk.draft_mail(p_mail, p_base_url);
    RETURN v_draft || jsonb_build_object(
        'values', helpdesk.sample_mail_values(p_mail.kind) || (v_draft -> 'values'),
        'texts', coalesce(v_test -> 'texts', v_draft -> 'texts')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.draft_mail_of_test IS
'What draft_mail gives of a mail by which a text is tried, {"test": {"ticket_id", "message_id", "texts"}} in its data: '
'with samples for what the ticket does not say. It belongs to no ticket, so that no answer gets there.';
