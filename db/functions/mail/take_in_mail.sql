CREATE OR REPLACE FUNCTION helpdesk.take_in_mail(p_mail helpdesk.inbound_mail, p_parsed jsonb)
RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail := p_mail;
    v_first helpdesk.inbound_mail;
    v_sender helpdesk.person;
    v_author helpdesk.person;
    v_named record := helpdesk.find_mail_author(p_parsed);
    v_kind helpdesk.automatic_mail_kind;
    v_found record;
    v_side record;
    v_is_authenticated boolean := helpdesk.is_mail_authenticated(p_parsed, p_mail.adapter);
    v_has_authserv boolean := helpdesk.setting_text('inbound_authserv') IS NOT NULL;
    v_claims text;
BEGIN
    v_mail.from_address := p_parsed #>> '{sender,address}';
    v_mail.author_address := v_named.address;
    IF p_parsed ->> 'failure' <> '' THEN
        v_mail.state := 'quarantined';
        v_mail.reason := p_parsed ->> 'failure';
        RETURN v_mail;
    END IF;
    -- Two ways may bring the same mail at the same time, or a mail and its answer. One of 64 turns for each Message-ID,
    -- so that others hardly ever wait.
    PERFORM helpdesk.take_turn('take in mail ' || t.number)
    FROM (
        SELECT DISTINCT hashtext(i.id) & 63 AS number
        FROM (
            SELECT p_parsed ->> 'message_id' AS id
            UNION ALL
            SELECT jsonb_array_elements_text(p_parsed -> 'in_reply_to')
        ) AS i
        WHERE i.id IS NOT NULL
        ORDER BY number
    ) AS t;
    v_first := helpdesk.find_first_mail(v_mail, p_parsed);
    IF v_first.inbound_mail_id IS NOT NULL AND NOT v_mail.is_released THEN
        RETURN helpdesk.record_duplicate_mail(v_mail, v_first, p_parsed);
    END IF;

    v_sender := helpdesk.find_person(v_mail.from_address);
    v_author := helpdesk.find_person(v_mail.author_address);
    v_side := helpdesk.find_side_conversation(p_parsed, v_sender.person_id);
    IF v_side.side_conversation_id IS NOT NULL OR v_side.is_refused AND NOT v_mail.is_released THEN
        -- Never to the ticket, where its customer would read it.
        SELECT v_side.ticket_id, v_side.matched_by, NULL::text AS refused_reference INTO v_found;
        v_author := v_sender;
        v_mail.author_address := v_mail.from_address;
        v_mail.side_conversation_id := v_side.side_conversation_id;
    ELSE
        v_found := helpdesk.find_mail_ticket(p_parsed, v_author.person_id);
    END IF;
    IF v_found.ticket_id IS NULL
        AND NOT v_side.is_refused
        AND v_sender.person_id IS DISTINCT FROM v_author.person_id THEN
        -- Who takes part answers as himself, whatever his Reply-To says.
        v_found := helpdesk.find_mail_ticket(p_parsed, v_sender.person_id);
        IF v_found.ticket_id IS NOT NULL THEN
            v_author := v_sender;
            v_mail.author_address := v_mail.from_address;
        END IF;
    END IF;
    SELECT * INTO v_kind FROM helpdesk.automatic_mail_kind AS k
    WHERE k.kind = helpdesk.find_automatic_kind(v_mail, p_parsed);
    v_mail.person_id := v_author.person_id;
    v_mail.ticket_id := v_found.ticket_id;
    v_mail.matched_by := v_found.matched_by;
    v_mail.automatic_kind := v_kind.kind;
    v_mail.automatic_sign := CASE WHEN v_kind.kind = 'loop' THEN 'own address' ELSE p_parsed #>> '{automatic,sign}' END;
    v_mail.is_verified := v_mail.is_released
        OR v_is_authenticated IS TRUE AND v_mail.author_address IS NOT DISTINCT FROM v_mail.from_address
        OR NOT v_has_authserv AND v_found.matched_by IS NOT DISTINCT FROM 'address';

    IF v_kind.kind IS NOT NULL
        AND NOT v_mail.is_released
        AND NOT (CASE WHEN v_found.ticket_id IS NULL THEN v_kind.opens_ticket ELSE v_kind.can_continue END) THEN
        RETURN helpdesk.record_automatic_mail(v_mail, p_parsed);
    END IF;

    v_mail.reason := helpdesk.judge_mail(v_mail, p_parsed, v_sender, v_author);
    IF v_mail.reason IS NOT NULL THEN
        v_mail.state := 'quarantined';
        RETURN v_mail;
    END IF;

    IF v_mail.side_conversation_id IS NOT NULL OR v_side.is_refused AND NOT v_mail.is_released THEN
        v_mail.reason := CASE
            WHEN v_side.is_refused THEN 'the sender takes no part in the side conversation that it answers'
            WHEN v_has_authserv AND NOT v_mail.is_verified
                THEN 'the mail server did not vouch for the sender, so the side conversation is not continued'
        END;
        IF v_mail.reason IS NOT NULL THEN
            v_mail.state := 'quarantined';
            RETURN v_mail;
        END IF;
        RETURN helpdesk.continue_side_conversation(v_mail, p_parsed);
    END IF;

    IF v_found.ticket_id IS NULL AND v_found.refused_reference IS NOT NULL THEN
        v_mail.reason := format('the sender takes no part in %s', v_found.refused_reference);
    ELSIF v_found.ticket_id IS NOT NULL AND v_has_authserv AND NOT v_mail.is_verified THEN
        v_mail.reason := format(
            'the mail server did not vouch for the sender, so %s is not continued',
            (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = v_found.ticket_id)
        );
        v_mail.ticket_id := NULL;
        v_mail.matched_by := NULL;
    END IF;
    v_mail.person_id := coalesce(
        v_author.person_id,
        helpdesk.find_or_create_guest(
            coalesce(v_mail.author_address, 'unknown-sender@invalid'),
            CASE WHEN v_mail.author_address IS NULL THEN 'Unknown sender' ELSE v_named.name END
        )
    );
    -- The history names the sender; guests, who cannot be callers, are named by the message only.
    v_claims := helpdesk.begin_acting_as(v_mail.person_id);
    IF v_mail.ticket_id IS NULL THEN
        v_mail.state := 'ticket';
        v_mail.ticket_id := helpdesk.open_mail_ticket(v_mail, p_parsed);
        v_mail.answered_ids := ARRAY(
            SELECT DISTINCT a.id
            FROM jsonb_array_elements_text((p_parsed -> 'in_reply_to') || (p_parsed -> 'references')) AS a(id)
            WHERE NOT EXISTS (SELECT 1 FROM helpdesk.mail_message_id AS i WHERE i.mail_message_id = a.id)
        );
    ELSE
        v_mail.state := 'reply';
        v_mail.message_id := helpdesk.post_mail(
            v_mail, p_parsed,
            CASE
                WHEN EXISTS (SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = v_mail.person_id AND a.is_light)
                    THEN 'note'
                ELSE 'reply'
            END
        );
        -- A rule may have sent it to another ticket: a late reply opens a follow-up.
        v_mail.ticket_id := (SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.message_id = v_mail.message_id);
    END IF;
    PERFORM helpdesk.attach_mail_files(v_mail, p_parsed, v_mail.ticket_id, v_mail.message_id);
    INSERT INTO helpdesk.mail_message_id (mail_message_id, ticket_id, message_id, is_outgoing)
    SELECT p_parsed ->> 'message_id', v_mail.ticket_id, v_mail.message_id, false
    WHERE p_parsed ->> 'message_id' IS NOT NULL
    ON CONFLICT (mail_message_id, ticket_id) DO NOTHING;
    PERFORM helpdesk.end_acting_as(v_claims);
    -- Who only knows a reference, and may be anybody, brings nobody in to read the ticket.
    IF v_kind.kind IS NULL
        AND (v_mail.state = 'ticket' OR v_mail.is_verified OR v_mail.matched_by = 'message_id') THEN
        PERFORM helpdesk.add_mail_participants(v_mail.ticket_id, p_parsed, v_mail.person_id);
    END IF;
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.take_in_mail IS
'Makes of a parsed mail a ticket, a reply, a message of a side conversation, a recorded automatic mail, a duplicate or '
'a quarantined one; returns the row as it is to be kept. Where a mail server is trusted (setting inbound_authserv), '
'only mail that it vouched for continues a ticket or a side conversation.';
