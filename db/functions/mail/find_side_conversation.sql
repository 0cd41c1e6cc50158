CREATE OR REPLACE FUNCTION helpdesk.find_side_conversation(
    p_parsed jsonb,
    p_person_id bigint,
    OUT side_conversation_id bigint,
    OUT ticket_id bigint,
    OUT matched_by text,
    OUT is_refused boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_address text := p_parsed #>> '{sender,address}';
    v_candidate record;
BEGIN
    is_refused := false;
    FOR v_candidate IN
        WITH named (side_conversation_id, matched_by, rank, is_own_mail) AS (
            SELECT m[1]::bigint, 'address', 0, false
            FROM jsonb_array_elements_text(p_parsed -> 'delivered_to') AS d(address)
            CROSS JOIN LATERAL regexp_match(d.address, '\+side-([0-9]{1,18})\.([0-9a-f]{32})@') AS m
            WHERE helpdesk.mail_address_code(m[1]::bigint, 'side') = m[2]
            UNION ALL
            SELECT i.side_conversation_id, 'message_id', 1, a.is_returned AND i.is_outgoing
            FROM (
                SELECT r.id, false
                FROM jsonb_array_elements_text((p_parsed -> 'in_reply_to') || (p_parsed -> 'references')) AS r(id)
                UNION ALL
                SELECT r.id, true
                FROM jsonb_array_elements_text(p_parsed #> '{automatic,original_message_ids}') AS r(id)
            ) AS a(id, is_returned)
            JOIN helpdesk.mail_message_id AS i ON i.mail_message_id = a.id AND i.side_conversation_id IS NOT NULL
        )
        SELECT c.side_conversation_id, c.ticket_id, n.matched_by,
            t.deleted_at IS NULL AND (
                n.is_own_mail
                OR EXISTS (
                    SELECT FROM helpdesk.side_outsider AS o
                    WHERE o.side_conversation_id = c.side_conversation_id AND o.address = v_address
                )
                OR EXISTS (
                    SELECT FROM helpdesk.side_participant AS p
                    WHERE p.side_conversation_id = c.side_conversation_id AND p.person_id = p_person_id
                )
            ) AS takes_part
        FROM named AS n
        JOIN helpdesk.side_conversation AS c USING (side_conversation_id)
        JOIN helpdesk.ticket AS t USING (ticket_id)
        ORDER BY n.rank, c.side_conversation_id DESC
    LOOP
        IF v_candidate.takes_part THEN
            side_conversation_id := v_candidate.side_conversation_id;
            ticket_id := v_candidate.ticket_id;
            matched_by := v_candidate.matched_by;
            is_refused := false;
            RETURN;
        END IF;
        is_refused := true;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.find_side_conversation IS
'The conversation beside a ticket that a parsed mail continues: by signed address or stored Message-ID, and only where '
'From takes part, as an outsider or as staff (p_person_id); a bounce of the desk''s own mail needs no sender. '
'is_refused: somebody else answers one.';
