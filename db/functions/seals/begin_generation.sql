-- The lock waits until all who have written changes are through, and keeps others for an instant: what is there then,
-- and what comes later, can be told apart by id. It is taken once on each server.
CREATE OR REPLACE FUNCTION audit.begin_generation() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s'
AS $$
DECLARE
    v_server bigint := (SELECT c.system_identifier FROM pg_control_system() AS c);
    v_last audit.generation;
    v_until bigint;
BEGIN
    SELECT * INTO v_last FROM audit.generation AS g ORDER BY g.generation DESC LIMIT 1;
    IF v_last.system_identifier = v_server THEN
        RETURN false;
    END IF;
    LOCK TABLE audit.change IN SHARE MODE;
    SELECT coalesce(max(c.change_id), 0) INTO v_until FROM audit.change AS c;
    INSERT INTO audit.generation (generation, system_identifier, from_change_id, until_change_id)
    VALUES (coalesce(v_last.generation, 0) + 1, v_server, audit.sealed_below(), v_until);
    RETURN true;
END
$$;

COMMENT ON FUNCTION audit.begin_generation IS
'Begins a generation of seals where the log is on another server than the last seal was made on; returns whether it '
'did.';
