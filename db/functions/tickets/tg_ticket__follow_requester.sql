-- A trigger, so that the organisation follows the requester whoever changes it.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__follow_requester() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.organisation_id := (SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = NEW.requester_id);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__follow_requester IS
'A ticket belongs to its requester''s organisation, also after a change of requester.';
