CREATE OR REPLACE FUNCTION helpdesk.retire_signing_keys() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_retired int;
BEGIN
    UPDATE helpdesk.signing_key AS k
    SET retired_at = helpdesk.clock(), private_key = NULL
    WHERE NOT k.is_of_host AND k.retired_at IS NULL
        AND k.needed_until > helpdesk.clock() IS NOT TRUE
        AND EXISTS (
            SELECT
            FROM helpdesk.signing_key AS n
            WHERE NOT n.is_of_host AND n.retired_at IS NULL
                AND n.signs_from > k.signs_from
                -- A day is the longest that a session's or guest's token lives; two minutes are for clocks that differ.
                AND n.signs_from < helpdesk.clock() - interval '1 day 2 minutes'
        );
    GET DIAGNOSTICS v_retired = ROW_COUNT;
    RETURN v_retired;
END
$$;

COMMENT ON FUNCTION helpdesk.retire_signing_keys IS
'Retires the keys that have not signed for so long that none of their tokens is good any more. Returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.retire_signing_keys TO worker;
