CREATE OR REPLACE FUNCTION helpdesk.begin_matching() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config(
        'helpdesk.match_until',
        (clock_timestamp() + make_interval(secs => helpdesk.setting_int('rules.match_within_seconds')))::text, true
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_matching IS
'Gives the patterns of what follows rules.match_within_seconds, until end_matching.';
