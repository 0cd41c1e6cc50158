CREATE OR REPLACE FUNCTION helpdesk.copy_custom_values(p_from_ticket_id bigint, p_to_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.ticket_custom
    SELECT r.*
    FROM (
        SELECT jsonb_object_agg(f.key, c.value -> f.key) AS value
        FROM (SELECT to_jsonb(t.*) AS value FROM helpdesk.ticket_custom AS t WHERE t.ticket_id = p_from_ticket_id) AS c
        JOIN helpdesk.custom_field AS f
            ON f.object = 'ticket'
                AND f.is_active
                AND c.value -> f.key <> 'null'
                AND helpdesk.check_custom_value(f, c.value -> f.key) IS NULL
    ) AS v
    CROSS JOIN LATERAL jsonb_populate_record(
        NULL::helpdesk.ticket_custom, v.value || jsonb_build_object('ticket_id', p_to_ticket_id)
    ) AS r
    WHERE v.value IS NOT NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.copy_custom_values IS
'Gives a new ticket the custom fields of another one, whoever may edit them: those that there are, with values that '
'their rules still allow.';
