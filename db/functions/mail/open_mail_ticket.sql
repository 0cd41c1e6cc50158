CREATE OR REPLACE FUNCTION helpdesk.open_mail_ticket(p_mail helpdesk.inbound_mail, p_parsed jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_id bigint;
    v_subject text := btrim(p_parsed ->> 'subject');
BEGIN
    INSERT INTO helpdesk.ticket (subject, description, channel, requester_id, is_unverified, department_id)
    VALUES (
        CASE
            WHEN v_subject = '' THEN '(no subject)'
            WHEN length(v_subject) > 500 THEN left(v_subject, 499) || '…'
            ELSE v_subject
        END,
        left(p_parsed ->> 'text', 200000),
        'email',
        p_mail.person_id,
        NOT p_mail.is_verified,
        coalesce((
            SELECT d.department_id
            FROM jsonb_array_elements_text(p_parsed -> 'delivered_to') WITH ORDINALITY AS a(address, number)
            JOIN helpdesk.department AS d ON lower(a.address) = ANY (d.mail_addresses) AND d.is_active
            ORDER BY a.number, d.department_id
            LIMIT 1
        ), (
            SELECT d.department_id
            FROM helpdesk.mailbox AS b
            JOIN helpdesk.department AS d ON d.department_id = b.department_id AND d.is_active
            WHERE b.mailbox = p_mail.mailbox
        ))
    )
    RETURNING ticket_id INTO v_ticket_id;
    RETURN v_ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.open_mail_ticket IS
'Opens a ticket with a mail''s subject and whole text; longer ones are cut, the raw mail keeps all. It goes to the '
'department to whose address the mail was sent, else to that of the mailbox from which it was taken.';
