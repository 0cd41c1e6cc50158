CREATE OR REPLACE FUNCTION helpdesk.require_reading(p_view text, p_reader name) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- What a verb reads as its owner is the verb's business.
    RETURN p_reader <> helpdesk.actor_role() OR helpdesk.require_ability('reads', p_view);
END
$$;

COMMENT ON FUNCTION helpdesk.require_reading IS
'Raises PD061 where a view is read as the role of an API token that has no ability for it; else true.';
GRANT EXECUTE ON FUNCTION helpdesk.require_reading TO anon, customer, agent, admin, worker;
