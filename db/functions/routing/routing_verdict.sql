CREATE OR REPLACE FUNCTION helpdesk.routing_verdict(p_candidate helpdesk.routing_candidate) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN NOT (p_candidate).is_able THEN 'no_agent'
    WHEN (p_candidate).is_absent THEN 'all_absent'
    WHEN (p_candidate).availability <> 'online' THEN 'no_agent_online'
    WHEN NOT (p_candidate).is_in_hours THEN 'outside_working_hours'
    WHEN (p_candidate).missing_skills IS NOT NULL THEN 'missing_skill'
    WHEN (p_candidate).open_tickets >= (p_candidate).max_open OR (p_candidate).channel_open >= (p_candidate).channel_max
        THEN 'all_at_capacity'
END;

COMMENT ON FUNCTION helpdesk.routing_verdict IS
'Why somebody cannot take a ticket, by the first criterion that fails, in the words of routing_wait.reason; NULL: can.';
