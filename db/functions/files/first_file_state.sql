CREATE OR REPLACE FUNCTION helpdesk.first_file_state() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE helpdesk.setting_text('virus_scan') WHEN 'required' THEN 'pending' ELSE 'clean' END;
END;

COMMENT ON FUNCTION helpdesk.first_file_state IS 'In what state a file comes: pending where it is to be scanned.';
