-- By the owner and inside one transaction: no session could set a switch that triggers look at. The locks let others
-- read; who writes waits for the end of the batch. They are tried for a moment at a time, so that a writer who holds
-- one of the tables and wants another is never waited for long enough to be a deadlock.
CREATE OR REPLACE FUNCTION helpdesk.quieten_tables(p_is_quiet boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_commands text[];
    v_command text;
BEGIN
    IF p_is_quiet THEN
        FOR v_try IN 1..200 LOOP
            BEGIN
                PERFORM set_config('lock_timeout', '200ms', true);
                PERFORM helpdesk.lock_sla_changes(true);
                LOCK TABLE helpdesk.ticket, helpdesk.message, helpdesk.event, helpdesk.sla_clock, helpdesk.ticket_tag,
                    helpdesk.ticket_participant, helpdesk.ticket_follower, helpdesk.ticket_custom, helpdesk.rating,
                    helpdesk.ticket_link, helpdesk.ticket_merge, helpdesk.attachment IN SHARE ROW EXCLUSIVE MODE;
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                IF v_try = 200 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(0.05 + random() * 0.2);
            END;
        END LOOP;
        PERFORM set_config('lock_timeout', '0', true);
    END IF;
    SELECT array_agg(format(
        'ALTER TABLE %s %s', q.name,
        (
            SELECT string_agg(
                format('%s TRIGGER %I', CASE WHEN p_is_quiet THEN 'DISABLE' ELSE 'ENABLE' END, t.tgname), ', '
            )
            FROM pg_trigger AS t
            WHERE t.tgrelid = q.name::regclass AND NOT t.tgisinternal AND t.tgname ~ q.pattern
        )
    )) INTO v_commands
    FROM (VALUES
        ('helpdesk.ticket', '_[0-8][0-9]_'),
        ('helpdesk.message', '_[0-8][0-9]_'),
        ('helpdesk.event', '_'),
        ('helpdesk.sla_clock', '_'),
        ('helpdesk.ticket_tag', '_[0-8][0-9]_'),
        ('helpdesk.ticket_participant', '_[0-8][0-9]_'),
        ('helpdesk.ticket_custom', '_50_'),
        ('helpdesk.rating', '_[0-8][0-9]_'),
        ('helpdesk.ticket_link', '_50_')
    ) AS q(name, pattern);
    FOREACH v_command IN ARRAY v_commands LOOP
        EXECUTE v_command;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.quieten_tables IS
'Takes the triggers off the tables of tickets, all but those of the audit log, or puts them back, for a batch that '
'writes what happened long ago: nobody is told, no rule fires, no clock is stepped. Foreign keys and checks hold.';
