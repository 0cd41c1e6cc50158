CREATE OR REPLACE FUNCTION helpdesk.is_blocked_sender(p_email text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT 1
            FROM helpdesk.blocked_sender AS b
            WHERE b.sender IN (
                SELECT lower(btrim(p_email))
                UNION ALL
                SELECT array_to_string(d.labels[n.n:], '.')
                FROM (SELECT string_to_array(lower(split_part(btrim(p_email), '@', 2)), '.') AS labels) AS d
                CROSS JOIN LATERAL generate_series(1, least(cardinality(d.labels), 20)) AS n(n)
            )
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_blocked_sender IS
'Whether a mail address, its domain or a domain above that is blocked.';
GRANT EXECUTE ON FUNCTION helpdesk.is_blocked_sender TO worker;
