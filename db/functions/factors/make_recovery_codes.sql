CREATE OR REPLACE FUNCTION helpdesk.make_recovery_codes(p_person_id bigint) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    -- 80 bits of the hash of 244 random ones.
    v_codes text[] := ARRAY(
        SELECT left(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'), 20)
        FROM generate_series(1, 10)
    );
BEGIN
    DELETE FROM helpdesk.recovery_code AS r WHERE r.person_id = p_person_id;
    INSERT INTO helpdesk.recovery_code (code_hash, person_id)
    SELECT sha256(convert_to(c.code, 'UTF8')), p_person_id FROM unnest(v_codes) AS c (code);
    RETURN ARRAY(SELECT regexp_replace(c.code, '(.{5})(?=.)', '\1-', 'g') FROM unnest(v_codes) AS c (code));
END
$$;

COMMENT ON FUNCTION helpdesk.make_recovery_codes IS
'Ten new recovery codes in place of a person''s, as they are to be shown, once: 5 hexadecimal digits between dashes.';
