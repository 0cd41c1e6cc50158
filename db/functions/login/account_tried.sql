CREATE OR REPLACE FUNCTION helpdesk.account_tried(p_email text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = ''
BEGIN ATOMIC
    SELECT 'account ' || encode(sha256(convert_to(lower(btrim(p_email)), 'UTF8')), 'hex');
END;

COMMENT ON FUNCTION helpdesk.account_tried IS
'Under what tries to sign in with a mail address are counted: hashed, since people mistype passwords into it.';
