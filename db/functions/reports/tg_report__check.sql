-- A trigger, since only Postgres itself knows whether a statement is one, what it reads and which columns it has.
CREATE OR REPLACE FUNCTION helpdesk.tg_report__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_parameter jsonb;
    v_type text;
    v_example text := NEW.query;
    v_forbidden text;
    v_unknown text;
    v_rows refcursor;
BEGIN
    NEW.statement := replace(NEW.query, '%', '%%');
    FOR v_parameter IN
        SELECT p.value || jsonb_build_object('place', row_number() OVER (ORDER BY p.value ->> 'name' COLLATE "C"))
        FROM (
            SELECT g.value FROM jsonb_array_elements(NEW.parameters) AS g
            UNION ALL
            SELECT jsonb_build_object('name', d.name, 'type', 'date', 'default', '2000-01-01')
            FROM unnest(ARRAY['from', 'to']) AS d(name)
            WHERE NEW.period_days IS NOT NULL
        ) AS p
    LOOP
        v_type := CASE WHEN v_parameter ->> 'type' IN ('int', 'date') THEN v_parameter ->> 'type' ELSE 'text' END;
        v_example := replace(
            v_example, format('%%(%s)s', v_parameter ->> 'name'),
            format('(%L::%s)', v_parameter ->> 'default', v_type)
        );
        NEW.statement := replace(
            NEW.statement, format('%%%%(%s)s', v_parameter ->> 'name'),
            format('(%%%s$L::%s)', v_parameter ->> 'place', v_type)
        );
    END LOOP;
    v_unknown := substring(NEW.statement FROM '%%\(([a-z_]+)\)s');
    IF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD180', format('report %s has no parameter %s', NEW.report, v_unknown));
    END IF;
    -- First lines are what pgdesk migrate finds the file by when Postgres refuses the rest.
    BEGIN
        -- A cursor is opened for one query only, which so ends where the file does.
        OPEN v_rows FOR EXECUTE format(E' -- report %s\n%s', NEW.report, v_example);
        CLOSE v_rows;
    EXCEPTION WHEN invalid_cursor_definition THEN
        PERFORM helpdesk.refuse('PD180', format('report %s is not one SELECT', NEW.report));
    END;
    EXECUTE format(
        E'CREATE TEMPORARY VIEW report_check AS SELECT * FROM ( -- report %s\n%s\n) AS q', NEW.report, v_example
    );
    SELECT string_agg(DISTINCT pg_describe_object(d.refclassid, d.refobjid, 0), ', ') INTO v_forbidden
    FROM pg_rewrite AS r
    JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refobjid <> r.ev_class
    LEFT JOIN pg_class AS c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
    LEFT JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
    WHERE r.ev_class = 'pg_temp.report_check'::regclass AND NOT (
        CASE
            WHEN c.oid IS NOT NULL THEN has_table_privilege('reporter', c.oid, 'SELECT')
            WHEN p.oid IS NOT NULL THEN has_function_privilege('reporter', p.oid, 'EXECUTE')
            ELSE true
        END
    );
    IF v_forbidden IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD180', format('report %s reads %s', NEW.report, v_forbidden), NULL,
            'A report reads what login reporter may: the views of schema reports.');
    END IF;
    SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY a.attnum)
    INTO NEW.columns
    FROM pg_attribute AS a
    WHERE a.attrelid = 'pg_temp.report_check'::regclass AND a.attnum > 0;
    DROP VIEW pg_temp.report_check;
    SELECT min(n.name) INTO v_unknown
    FROM unnest(NEW.chart[2:]) AS n(name)
    WHERE NOT NEW.columns @> jsonb_build_array(jsonb_build_object('name', n.name));
    IF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD180', format('report %s draws %s, which is no column of it', NEW.report, v_unknown));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_report__check IS
'Sees that a report is one statement that reads what login reporter may, with the parameters and chart that it says; '
'keeps how it is run, and its columns. Raises PD180 and what Postgres says of the statement.';
