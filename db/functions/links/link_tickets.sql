CREATE OR REPLACE FUNCTION helpdesk.link_tickets(p_kind text, p_from_id bigint, p_to_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link_id bigint;
    v_above record;
BEGIN
    IF p_kind IS NULL OR p_kind NOT IN ('problem_incident', 'parent_child', 'related', 'duplicate') THEN
        PERFORM helpdesk.refuse(
            'PD006', format('kind %s is unknown', coalesce(p_kind, 'null')), NULL, 'Give problem_incident, parent_child, related or duplicate.'
        );
    END IF;
    IF p_from_id = p_to_id THEN
        PERFORM helpdesk.refuse('PD502', 'a ticket cannot be linked to itself');
    END IF;
    -- Under both locks nobody else links these two, so the checks hold until commit.
    PERFORM helpdesk.lock_tickets(ARRAY[p_from_id, p_to_id], 'tickets.link');
    IF EXISTS (
        SELECT 1 FROM helpdesk.ticket_link AS l
        WHERE l.kind = p_kind
            AND least(l.from_id, l.to_id) = least(p_from_id, p_to_id)
            AND greatest(l.from_id, l.to_id) = greatest(p_from_id, p_to_id)
    ) THEN
        PERFORM helpdesk.refuse('PD502', format('tickets %s and %s are linked as %s already', p_from_id, p_to_id, p_kind));
    END IF;
    IF p_kind IN ('problem_incident', 'parent_child') THEN
        SELECT l.from_id INTO v_above FROM helpdesk.ticket_link AS l WHERE l.kind = p_kind AND l.to_id = p_to_id;
        IF FOUND THEN
            PERFORM helpdesk.refuse(
                'PD502', format('ticket %s has a %s already', p_to_id, CASE p_kind WHEN 'parent_child' THEN 'parent' ELSE 'problem' END),
                format('It is ticket %s.', v_above.from_id)
            );
        END IF;
    END IF;
    INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by)
    VALUES (
        p_kind,
        CASE WHEN p_kind = 'related' THEN least(p_from_id, p_to_id) ELSE p_from_id END,
        CASE WHEN p_kind = 'related' THEN greatest(p_from_id, p_to_id) ELSE p_to_id END,
        helpdesk.me()
    )
    RETURNING link_id INTO v_link_id;
    RETURN v_link_id;
END
$$;

COMMENT ON FUNCTION helpdesk.link_tickets(text, bigint, bigint) IS
'Links two tickets: from problem to incident, from parent to child, from duplicate to original. Raises PD001, PD002, PD006, PD502.';

