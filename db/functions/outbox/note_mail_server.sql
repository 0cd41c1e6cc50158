CREATE OR REPLACE FUNCTION helpdesk.note_mail_server(p_problem text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_before helpdesk.mail_server;
    v_title text;
BEGIN
    -- What goes well is no news, and nothing to wait for.
    IF p_problem IS NULL AND NOT EXISTS (
        SELECT FROM helpdesk.mail_server AS s WHERE s.failing_from IS NOT NULL
    ) THEN
        RETURN;
    END IF;
    SELECT s.* INTO v_before FROM helpdesk.mail_server AS s FOR NO KEY UPDATE;
    IF p_problem IS NULL AND v_before.told_at IS NOT NULL THEN
        v_title := 'The mail server takes mail again';
    ELSIF p_problem IS NOT NULL
        AND v_before.told_at IS NULL
        AND v_before.failing_from <= v_now - interval '5 minutes'
    THEN
        v_title := 'The mail server takes no mail';
    END IF;
    UPDATE helpdesk.mail_server AS s
    SET failing_from = CASE WHEN p_problem IS NOT NULL THEN coalesce(s.failing_from, v_now) END,
        told_at = CASE
            WHEN p_problem IS NULL THEN NULL
            WHEN v_title IS NOT NULL THEN v_now
            ELSE s.told_at
        END,
        last_error = left(p_problem, 500);
    INSERT INTO helpdesk.notification (person_id, kind, title, body)
    SELECT
        k.person_id,
        CASE WHEN p_problem IS NULL THEN 'mail_server_works' ELSE 'mail_server_stopped' END,
        v_title,
        left(p_problem, 500)
    FROM helpdesk.list_mailbox_keepers() AS k
    WHERE v_title IS NOT NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.note_mail_server IS
'Notes that the mail server could not be used, and why; null: it took a mail. Who keeps mailboxes is told once when it '
'has taken none for five minutes though it was tried, and once when it does again.';
