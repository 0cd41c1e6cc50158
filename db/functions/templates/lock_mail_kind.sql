CREATE OR REPLACE FUNCTION helpdesk.lock_mail_kind(p_kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('settings.edit');
    PERFORM FROM helpdesk.outgoing_mail_kind AS k WHERE k.kind = p_kind FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('kind of mail %s not found', coalesce(left(p_kind, 100), 'null')), NULL,
            'See /rest/outgoing_mail_kinds.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_mail_kind IS
'A kind of mail, locked for a change of its texts by one who may. Raises PD001, PD002.';
