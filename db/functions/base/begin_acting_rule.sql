CREATE OR REPLACE FUNCTION helpdesk.begin_acting_rule(p_rule_id bigint, p_depth int, p_chain_id bigint DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config(
        'helpdesk.acting_rule',
        json_strip_nulls(
            json_build_object(
                'rule', json_build_object('rule_id', p_rule_id, 'depth', p_depth, 'chain_id', p_chain_id)
            )
        )::text,
        true
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_acting_rule IS
'What follows is done by a rule, until end_acting_rule; see acting_rule.';
