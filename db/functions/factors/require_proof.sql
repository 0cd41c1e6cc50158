CREATE OR REPLACE FUNCTION helpdesk.require_proof() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM helpdesk.session AS s
        WHERE s.session_id = (helpdesk.claims() ->> 'pgdesk_session')::bigint
            AND s.person_id = helpdesk.me()
            AND s.proved_at > helpdesk.clock() - make_interval(mins => helpdesk.setting_int('proof_minutes'))
    ) THEN
        PERFORM helpdesk.refuse('PD082', 'this needs a fresh proof of who you are');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.require_proof IS
'Raises PD082 unless the caller''s session has proved in the last proof_minutes who they are.';
