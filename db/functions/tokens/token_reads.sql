-- Each view of api asks this in its WHERE, once a query: embedding and counting read views that no path names. Planned
-- into the query of the view, it costs others than API tokens one look at the text of their claims.
CREATE OR REPLACE FUNCTION helpdesk.token_reads(p_view text) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN current_setting('request.jwt.claims', true) LIKE '%"pgdesk\_token"%'
            THEN helpdesk.require_ability('reads', p_view, current_user)
        ELSE true
    END;
END;

COMMENT ON FUNCTION helpdesk.token_reads IS
'Raises PD063 where an API token asks that has no ability to read this view of api; else true.';
GRANT EXECUTE ON FUNCTION helpdesk.token_reads TO anon, customer, agent, admin, worker;
