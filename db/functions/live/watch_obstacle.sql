CREATE OR REPLACE FUNCTION helpdesk.watch_obstacle(p_watcher helpdesk.watcher) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_watcher.guest_link_id IS NOT NULL THEN
        RETURN CASE WHEN (SELECT l.ticket_id FROM helpdesk.live_guest_link(p_watcher.guest_link_id) AS l) IS NULL
            THEN helpdesk.refusal('PD029', 'the link of the token is void', NULL, 'Ask for another link.') END;
    ELSIF NOT EXISTS (
        SELECT
        FROM helpdesk.person AS p
        WHERE p.person_id = p_watcher.person_id AND p.is_active AND NOT p.is_guest AND p.role = p_watcher.role
    ) THEN
        RETURN helpdesk.refusal('PD011', 'the token names no active person of this role');
    ELSIF p_watcher.session_id IS NOT NULL
        AND NOT helpdesk.is_live_session(p_watcher.session_id, p_watcher.person_id) THEN
        RETURN helpdesk.refusal('PD029', 'the session of the token has ended');
    ELSIF p_watcher.impersonator_id IS NOT NULL THEN
        RETURN helpdesk.impersonation_obstacle(p_watcher.session_id, p_watcher.impersonator_id);
    ELSIF p_watcher.token_hash IS NOT NULL
        AND NOT helpdesk.is_live_api_token(p_watcher.token_hash, p_watcher.person_id) THEN
        RETURN helpdesk.refusal('PD060', 'the API token has expired or was revoked');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.watch_obstacle IS
'Why somebody may not go on watching, by what hook.pre_request asks of each request; null: they may.';
