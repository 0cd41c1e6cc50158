CREATE OR REPLACE FUNCTION helpdesk.may_acknowledge(p_address text, p_kind text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_most int := helpdesk.setting_int('automatic_mails_per_address_day');
BEGIN
    RETURN (
        SELECT count(*) < v_most
            AND count(*) FILTER (WHERE m.created_at > helpdesk.clock() - interval '1 hour') < 5
        FROM (
            SELECT o.created_at
            FROM helpdesk.outgoing_mail AS o
            WHERE o.address = p_address AND o.created_at > helpdesk.clock() - interval '1 day' AND o.kind = p_kind
            ORDER BY o.created_at DESC
            LIMIT v_most
        ) AS m
    );
END
$$;

COMMENT ON FUNCTION helpdesk.may_acknowledge IS
'Whether an address is told once more that a ticket has come, by this kind of mail: five times an hour, and no more '
'often a day than setting automatic_mails_per_address_day. Anybody may open tickets in the name of any address.';
