-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.unsubscribe_path(p_kind text, p_person_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT format('/mail/unsubscribe/%s/%s.%s', k.kind, p_person_id, helpdesk.unsubscribe_code(k.kind, p_person_id))
        FROM helpdesk.outgoing_mail_kind AS k
        WHERE k.kind = p_kind AND k.is_bulk AND p_person_id IS NOT NULL
    );
END
$$;

COMMENT ON FUNCTION helpdesk.unsubscribe_path IS
'Where somebody gets no more mails of a kind, by one click and without signing in (RFC 8058); NULL: the kind is '
'no bulk.';
