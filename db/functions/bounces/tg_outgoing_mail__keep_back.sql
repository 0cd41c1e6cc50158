-- A trigger, so that it holds for all mails, whoever writes them.
CREATE OR REPLACE FUNCTION helpdesk.tg_outgoing_mail__keep_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.last_answer := helpdesk.reason_to_keep_back(NEW);
    IF NEW.last_answer IS NOT NULL THEN
        NEW.state := 'withdrawn';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_outgoing_mail__keep_back IS
'Withdraws a mail that is not to go to its address before anybody sends it; last_answer says why.';
