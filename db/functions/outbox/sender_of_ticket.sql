-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.sender_of_ticket(p_ticket_id bigint, OUT address text, OUT sender_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    SELECT s.address, s.sender_name INTO address, sender_name
    FROM (
        SELECT a.address, a.sender_name, CASE WHEN a.department_id IS NULL THEN 2 ELSE 1 END AS rank
        FROM helpdesk.support_address AS a
        WHERE a.department_id IS NULL
            OR a.department_id = (SELECT t.department_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id)
        UNION ALL
        SELECT helpdesk.setting('inbound_addresses') ->> 0, helpdesk.setting_text('desk_name'), 3
        WHERE helpdesk.setting('inbound_addresses') ->> 0 LIKE '%_@_%'
    ) AS s
    ORDER BY s.rank
    LIMIT 1;
END
$$;

COMMENT ON FUNCTION helpdesk.sender_of_ticket IS
'From whom mails about a ticket come: its department''s support address, else the desk''s, which is that of mails '
'about no ticket (null), too, else the first of setting inbound_addresses. Nulls: the desk has no address.';
