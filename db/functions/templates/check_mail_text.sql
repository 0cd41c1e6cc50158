CREATE OR REPLACE FUNCTION helpdesk.check_mail_text(p_kind text, p_part text, p_text text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_fault jsonb := helpdesk.find_template_fault(p_text, helpdesk.placeholders_of_kind(p_kind));
BEGIN
    IF v_fault IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD145',
            format(
                '%s, line %s, column %s: %s',
                p_part, v_fault ->> 'line', v_fault ->> 'column', v_fault ->> 'message'
            ),
            format(
                'A mail of kind %s speaks of desk, recipient%s.', p_kind,
                (
                    SELECT string_agg(', ' || s.scope, '' ORDER BY s.number)
                    FROM helpdesk.outgoing_mail_kind AS k
                    CROSS JOIN unnest(k.speaks_of) WITH ORDINALITY AS s(scope, number)
                    WHERE k.kind = p_kind
                )
            )
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.check_mail_text IS
'Raises PD145, with line and column, unless subject or body can be filled in for a kind of mail.';
