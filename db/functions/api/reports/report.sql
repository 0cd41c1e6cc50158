CREATE FUNCTION api.report(report text, parameters jsonb DEFAULT '{}', compare boolean DEFAULT false) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('reports.read');
    RETURN reports.run(report.report, report.parameters, report.compare);
END
$$;

COMMENT ON FUNCTION api.report IS
$$Run a report

Of /rest/reports, with parameters {"from": "2026-01-01", "to": "2026-01-31"} (days in UTC, both included) or {"days":
7}, and the report's own. Returns {"report", "title", "description", "values": of all parameters, "chart", "columns":
[{"name", "type"}], "drills": by column the tickets that its number counts, as [[field, operator, value]] of
rpc/list_tickets' conditions that all hold ({column} in a value stands for the row's cell, {#column} for it as a number,
{from} and {to} for the first and last instant of the period), "rows": lists in the order of columns, at most 10,000,
"before": with compare for each row that of
the period of the same length before, or null}. A group that only the period before had is a row, too: its texts, and
null for each number. Raises PD001, PD002, PD180.$$;
GRANT EXECUTE ON FUNCTION api.report TO agent, admin;
