CREATE OR REPLACE FUNCTION helpdesk.take_in_mail(p_mail helpdesk.inbound_mail, p_parsed jsonb)
RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail := p_mail;
    v_address text := p_parsed #>> '{sender,address}';
    v_person helpdesk.person;
    v_kind helpdesk.automatic_mail_kind;
    v_found record;
    v_claims text;
BEGIN
    IF p_parsed ->> 'failure' <> '' THEN
        v_mail.state := 'quarantined';
        v_mail.reason := p_parsed ->> 'failure';
        RETURN v_mail;
    END IF;
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.email = v_address;
    SELECT * INTO v_kind FROM helpdesk.automatic_mail_kind AS k
    WHERE k.kind = CASE
        WHEN helpdesk.setting('inbound_addresses') ? v_address THEN 'loop'
        ELSE p_parsed #>> '{automatic,kind}'
    END;
    v_found := helpdesk.find_mail_ticket(p_parsed, v_person.person_id);
    v_mail.person_id := v_person.person_id;
    v_mail.ticket_id := v_found.ticket_id;
    v_mail.matched_by := v_found.matched_by;
    v_mail.automatic_kind := v_kind.kind;
    v_mail.automatic_sign := CASE WHEN v_kind.kind = 'loop' THEN 'own address' ELSE p_parsed #>> '{automatic,sign}' END;
    v_mail.bounced_addresses := ARRAY(SELECT jsonb_array_elements_text(p_parsed #> '{automatic,bounced_addresses}'));

    IF v_kind.kind IS NOT NULL
        AND NOT v_mail.is_released
        AND NOT (CASE WHEN v_found.ticket_id IS NULL THEN v_kind.opens_ticket ELSE v_kind.can_continue END) THEN
        RETURN helpdesk.record_automatic_mail(v_mail, p_parsed, v_person);
    END IF;

    v_mail.reason := helpdesk.judge_mail(v_mail, p_parsed, v_person, v_found.ticket_id);
    IF v_mail.reason IS NOT NULL THEN
        v_mail.state := 'quarantined';
        RETURN v_mail;
    END IF;

    v_mail.person_id := coalesce(
        v_person.person_id,
        helpdesk.find_or_create_guest(
            coalesce(v_address, 'unknown-sender@invalid'),
            CASE WHEN v_address IS NULL THEN 'Unknown sender' ELSE p_parsed #>> '{sender,name}' END
        )
    );
    -- The history names the sender; guests, who cannot be callers, are named by the message only.
    v_claims := helpdesk.begin_acting_as(v_mail.person_id);

    IF v_found.ticket_id IS NULL AND v_found.refused_reference IS NOT NULL THEN
        v_mail.reason := format('the sender takes no part in %s', v_found.refused_reference);
    END IF;
    IF v_found.ticket_id IS NULL THEN
        v_mail.state := 'ticket';
        v_mail.ticket_id := helpdesk.open_mail_ticket(p_parsed, v_mail.person_id);
    ELSE
        v_mail.state := 'reply';
        v_mail.message_id := helpdesk.post_mail(
            p_parsed, v_mail.ticket_id, v_mail.person_id,
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
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.take_in_mail IS
'Makes of a parsed mail a ticket, a reply, a recorded automatic mail or a quarantined one; returns the row as it is to '
'be kept.';
