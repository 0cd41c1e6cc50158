CREATE OR REPLACE FUNCTION helpdesk.unsubscribe(p_kind text, p_person_id bigint, p_code text, p_is_asked boolean)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_kind helpdesk.outgoing_mail_kind;
BEGIN
    SELECT * INTO v_kind FROM helpdesk.outgoing_mail_kind AS k WHERE k.kind = p_kind AND k.is_bulk;
    IF v_kind.kind IS NULL
        OR p_code IS DISTINCT FROM helpdesk.unsubscribe_code(v_kind.kind, p_person_id)
        OR NOT EXISTS (SELECT FROM helpdesk.person AS p WHERE p.person_id = p_person_id) THEN
        RETURN NULL;
    END IF;
    IF p_is_asked THEN
        INSERT INTO helpdesk.mail_unsubscription (person_id, kind)
        SELECT coalesce(p.merged_into_id, p.person_id), v_kind.kind
        FROM helpdesk.person AS p
        WHERE p.person_id = p_person_id
        ON CONFLICT (person_id, kind) DO NOTHING;
    END IF;
    RETURN v_kind.description;
END
$$;

COMMENT ON FUNCTION helpdesk.unsubscribe IS
'Sends somebody no more mails of a kind, if p_is_asked, and says what they tell; NULL: the code is not theirs. Who '
'fetches the page only, as programs that look at mails do, changes nothing.';
GRANT EXECUTE ON FUNCTION helpdesk.unsubscribe TO worker;
