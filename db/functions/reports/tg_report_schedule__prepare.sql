-- A trigger, since what a report takes stands in its own row, and when it is due next depends on the clock.
CREATE OR REPLACE FUNCTION helpdesk.tg_report_schedule__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_report helpdesk.report;
    v_problem text;
BEGIN
    IF NOT helpdesk.is_time_zone(NEW.time_zone) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('time zone %s is unknown', left(NEW.time_zone, 100)), NULL,
            'Give an IANA name such as Europe/Berlin.'
        );
    END IF;
    PERFORM reports.check_parameters(NEW.report, NEW.parameters);
    SELECT * INTO v_report FROM helpdesk.report AS r WHERE r.report = NEW.report;
    v_problem := CASE
        WHEN NEW.parameters ?| '{from,to,days}' THEN 'the period is no parameter of a schedule'
        WHEN v_report.period_days IS NULL AND NEW.period IS NOT NULL
            THEN format('report %s has no period', NEW.report)
        WHEN v_report.period_days IS NULL AND NEW.is_compared
            THEN format('report %s has no period to compare with', NEW.report)
        WHEN v_report.chart = '{}' AND NEW.formats && '{png,svg}'
            THEN format('report %s has no chart', NEW.report)
    END;
    IF v_problem IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD180', v_problem);
    END IF;
    NEW.formats := ARRAY(SELECT DISTINCT f.format FROM unnest(NEW.formats) AS f(format) ORDER BY f.format);
    NEW.due_at := CASE WHEN NEW.is_active THEN helpdesk.next_report_time(NEW, helpdesk.clock()) END;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_report_schedule__prepare IS
'Refuses what the report does not take or a zone that is none, and tells when it is due next. Raises PD001, PD006, '
'PD180.';