CREATE OR REPLACE FUNCTION helpdesk.unlink_tickets(p_ticket_id bigint, p_other_id bigint, p_kind text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_count bigint;
BEGIN
    PERFORM helpdesk.lock_tickets(ARRAY[p_ticket_id, p_other_id], 'tickets.link');
    DELETE FROM helpdesk.ticket_link AS l
    WHERE least(l.from_id, l.to_id) = least(p_ticket_id, p_other_id)
        AND greatest(l.from_id, l.to_id) = greatest(p_ticket_id, p_other_id)
        AND l.kind = coalesce(p_kind, l.kind);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count = 0 THEN
        PERFORM helpdesk.refuse('PD001', format('tickets %s and %s are not linked', p_ticket_id, p_other_id));
    END IF;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.unlink_tickets(bigint, bigint, text) IS 'Removes the links between two tickets, of one kind or all. Raises PD001, PD002.';

CREATE OR REPLACE FUNCTION helpdesk.makes_circle(p_kind text, p_from_id bigint, p_to_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        WITH RECURSIVE above AS (
            SELECT p_from_id AS ticket_id, 1 AS depth
            UNION ALL
            SELECT l.from_id, a.depth + 1
            FROM above AS a
            JOIN helpdesk.ticket_link AS l ON l.kind = p_kind AND l.to_id = a.ticket_id
            WHERE a.depth < 100
        )
        SELECT 1 FROM above AS a WHERE a.ticket_id = p_to_id OR a.depth = 100
    );
END
$$;

COMMENT ON FUNCTION helpdesk.makes_circle(text, bigint, bigint) IS 'Whether the second ticket is the first one or above it.';

CREATE OR REPLACE FUNCTION helpdesk.move_links(p_link_ids bigint[], p_ticket_id bigint, p_to_id bigint) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link record;
    v_moved bigint[] := '{}';
BEGIN
    IF p_link_ids = '{}' THEN
        RETURN p_link_ids;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('helpdesk.ticket_link'), hashtext(k.kind))
    FROM (VALUES ('parent_child'), ('problem_incident')) AS k(kind);
    FOR v_link IN
        SELECT
            l.link_id, l.kind,
            CASE l.from_id WHEN p_ticket_id THEN p_to_id ELSE l.from_id END AS from_id,
            CASE l.to_id WHEN p_ticket_id THEN p_to_id ELSE l.to_id END AS to_id
        FROM helpdesk.ticket_link AS l
        WHERE l.link_id = ANY (p_link_ids) AND p_ticket_id IN (l.from_id, l.to_id)
        ORDER BY l.link_id
    LOOP
        CONTINUE WHEN v_link.from_id = v_link.to_id
            OR EXISTS (
                SELECT 1 FROM helpdesk.ticket_link AS l
                WHERE l.kind = v_link.kind
                    AND least(l.from_id, l.to_id) = least(v_link.from_id, v_link.to_id)
                    AND greatest(l.from_id, l.to_id) = greatest(v_link.from_id, v_link.to_id)
            )
            OR v_link.kind IN ('parent_child', 'problem_incident') AND (
                helpdesk.makes_circle(v_link.kind, v_link.from_id, v_link.to_id)
                OR v_link.to_id = p_to_id AND EXISTS (
                    SELECT 1 FROM helpdesk.ticket_link AS l WHERE l.kind = v_link.kind AND l.to_id = p_to_id
                )
            );
        UPDATE helpdesk.ticket_link AS l
        SET from_id = CASE WHEN v_link.kind = 'related' THEN least(v_link.from_id, v_link.to_id) ELSE v_link.from_id END,
            to_id = CASE WHEN v_link.kind = 'related' THEN greatest(v_link.from_id, v_link.to_id) ELSE v_link.to_id END
        WHERE l.link_id = v_link.link_id;
        v_moved := v_moved || v_link.link_id;
    END LOOP;
    RETURN v_moved;
END
$$;

COMMENT ON FUNCTION helpdesk.move_links(bigint[], bigint, bigint) IS
'Moves links from one ticket to another; both are locked by the caller. What would link a ticket to itself, twice, under a second parent or in a circle stays. Returns what moved.';

-- A trigger, since a cycle is a matter of many rows. The advisory lock lets one link of a hierarchy be made at a time; it is taken
-- after the tickets' locks and nothing is waited for while it is held, so it cannot be part of a deadlock.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_link__check_cycle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('helpdesk.ticket_link'), hashtext(NEW.kind));
    IF helpdesk.makes_circle(NEW.kind, NEW.from_id, NEW.to_id) THEN
        PERFORM helpdesk.refuse(
            'PD502', format('linking ticket %s under ticket %s would make a circle', NEW.to_id, NEW.from_id)
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_link__check_cycle() IS 'No ticket is its own ancestor, whoever links and however many at once. Raises PD502.';

-- A trigger, so that no writer can link without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_link__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- Of a link that moves, the ticket that it leaves and the one that it comes to: both are locked, the third may not be.
    PERFORM helpdesk.record_event(
        e.ticket_id, e.kind, jsonb_build_object('kind', e.link_kind, 'from_id', e.from_id, 'to_id', e.to_id)
    )
    FROM (
        SELECT u.id AS ticket_id, 'ticket_unlinked' AS kind, OLD.kind AS link_kind, OLD.from_id, OLD.to_id
        FROM unnest(ARRAY[OLD.from_id, OLD.to_id]) AS u(id)
        WHERE TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND u.id NOT IN (NEW.from_id, NEW.to_id)
        UNION ALL
        SELECT u.id, 'ticket_linked', NEW.kind, NEW.from_id, NEW.to_id
        FROM unnest(ARRAY[NEW.from_id, NEW.to_id]) AS u(id)
        WHERE TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND u.id NOT IN (OLD.from_id, OLD.to_id)
        ORDER BY 1
    ) AS e;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_link__record_event() IS 'Writes the event of a link on its tickets, in id order.';
