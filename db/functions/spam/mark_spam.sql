CREATE OR REPLACE FUNCTION helpdesk.mark_spam(p_ticket_id bigint, p_is_sender_blocked boolean, p_version int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(p_ticket_id, 'tickets.spam', p_version);
BEGIN
    IF v_ticket.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD015', format('ticket %s has been merged', v_ticket.reference), format('It was merged into ticket %s.', v_ticket.merged_into_id)
        );
    END IF;
    IF NOT v_ticket.is_spam THEN
        UPDATE helpdesk.ticket AS t
        SET is_spam = true, status = 'closed', status_before = coalesce(t.status_before, t.status)
        WHERE t.ticket_id = p_ticket_id;
    END IF;
    IF p_is_sender_blocked THEN
        PERFORM helpdesk.block_sender(p.email, format('Spam: %s', v_ticket.reference))
        FROM helpdesk.person AS p
        WHERE p.person_id = v_ticket.requester_id AND p.email IS NOT NULL;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.mark_spam(bigint, boolean, int) IS
'Closes a ticket as spam: nobody is told, replies do not reopen it; may block its sender. Raises PD001, PD002, PD005, PD015.';

CREATE OR REPLACE FUNCTION helpdesk.unmark_spam(p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.spam');
    UPDATE helpdesk.ticket AS t
    SET is_spam = false,
        status_before = NULL,
        status = coalesce((SELECT s.status FROM helpdesk.status AS s WHERE s.status = t.status_before AND s.is_active), 'reopened')
    WHERE t.ticket_id = p_ticket_id AND t.is_spam;
END
$$;

COMMENT ON FUNCTION helpdesk.unmark_spam(bigint) IS 'Gives a ticket that is no spam its status back; the sender stays blocked. Raises PD001, PD002.';

CREATE OR REPLACE FUNCTION helpdesk.block_sender(p_sender text, p_reason text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_sender text := ltrim(lower(btrim(p_sender)), '@');
BEGIN
    PERFORM helpdesk.require('tickets.spam');
    IF v_sender IS NULL OR v_sender !~ '^([^@\s]+@[^@\s.]+|[^@\s.]+\.[^@\s.]+)(\.[^@\s.]+)*$' OR length(v_sender) > 320 THEN
        PERFORM helpdesk.refuse(
            'PD006', 'sender is neither a mail address nor a domain', format('Given: %s.', left(coalesce(p_sender, 'nothing'), 100)),
            'A domain has a dot: with com, everybody below it would be blocked.'
        );
    END IF;
    IF EXISTS (
        SELECT 1 FROM helpdesk.person AS p
        WHERE p.role <> 'customer' AND p.is_active
            AND (p.email = v_sender OR strpos(v_sender, '@') = 0 AND right('.' || split_part(p.email, '@', 2), length(v_sender) + 1) = '.' || v_sender)
    ) THEN
        PERFORM helpdesk.refuse('PD006', format('%s is used by members of staff', v_sender), NULL, 'Deactivate the person instead.');
    END IF;
    INSERT INTO helpdesk.blocked_sender (sender, reason, blocked_by)
    VALUES (v_sender, p_reason, helpdesk.me())
    ON CONFLICT (sender) DO NOTHING;
    RETURN v_sender;
END
$$;

COMMENT ON FUNCTION helpdesk.block_sender(text, text) IS
'Blocks a mail address, or a domain with all below it, unless staff writes from there; again: no change. Returns it as kept. Raises PD002, PD006.';

CREATE OR REPLACE FUNCTION helpdesk.unblock_sender(p_sender text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('tickets.spam');
    DELETE FROM helpdesk.blocked_sender AS b WHERE b.sender = ltrim(lower(btrim(p_sender)), '@');
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('blocked sender %s not found', left(coalesce(p_sender, 'null'), 100)), NULL, 'See /rest/blocked_senders.');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.unblock_sender(text) IS 'Lets a blocked address or domain write again. Raises PD001, PD002.';

CREATE OR REPLACE FUNCTION helpdesk.is_blocked_sender(p_email text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
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
    );
END;

COMMENT ON FUNCTION helpdesk.is_blocked_sender(text) IS 'Whether a mail address, its domain or a domain above that is blocked.';
GRANT EXECUTE ON FUNCTION helpdesk.is_blocked_sender(text) TO worker;

-- A trigger, since the rule needs the caller and another table. Mail asks is_blocked_sender itself and quarantines; staff may write for anybody.
CREATE OR REPLACE FUNCTION helpdesk.tg_refuse_blocked_sender() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text;
BEGIN
    IF helpdesk.actor_role() NOT IN ('anon', 'customer') THEN
        RETURN NEW;
    END IF;
    SELECT p.email INTO v_email
    FROM helpdesk.person AS p
    WHERE p.person_id = CASE TG_TABLE_NAME
        WHEN 'ticket' THEN (to_jsonb(NEW) ->> 'requester_id')::bigint
        ELSE (to_jsonb(NEW) ->> 'author_id')::bigint
    END;
    IF helpdesk.is_blocked_sender(v_email) THEN
        PERFORM helpdesk.refuse('PD504', format('%s is blocked', v_email));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_refuse_blocked_sender() IS 'Blocked senders open no tickets and write no replies. Raises PD504.';
