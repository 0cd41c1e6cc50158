CREATE OR REPLACE FUNCTION helpdesk.placeholders_of_kind(p_kind text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT array_agg(p.placeholder)
    FROM helpdesk.mail_placeholder AS p
    JOIN helpdesk.outgoing_mail_kind AS k ON p.scope IS NULL OR p.scope = ANY (k.speaks_of)
    WHERE k.kind = p_kind;
END;

COMMENT ON FUNCTION helpdesk.placeholders_of_kind IS 'What texts of a kind of mail can be filled in with.';
