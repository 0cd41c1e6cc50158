CREATE OR REPLACE FUNCTION helpdesk.is_blocked_file(p_filename text, p_extension text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.setting('blocked_file_types') ?| ARRAY[
        lower(substring(p_filename FROM '\.([^.]*)$')),
        -- Where it is saved, blanks and signs that nobody sees may be taken from its end.
        lower(substring(p_filename FROM '\.([^.]*?)[^[:alnum:]]*$')),
        p_extension
    ];
END;

COMMENT ON FUNCTION helpdesk.is_blocked_file IS
'Whether setting blocked_file_types has the extension of a file''s name, or the one of what its bytes are.';
