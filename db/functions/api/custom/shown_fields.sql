CREATE FUNCTION api.shown_fields(ticket_id bigint) RETURNS SETOF api.custom_fields
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    v_statement text;
    v_conditions jsonb;
BEGIN
    PERFORM helpdesk.see_ticket(shown_fields.ticket_id);
    SELECT
        string_agg(format(
            'SELECT %s AS id FROM helpdesk.rule_ticket AS v CROSS JOIN (SELECT $3 -> %L) AS given(conditions)
             WHERE v.ticket_id = $1 AND (%s)',
            f.custom_field_id, f.key, regexp_replace(f.predicate, '\$1(?![0-9])', 'given.conditions', 'g')
        ), ' UNION ALL '),
        jsonb_object_agg(f.key, f.conditions)
    INTO v_statement, v_conditions
    FROM helpdesk.custom_field AS f
    WHERE f.object = 'ticket' AND f.is_active AND (helpdesk.actor_role() <> 'customer' OR f.customer_access <> 'none');
    IF v_statement IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT f.* FROM (%s) AS s JOIN api.custom_fields AS f ON f.custom_field_id = s.id'
            ' ORDER BY f.position, f.custom_field_id',
            v_statement
        ) USING shown_fields.ticket_id, helpdesk.clock(), v_conditions;
    END IF;
END
$$;

COMMENT ON FUNCTION api.shown_fields IS
$$Custom fields that are shown on a ticket

Those whose conditions the ticket fits now, in their order, as rows of custom_fields (custom_options embed); their
values are in ticket_custom_fields. Customers see those with customer_access read or edit. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.shown_fields TO customer, agent, admin;
