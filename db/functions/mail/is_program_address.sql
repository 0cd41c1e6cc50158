CREATE OR REPLACE FUNCTION helpdesk.is_program_address(p_address text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
BEGIN
    RETURN coalesce(
        p_address ~ '^(no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?)([-+._][^@]*)?@', false
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_program_address IS
'Whether an address is a program''s, or one behind which nobody reads: such people take no part in tickets.';
