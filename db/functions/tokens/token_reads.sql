-- Each view of api asks this in its WHERE, once a query: embedding and counting read views that no path names.
CREATE OR REPLACE FUNCTION helpdesk.token_reads(p_view text) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN strpos(coalesce(current_setting('request.jwt.claims', true), ''), '"pgdesk_token"') = 0 THEN true
        -- What a verb reads as its owner is the verb's business.
        WHEN current_user <> helpdesk.actor_role() THEN true
        ELSE helpdesk.require_ability('reads', p_view)
    END;
END;

COMMENT ON FUNCTION helpdesk.token_reads IS
'Raises PD061 where an API token asks that has no ability to read this view of api; else true.';
GRANT EXECUTE ON FUNCTION helpdesk.token_reads TO anon, customer, agent, admin, worker;
