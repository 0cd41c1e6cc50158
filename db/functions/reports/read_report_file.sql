CREATE OR REPLACE FUNCTION helpdesk.read_report_file(p_report_file_id bigint) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT f.content FROM helpdesk.report_file AS f WHERE f.report_file_id = p_report_file_id;
END;

COMMENT ON FUNCTION helpdesk.read_report_file IS 'The bytes of a file of a report; null: it is gone.';
GRANT EXECUTE ON FUNCTION helpdesk.read_report_file TO worker;
