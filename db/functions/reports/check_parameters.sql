CREATE OR REPLACE FUNCTION reports.check_parameters(p_report text, p_given jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_report helpdesk.report;
    v_names text[];
    v_fault text;
    v_from date;
    v_to date;
    v_values jsonb;
BEGIN
    SELECT * INTO v_report FROM helpdesk.report AS r WHERE r.report = p_report;
    IF v_report.report IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('report %s not found', left(coalesce(p_report, 'null'), 100)), NULL, 'See /rest/reports.'
        );
    END IF;
    IF jsonb_typeof(p_given) <> 'object' THEN
        PERFORM helpdesk.refuse('PD180', 'parameters are a JSON object');
    END IF;
    v_names := ARRAY(SELECT p.value ->> 'name' FROM jsonb_array_elements(v_report.parameters) AS p)
        || CASE WHEN v_report.period_days IS NOT NULL THEN ARRAY['from', 'to', 'days'] ELSE '{}' END;
    SELECT min(
        CASE
            WHEN g.key <> ALL (v_names) THEN format('report %s has no parameter %s', p_report, left(g.key, 100))
            WHEN g.type IN ('from', 'to', 'date') AND NOT (
                helpdesk.is_instant(g.value) AND g.value ~ '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$'
            ) THEN format('parameter %s is a day such as 2026-01-31', g.key)
            WHEN g.type IN ('days', 'int') AND (g.value ~ '^[0-9]{1,6}$') IS NOT TRUE
                THEN format('parameter %s is a number up to 999999', g.key)
            WHEN g.value <> ALL (g.choices)
                THEN format('parameter %s is one of %s', g.key, array_to_string(g.choices, ', '))
            WHEN length(g.value) > 200 THEN format('parameter %s has at most 200 characters', g.key)
        END
    ) INTO v_fault
    FROM (
        SELECT
            e.key,
            coalesce(e.value, '') AS value,
            coalesce(p.value ->> 'type', e.key) AS type,
            string_to_array(substring(p.value ->> 'type' FROM '^choice\((.*)\)$'), ',') AS choices
        FROM jsonb_each_text(p_given) AS e
        LEFT JOIN jsonb_array_elements(v_report.parameters) AS p ON p.value ->> 'name' = e.key
    ) AS g;
    IF v_fault IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD180', v_fault, NULL, format('It has %s.', array_to_string(v_names, ', ')));
    END IF;
    SELECT coalesce(jsonb_object_agg(n.name, coalesce(p_given ->> n.name, n.value)), '{}') INTO v_values
    FROM jsonb_array_elements(v_report.parameters) AS p
    CROSS JOIN LATERAL (SELECT p.value ->> 'name', p.value ->> 'default') AS n(name, value);
    IF v_report.period_days IS NULL THEN
        RETURN v_values;
    END IF;
    v_to := coalesce((p_given ->> 'to')::date, (SELECT c.today FROM reports.clock AS c));
    v_from := coalesce(
        (p_given ->> 'from')::date, v_to + 1 - coalesce((p_given ->> 'days')::int, v_report.period_days)
    );
    IF v_to - v_from NOT BETWEEN 0 AND 3659 THEN
        PERFORM helpdesk.refuse('PD180', 'a period is 1 to 3660 days', format('From %s to %s.', v_from, v_to));
    END IF;
    RETURN v_values || jsonb_build_object('from', v_from, 'to', v_to);
END
$$;

COMMENT ON FUNCTION reports.check_parameters IS
'Every parameter of a report with its value, given or default, as reports.run takes them from p_given; from and to: '
'days in UTC, both included. Raises PD001, PD180.';
GRANT EXECUTE ON FUNCTION reports.check_parameters TO reporter;
