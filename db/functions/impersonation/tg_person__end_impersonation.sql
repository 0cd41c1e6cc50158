-- A trigger, since whoever demotes an administrator need not know as whom they act.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__end_impersonation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.session AS s
    SET ended_at = helpdesk.clock(), ended_because = 'revoked'
    FROM helpdesk.impersonation AS i
    WHERE i.admin_id = NEW.person_id AND s.session_id = i.session_id AND s.ended_at IS NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__end_impersonation IS
'Who is no administrator any more acts as nobody any more.';
