CREATE FUNCTION api.draft_test_mail(
    kind text,
    language text DEFAULT 'en',
    ticket_id bigint DEFAULT NULL,
    subject text DEFAULT NULL,
    body text DEFAULT NULL,
    base_url text DEFAULT ''
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_mail helpdesk.outgoing_mail;
    v_test jsonb := helpdesk.test_of_mail(
        draft_test_mail.kind, draft_test_mail.ticket_id, draft_test_mail.language, draft_test_mail.subject,
        draft_test_mail.body
    );
BEGIN
    SELECT p.person_id, coalesce(p.email, '') INTO v_mail.person_id, v_mail.address
    FROM helpdesk.person AS p
    WHERE p.person_id = helpdesk.me();
    v_mail.kind := draft_test_mail.kind;
    v_mail.language := draft_test_mail.language;
    v_mail.created_at := helpdesk.clock();
    v_mail.data := jsonb_build_object('test', v_test);
    RETURN helpdesk.draft_mail_of_test(v_mail, draft_test_mail.base_url);
END
$$;

COMMENT ON FUNCTION api.draft_test_mail IS
$$What a mail to the caller would be made of

For POST /mail-preview, which shows it as text and HTML. ticket_id: a ticket that it speaks of; samples stand for what
it does not say. subject and body: a text that is not saved; without them the one that is sent. Nothing is sent. Raises
PD001, PD002, PD006, PD145.$$;
GRANT EXECUTE ON FUNCTION api.draft_test_mail TO agent, admin;
