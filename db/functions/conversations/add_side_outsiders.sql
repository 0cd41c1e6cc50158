CREATE OR REPLACE FUNCTION helpdesk.add_side_outsiders(p_side_conversation_id bigint, p_addresses text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.side_outsider (side_conversation_id, address)
    SELECT DISTINCT p_side_conversation_id, helpdesk.check_email(a.address)
    FROM unnest(p_addresses) AS a(address)
    WHERE NOT EXISTS (
        SELECT FROM helpdesk.side_outsider AS o
        WHERE o.side_conversation_id = p_side_conversation_id AND o.address = helpdesk.check_email(a.address)
    )
    ON CONFLICT (side_conversation_id, address) DO NOTHING;
END;

COMMENT ON FUNCTION helpdesk.add_side_outsiders IS
'Has addresses take part in a side conversation; those that do already stay. The caller has locked it. Raises PD006, '
'PD602.';
