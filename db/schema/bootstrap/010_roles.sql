-- Roles are shared by the cluster: another database may have made them, or be making them now. What they are and may do
-- is said in rights/000_who.sql.
DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY[
        'pgdesk_owner', 'anon', 'customer', 'agent', 'admin', 'authenticator', 'worker', 'doorkeeper', 'reporter'
    ] LOOP
        BEGIN
            EXECUTE 'CREATE ROLE ' || v_role;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
