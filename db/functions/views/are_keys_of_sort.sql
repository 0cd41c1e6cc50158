CREATE OR REPLACE FUNCTION helpdesk.are_keys_of_sort(p_sort text, p_keys jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_names text[] := helpdesk.keys_of_sort(p_sort);
BEGIN
    IF p_keys IS NULL THEN
        RETURN true;
    ELSIF jsonb_typeof(p_keys) <> 'array' OR jsonb_array_length(p_keys) <> cardinality(v_names) THEN
        RETURN false;
    END IF;
    FOR i IN 1..cardinality(v_names) LOOP
        IF p_keys ->> i - 1 IS NULL THEN
            IF v_names[i] NOT IN ('due_at', 'next_due_at', 'last_message_at') THEN
                RETURN false;
            END IF;
        ELSIF v_names[i] LIKE '%\_at' THEN
            PERFORM (p_keys ->> i - 1)::timestamptz;
        ELSIF (p_keys ->> i - 1) !~ '^\d{1,18}$' THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
EXCEPTION
    WHEN data_exception THEN
        RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.are_keys_of_sort IS
'Whether these are keys of a ticket in a list of this order, from which it can go on; null: from its beginning.';
