CREATE OR REPLACE FUNCTION helpdesk.begin_smtp_turn() RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.smtp_turn AS t
    SET ends_at = helpdesk.clock() + interval '15 minutes',
        looked_at = helpdesk.clock(),
        backend_pid = pg_backend_pid()
    WHERE t.number = (
        SELECT o.number
        FROM helpdesk.smtp_turn AS o
        WHERE o.number <= helpdesk.setting_int('smtp_connections')
            AND (
                o.ends_at <= helpdesk.clock()
                OR NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.pid = o.backend_pid)
            )
        ORDER BY o.number
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING t.number;
END;

COMMENT ON FUNCTION helpdesk.begin_smtp_turn IS
'The number of a connection that the caller may open to the mail server; null: there are as many as '
'there may be. Whose connection to the database has ended has none.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_smtp_turn TO worker;
