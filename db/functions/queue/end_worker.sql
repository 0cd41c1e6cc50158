CREATE OR REPLACE FUNCTION helpdesk.end_worker(p_worker_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM dramatiq.worker AS w WHERE w.worker_id = p_worker_id;
END
$$;

COMMENT ON FUNCTION helpdesk.end_worker IS
'A worker has ended as it should: it is none that gives no sign of life, and what it had taken is others'' at once.';
GRANT EXECUTE ON FUNCTION helpdesk.end_worker TO worker;
