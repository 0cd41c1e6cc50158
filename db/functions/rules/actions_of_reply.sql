CREATE OR REPLACE FUNCTION helpdesk.actions_of_reply(p_ticket_ids bigint[], p_body text, p_status text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_unknown text := helpdesk.find_unknown_placeholder(p_body);
    v_actions jsonb := jsonb_build_array(jsonb_build_object('action', 'reply', 'value', p_body));
BEGIN
    PERFORM helpdesk.require('tickets.bulk');
    PERFORM helpdesk.require('tickets.reply');
    IF coalesce(p_body, '') !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'body is missing');
    ELSIF length(p_body) > 50000 THEN
        PERFORM helpdesk.refuse('PD006', 'body has more than 50000 characters');
    -- Each may be filled in with hundreds of characters, on a thousand tickets.
    ELSIF regexp_count(p_body, '\{\{') > 100 THEN
        PERFORM helpdesk.refuse('PD006', 'body has more than 100 placeholders');
    ELSIF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD404', format('placeholder {{%s}} is unknown', left(v_unknown, 100)));
    ELSIF p_ticket_ids IS NULL OR array_position(p_ticket_ids, NULL) IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', 'ticket_ids or one of them is null');
    ELSIF cardinality(p_ticket_ids) > 1000 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s tickets are more than 1000', cardinality(p_ticket_ids)), NULL, 'Answer them in parts.'
        );
    END IF;
    IF p_status IS NOT NULL THEN
        v_actions := v_actions || jsonb_build_object('action', 'set_status', 'value', p_status);
    END IF;
    RETURN v_actions;
END
$$;

COMMENT ON FUNCTION helpdesk.actions_of_reply IS
'The actions by which one text answers many tickets, for who may. Raises PD002, PD006, PD404.';
