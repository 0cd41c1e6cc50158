-- A trigger, since the foreign key of person is deferred, and the rule about verified addresses needs the caller.
CREATE OR REPLACE FUNCTION helpdesk.tg_person_address__keep_primary() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM helpdesk.person AS p WHERE p.person_id = OLD.person_id AND p.email = OLD.email
    ) THEN
        PERFORM helpdesk.refuse(
            'PD021', format('%s is the address that is written to', OLD.email), NULL,
            'Set the person''s email to another one first.'
        );
    ELSIF OLD.verified_at IS NOT NULL AND NOT helpdesk.can('people.edit')
        AND OLD.person_id IS DISTINCT FROM helpdesk.me() THEN
        PERFORM helpdesk.refuse(
            'PD002', format('%s is known to be the person''s address', OLD.email), 'Who may edit people removes it.'
        );
    END IF;
    RETURN OLD;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person_address__keep_primary IS
'The address that is written to stays; one that was verified goes by its person and who edits people only. Raises '
'PD002, PD021.';
