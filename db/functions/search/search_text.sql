CREATE OR REPLACE FUNCTION helpdesk.search_text(p_text text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_text text := p_text;
BEGIN
    -- Each change is costly beside the question whether there is anything to change.
    IF octet_length(v_text) > length(v_text) THEN
        IF v_text IS NOT NFKC NORMALIZED THEN
            v_text := normalize(v_text, NFKC);
        END IF;
        -- Soft hyphens and what has no width stand inside words.
        v_text := regexp_replace(v_text, U&'[\00AD\200B-\200F\2060\FEFF]', '', 'g');
        IF v_text ~ '[٠-٩۰-۹०-९๐-๙]' THEN
            v_text := translate(
                v_text, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९๐๑๒๓๔๕๖๗๘๙', '0123456789012345678901234567890123456789'
            );
        END IF;
    END IF;
    IF v_text ~ '[-_.:#+?%~*,()[\]{}|!"$^`][[:alnum:]]|[/\\@=]' THEN
        v_text := regexp_replace(v_text, '[-_.:#+?%~*,()[\]{}|!"$^`]+(?=[[:alnum:]])|[/\\@=]+', ' ', 'g');
    END IF;
    IF v_text ~ '[[:alpha:]][0-9]|[0-9][[:alpha:]]' THEN
        v_text := regexp_replace(
            v_text, '(?<=[[:alpha:]])(?=[0-9])|(?<=[0-9])(?=[[:alpha:]])', ' ', 'g'
        );
    END IF;
    RETURN v_text;
END
$$;

COMMENT ON FUNCTION helpdesk.search_text IS
'A text as the parser of words is to see it: codes, addresses, paths and hosts parted at their punctuation and between '
'letters and digits, so that each part is found, and all of them in whatever spelling. Tags and entities stay.';
