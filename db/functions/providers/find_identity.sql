CREATE OR REPLACE FUNCTION helpdesk.find_identity(p_provider text, p_issuer text, p_subject text)
RETURNS helpdesk.person
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person helpdesk.person;
BEGIN
    -- Locked until the end: a deactivation comes before the session, or ends it.
    SELECT p.* INTO v_person
    FROM helpdesk.identity AS i
    JOIN helpdesk.person AS p ON p.person_id = i.person_id
    WHERE (i.provider, i.issuer, i.subject) = (p_provider, p_issuer, p_subject)
    FOR NO KEY UPDATE OF p;
    RETURN v_person;
END
$$;

COMMENT ON FUNCTION helpdesk.find_identity IS 'Whom a provider calls p_subject; null: nobody whom we know.';
