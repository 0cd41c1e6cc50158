-- A trigger, so that it holds for all mails, whoever writes them. In few statements: each mail waits for it.
CREATE OR REPLACE FUNCTION helpdesk.tg_outgoing_mail__keep_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_known record;
    v_most int;
    v_reason text;
BEGIN
    SELECT a.state, a.complained_at, k.is_bulk, k.is_automatic INTO v_known
    FROM helpdesk.outgoing_mail_kind AS k
    LEFT JOIN helpdesk.mail_address AS a ON a.email = lower(NEW.address)
    WHERE k.kind = NEW.kind;
    IF v_known.state = 'asked' THEN
        v_reason := 'mails to this address failed';
    ELSIF v_known.state = 'stopped' THEN
        v_reason := 'no mail goes to this address';
    ELSIF NEW.address ~* '[@.]invalid$' THEN
        v_reason := 'nobody has this address (RFC 2606)';
    ELSIF v_known.is_bulk AND v_known.complained_at IS NOT NULL THEN
        v_reason := 'a mail to this address was called spam';
    ELSIF v_known.is_bulk AND EXISTS (
        SELECT FROM helpdesk.mail_unsubscription AS u WHERE (u.person_id, u.kind) = (NEW.person_id, NEW.kind)
    ) THEN
        v_reason := 'who would get it wants no such mails';
    -- Staff answer nothing by themselves, and who asks for a link waits for it.
    -- Whoever has one sent again has looked at it.
    ELSIF TG_OP = 'INSERT' AND v_known.is_automatic AND NOT NEW.is_urgent
        AND NOT EXISTS (SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = NEW.person_id) THEN
        v_most := helpdesk.setting_int('automatic_mails_per_address_day');
        IF (
            SELECT count(*)
            FROM (
                SELECT 1
                FROM helpdesk.outgoing_mail AS o
                JOIN helpdesk.outgoing_mail_kind AS k USING (kind)
                WHERE o.address = NEW.address
                    AND o.created_at > helpdesk.clock() - interval '1 day'
                    AND k.is_automatic
                    AND NOT o.is_urgent
                ORDER BY o.created_at DESC
                LIMIT v_most
            ) AS sent
        ) >= v_most THEN
            v_reason := 'too many automatic mails to this address within a day';
        END IF;
    END IF;
    IF v_reason IS NOT NULL THEN
        NEW.state := 'withdrawn';
        NEW.last_answer := v_reason;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_outgoing_mail__keep_back IS
'Withdraws a mail that is not to go to its address before anybody sends it, or sends it again; last_answer says why. '
'The number of automatic mails a day (setting automatic_mails_per_address_day) ends a conversation of two programs, '
'each of which takes the other for a customer.';
