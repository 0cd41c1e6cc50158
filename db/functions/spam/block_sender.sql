CREATE OR REPLACE FUNCTION helpdesk.block_sender(p_sender text, p_reason text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_sender text := ltrim(lower(btrim(p_sender)), '@');
BEGIN
    PERFORM helpdesk.require('tickets.spam');
    IF v_sender IS NULL
        OR v_sender !~ '^([^@\s]+@[^@\s.]+|[^@\s.]+\.[^@\s.]+)(\.[^@\s.]+)*$'
        OR length(v_sender) > 320 THEN
        PERFORM helpdesk.refuse(
            'PD006', 'sender is neither a mail address nor a domain',
            format('Given: %s.', left(coalesce(p_sender, 'nothing'), 100)),
            'A domain has a dot: with com, everybody below it would be blocked.'
        );
    END IF;
    IF EXISTS (
        SELECT 1
        FROM helpdesk.person AS p
        JOIN helpdesk.person_address AS a ON a.person_id = p.person_id
        WHERE p.role <> 'customer' AND p.is_active
            AND (
                a.email = v_sender
                OR strpos(v_sender, '@') = 0
                    AND right('.' || split_part(a.email, '@', 2), length(v_sender) + 1) = '.' || v_sender
            )
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s is used by members of staff', v_sender), NULL, 'Deactivate the person instead.'
        );
    END IF;
    -- With a domain goes everybody who writes from there: guests, whom any spam makes, do not count.
    IF strpos(v_sender, '@') = 0 AND NOT helpdesk.can('people.edit') AND (
        EXISTS (
            SELECT 1 FROM helpdesk.person AS p
            WHERE p.role = 'customer' AND p.is_active AND NOT p.is_guest
                AND right('.' || split_part(p.email, '@', 2), length(v_sender) + 1) = '.' || v_sender
        )
        OR EXISTS (
            SELECT 1 FROM helpdesk.organisation_domain AS d
            WHERE right('.' || d.domain, length(v_sender) + 1) = '.' || v_sender
        )
    ) THEN
        PERFORM helpdesk.refuse(
            'PD002', format('customers write from %s', v_sender), 'Who may edit people blocks it.',
            'Block the address, or ask an administrator.'
        );
    END IF;
    IF EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(helpdesk.setting('inbound_addresses')) AS a(address)
        WHERE lower(a.address) = v_sender
            OR strpos(v_sender, '@') = 0
                AND right('.' || split_part(lower(a.address), '@', 2), length(v_sender) + 1) = '.' || v_sender
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s is the desk''s own', v_sender), NULL, 'See setting inbound_addresses.'
        );
    END IF;
    INSERT INTO helpdesk.blocked_sender (sender, reason, blocked_by)
    VALUES (v_sender, p_reason, helpdesk.me())
    ON CONFLICT (sender) DO NOTHING;
    RETURN v_sender;
END
$$;

COMMENT ON FUNCTION helpdesk.block_sender IS
'Blocks a mail address, or a domain with all below it, unless staff write from there; a second call changes '
'nothing. A domain from which customers write is for those who edit people. Returns it as kept. Raises PD002, '
'PD006.';
