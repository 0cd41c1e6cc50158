CREATE OR REPLACE FUNCTION helpdesk.find_automatic_kind(p_mail helpdesk.inbound_mail, p_parsed jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE
        WHEN EXISTS (
            SELECT 1
            FROM helpdesk.mail_message_id AS i
            WHERE i.mail_message_id = p_parsed ->> 'message_id' AND i.is_outgoing
        ) THEN 'loop'
        WHEN NOT helpdesk.is_desk_address(p_mail.from_address) THEN p_parsed #>> '{automatic,kind}'
        WHEN helpdesk.is_desk_address(p_mail.author_address)
            OR coalesce(p_parsed #>> '{automatic,kind}', 'list') NOT IN ('list', 'bulk', 'unsure') THEN 'loop'
        -- The desk's address is a group, which adds its signs to what people write.
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.find_automatic_kind IS
'What kind of automatic mail this is; NULL: a person wrote it. A loop is what the desk sent: by Message-ID, or from '
'its own address, unless that is a group which sends on what somebody else wrote.';
