-- A trigger, so that it holds whoever deactivates a person.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__revoke_tokens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.api_token AS t
    SET revoked_at = helpdesk.clock()
    WHERE t.person_id = NEW.person_id AND t.revoked_at IS NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__revoke_tokens IS
'Revokes the API tokens of a deactivated person; activation brings none back.';
