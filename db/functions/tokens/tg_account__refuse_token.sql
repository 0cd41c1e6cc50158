-- A trigger: an ability names views, and here the row and the column decide.
CREATE OR REPLACE FUNCTION helpdesk.tg_account__refuse_token() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_hint CONSTANT text :=
        'Sign in to make somebody staff, or to change the role, the addresses or the activity of who is.';
BEGIN
    IF (helpdesk.claims() ?| '{pgdesk_token,pgdesk_impersonator}') IS NOT TRUE
        OR TG_TABLE_NAME = 'person_address' AND NOT EXISTS (
            SELECT FROM helpdesk.person AS p WHERE p.person_id = NEW.person_id AND p.role <> 'customer'
        ) THEN
        RETURN NEW;
    ELSIF helpdesk.claims() ? 'pgdesk_token' THEN
        PERFORM helpdesk.refuse('PD063', 'an API token changes no account of staff', NULL, c_hint);
    END IF;
    PERFORM helpdesk.refuse('PD094', 'nobody changes an account of staff as somebody else', NULL, c_hint);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_account__refuse_token IS
'Raises PD063 where an API token would make or change who works here: it could get itself more than it was made for; '
'PD094 where who acts as somebody else would: an administrator could get themselves the account.';
