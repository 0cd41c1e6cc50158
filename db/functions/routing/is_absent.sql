CREATE OR REPLACE FUNCTION helpdesk.is_absent(p_person_id bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1
        FROM helpdesk.absence AS a
        WHERE a.person_id = p_person_id AND a.starts_at <= p_at AND (a.ends_at IS NULL OR a.ends_at > p_at)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_absent IS 'Whether an absence of the person covers the instant.';
