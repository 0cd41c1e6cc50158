CREATE OR REPLACE FUNCTION helpdesk.match_sla_policy(
    p_ticket helpdesk.ticket,
    p_tags text[] DEFAULT NULL,
    p_custom jsonb DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.match_sla_policy IS
'The first active policy, by position, whose conditions a ticket fits, else the default. Tags and custom fields '
'({"key": value}) are those of the ticket unless named. Its body is written by rebuild_sla_matching, at each deploy '
'and whenever policies change.';
