CREATE OR REPLACE FUNCTION helpdesk.tell_of_mailboxes() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_told bigint;
BEGIN
    WITH stopped AS (
        UPDATE helpdesk.mailbox AS m
        SET told_at = helpdesk.clock()
        FROM helpdesk.list_stopped_mailboxes() AS s
        JOIN helpdesk.mailbox AS o ON o.mailbox = s.mailbox
        JOIN helpdesk.mailbox_account AS a ON a.account = o.account AND a.told_at IS NULL
        WHERE m.mailbox = s.mailbox AND m.told_at IS NULL
        RETURNING m.mailbox, s.problem
    ),
    working AS (
        UPDATE helpdesk.mailbox AS m
        SET told_at = NULL
        WHERE m.told_at IS NOT NULL AND (NOT m.is_active OR m.failing_from IS NULL AND m.caught_up_at > m.told_at)
        RETURNING m.mailbox, m.is_active
    ),
    notice (kind, title, body) AS (
        SELECT 'mailbox_stopped', format('Mailbox %s is not read', s.mailbox), s.problem FROM stopped AS s
        UNION ALL
        SELECT 'mailbox_works', format('Mailbox %s is read again', w.mailbox), NULL FROM working AS w WHERE w.is_active
    ),
    told AS (
        INSERT INTO helpdesk.notification (person_id, kind, title, body)
        SELECT p.person_id, n.kind, n.title, left(n.body, 500)
        FROM notice AS n
        CROSS JOIN helpdesk.list_mailbox_keepers() AS p
    )
    SELECT count(*) INTO v_told FROM notice AS n;
    RETURN v_told;
END
$$;

COMMENT ON FUNCTION helpdesk.tell_of_mailboxes IS
'Tells those who keep mailboxes of each that has stopped, once, and once when it is read again; not where they know '
'already that a provider refuses its account. Returns of how many.';
GRANT EXECUTE ON FUNCTION helpdesk.tell_of_mailboxes TO worker;
