CREATE OR REPLACE FUNCTION helpdesk.is_time_zone(p_name text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.clock() AT TIME ZONE p_name;
    -- Postgres also takes POSIX rules, and a misspelt name with a digit counts as one.
    RETURN p_name ~ '^([A-Za-z_-]+(/[A-Za-z_-]+)*|Etc/GMT[+-]?[0-9]{1,2})$';
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.is_time_zone IS
'Whether Postgres knows the zone; a conversion is a thousand times faster than reading pg_timezone_names.';
