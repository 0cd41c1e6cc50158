-- A trigger, since the rule asks for the caller's permission.
CREATE OR REPLACE FUNCTION helpdesk.tg_canned_reply__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_unknown text := helpdesk.find_unknown_placeholder(NEW.body);
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.owner_id := coalesce(NEW.owner_id, helpdesk.me());
    END IF;
    IF helpdesk.actor_role() <> 'system'
        AND NOT helpdesk.can('rules.edit')
        AND (NEW.is_shared OR NEW.owner_id IS DISTINCT FROM helpdesk.me()) THEN
        PERFORM helpdesk.refuse(
            'PD002', 'permission rules.edit is missing', 'Agents write private replies of their own.',
            'Give is_shared false.'
        );
    END IF;
    IF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD404', format('placeholder {{%s}} is unknown', left(v_unknown, 100)));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_canned_reply__check IS
'Who may write which canned reply, with which placeholders. Raises PD002, PD404.';
