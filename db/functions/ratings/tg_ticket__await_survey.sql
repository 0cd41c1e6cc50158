-- A trigger, since whatever resolves a ticket need not know of surveys.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__await_survey() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_hours int := helpdesk.setting_int('survey_after_hours');
BEGIN
    IF v_hours > 0 AND NOT NEW.is_spam AND NEW.merged_into_id IS NULL THEN
        INSERT INTO helpdesk.survey_wait AS w (ticket_id, due_at)
        VALUES (NEW.ticket_id, NEW.resolved_at + make_interval(hours => v_hours))
        ON CONFLICT (ticket_id) DO UPDATE SET due_at = excluded.due_at;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__await_survey IS
'Lets a ticket that is resolved wait for the question how content its requester is.';
