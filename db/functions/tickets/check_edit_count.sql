CREATE OR REPLACE FUNCTION helpdesk.check_edit_count() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_count int := coalesce(nullif(current_setting('helpdesk.edit_count', true), ''), '0')::int + 1;
BEGIN
    IF v_count > 1000 THEN
        PERFORM helpdesk.refuse('PD018', 'the request would write more than 1000 rows');
    END IF;
    PERFORM set_config('helpdesk.edit_count', v_count::text, true);
END
$$;

COMMENT ON FUNCTION helpdesk.check_edit_count IS
'Counts the tickets and messages that a POST or PATCH itself writes (not those that follow, as when somebody leaves): '
'one whose filter was forgotten must not rewrite the desk, and one of many rows holds a connection. Raises PD018.';
