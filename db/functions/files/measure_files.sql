CREATE OR REPLACE FUNCTION helpdesk.measure_files(
    OUT waiting bigint,
    OUT waiting_since timestamptz,
    OUT removing bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        (SELECT count(*) FROM helpdesk.attachment AS a WHERE a.state = 'pending'),
        (SELECT min(a.created_at) FROM helpdesk.attachment AS a WHERE a.state = 'pending'),
        (SELECT count(*) FROM helpdesk.stored_file AS f WHERE f.state = 'removing');
END;

COMMENT ON FUNCTION helpdesk.measure_files IS
'How many files wait for the scanner, and since when, and how many for being taken out of the store.';
GRANT EXECUTE ON FUNCTION helpdesk.measure_files TO worker;
