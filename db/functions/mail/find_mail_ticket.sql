CREATE OR REPLACE FUNCTION helpdesk.find_mail_ticket(
    p_parsed jsonb,
    p_person_id bigint,
    OUT ticket_id bigint,
    OUT matched_by text,
    OUT refused_reference text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_candidate record;
BEGIN
    FOR v_candidate IN
        WITH RECURSIVE named (ticket_id, matched_by, rank, is_own_mail, is_sibling) AS (
            SELECT t.ticket_id, 'address', 0, false, false
            FROM jsonb_array_elements_text(p_parsed -> 'delivered_to') AS d(address)
            CROSS JOIN LATERAL regexp_match(d.address, '\+([a-z0-9]+-[0-9]+)\.([0-9a-f]{32})@') AS m
            JOIN helpdesk.ticket AS t ON t.reference = upper(m[1]) AND helpdesk.mail_address_code(t.ticket_id) = m[2]
            UNION ALL
            SELECT i.ticket_id, 'message_id', 100 + a.position::int, a.is_returned AND i.is_outgoing, false
            FROM (
                SELECT r.id, r.position, false
                FROM jsonb_array_elements_text(p_parsed -> 'in_reply_to') WITH ORDINALITY AS r(id, position)
                UNION ALL
                SELECT r.id, 1000 - r.position, false
                FROM jsonb_array_elements_text(p_parsed -> 'references') WITH ORDINALITY AS r(id, position)
                UNION ALL
                SELECT r.id, 2000 + r.position, true
                FROM jsonb_array_elements_text(
                    p_parsed #> '{automatic,original_message_ids}'
                ) WITH ORDINALITY AS r(id, position)
            ) AS a(id, position, is_returned)
            JOIN helpdesk.mail_message_id AS i ON i.mail_message_id = a.id AND i.side_conversation_id IS NULL
            UNION ALL
            -- It is answered by a mail that overtook it, or answers what that one answers: a mail that never came.
            SELECT m.ticket_id, 'answered', CASE WHEN a.is_sibling THEN 6000 ELSE 5000 END, false, a.is_sibling
            FROM (
                SELECT ARRAY[p_parsed ->> 'message_id'], false
                UNION ALL
                SELECT
                    ARRAY(SELECT jsonb_array_elements_text((p_parsed -> 'in_reply_to') || (p_parsed -> 'references'))),
                    true
            ) AS a(ids, is_sibling)
            JOIN helpdesk.inbound_mail AS m
                ON m.answered_ids && a.ids
                AND m.answered_ids <> '{}'
                AND m.state = 'ticket'
                AND m.received_at > helpdesk.clock() - interval '7 days'
            UNION ALL
            SELECT t.ticket_id, 'reference', 10000 + m.position::int, false, false
            -- \m is no boundary between letters, and some scripts put no space around a reference.
            FROM regexp_matches(
                left(p_parsed ->> 'subject', 1000),
                '(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9]{0,9}-[0-9]{5,})(?![0-9])', 'g'
            )
                WITH ORDINALITY AS m(found, position)
            JOIN helpdesk.ticket AS t ON t.reference = upper(m.found[1])
        ),
        followed (ticket_id, matched_by, rank, is_own_mail, is_sibling, hops) AS (
            SELECT n.ticket_id, n.matched_by, n.rank, n.is_own_mail, n.is_sibling, 0 FROM named AS n
            UNION ALL
            SELECT t.merged_into_id, f.matched_by, f.rank, f.is_own_mail, f.is_sibling, f.hops + 1
            FROM followed AS f
            JOIN helpdesk.ticket AS t ON t.ticket_id = f.ticket_id
            WHERE t.merged_into_id IS NOT NULL AND f.hops < 20
        )
        SELECT
            f.ticket_id, f.matched_by, t.reference,
            f.is_own_mail
                OR helpdesk.takes_part(f.ticket_id, p_person_id)
                OR NOT helpdesk.was_removed(f.ticket_id, p_person_id) AND EXISTS (
                    SELECT 1 FROM helpdesk.ticket AS s
                    WHERE s.merged_into_id = f.ticket_id AND helpdesk.takes_part(s.ticket_id, p_person_id)
                ) AS takes_part
        FROM followed AS f
        JOIN helpdesk.ticket AS t ON t.ticket_id = f.ticket_id
        WHERE t.merged_into_id IS NULL AND t.deleted_at IS NULL
            -- Many may answer one mail to a list: only who was named to the ticket's writer speaks with him.
            AND (NOT f.is_sibling OR t.requester_id = p_person_id OR EXISTS (
                SELECT 1
                FROM helpdesk.ticket_participant AS c
                WHERE c.ticket_id = f.ticket_id AND c.person_id = p_person_id
            ))
        ORDER BY f.rank
    LOOP
        IF v_candidate.takes_part THEN
            ticket_id := v_candidate.ticket_id;
            matched_by := v_candidate.matched_by;
            refused_reference := NULL;
            RETURN;
        END IF;
        refused_reference := coalesce(refused_reference, v_candidate.reference);
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.find_mail_ticket IS
'The ticket that a parsed mail continues: by signed address, stored Message-ID or reference in the subject, or the one '
'that an answer to it, or to what it answers, opened; merges followed, only where the sender takes part (a bounce of '
'the desk''s own mail needs no sender). refused_reference: a ticket that was named by somebody else.';
