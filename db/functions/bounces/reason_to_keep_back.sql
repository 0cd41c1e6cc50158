CREATE OR REPLACE FUNCTION helpdesk.reason_to_keep_back(p_mail helpdesk.outgoing_mail) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_address helpdesk.mail_address;
    v_kind helpdesk.outgoing_mail_kind;
BEGIN
    SELECT * INTO v_address FROM helpdesk.mail_address AS a WHERE a.email = lower(p_mail.address);
    IF v_address.state = 'asked' THEN
        RETURN 'mails to this address failed';
    ELSIF v_address.state = 'stopped' THEN
        RETURN 'no mail goes to this address';
    END IF;
    SELECT * INTO v_kind FROM helpdesk.outgoing_mail_kind AS k WHERE k.kind = p_mail.kind;
    IF v_kind.is_bulk AND v_address.complained_at IS NOT NULL THEN
        RETURN 'a mail to this address was called spam';
    ELSIF v_kind.is_bulk AND EXISTS (
        SELECT FROM helpdesk.mail_unsubscription AS u
        WHERE (u.person_id, u.kind) = (p_mail.person_id, p_mail.kind)
    ) THEN
        RETURN 'who would get it wants no such mails';
    END IF;
    -- Staff answer nothing by themselves, and who asks for a link waits for it.
    IF v_kind.is_automatic AND NOT p_mail.is_urgent AND NOT EXISTS (
        SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = p_mail.person_id
    ) AND (
        SELECT count(*)
        FROM (
            SELECT 1
            FROM helpdesk.outgoing_mail AS o
            JOIN helpdesk.outgoing_mail_kind AS k USING (kind)
            WHERE o.address = p_mail.address
                AND o.created_at > helpdesk.clock() - interval '1 day'
                AND o.state <> 'withdrawn'
                AND k.is_automatic
                AND NOT o.is_urgent
            ORDER BY o.created_at DESC
            LIMIT helpdesk.setting_int('automatic_mails_per_address_day')
        ) AS sent
    ) >= helpdesk.setting_int('automatic_mails_per_address_day') THEN
        RETURN 'too many automatic mails to this address within a day';
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.reason_to_keep_back IS
'Why a mail is not to be sent; NULL when it is. The number of automatic mails a day (setting '
'automatic_mails_per_address_day) ends a conversation of two programs, each of which takes the other for a customer.';
