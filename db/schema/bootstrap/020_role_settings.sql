-- What a statement of each role may take, in force wherever the role is used: Postgres itself for logins, PostgREST
-- and the embedded server for roles of tokens. Shared by the cluster, as the roles are: ALTER ROLE … IN DATABASE goes
-- before it and is not touched. Only what differs is written, so that who may not change a role finds it done.
DO $$
DECLARE
    v_role text;
    v_name text;
    v_value text;
    v_declared CONSTANT jsonb := '{
        "anon": {"statement_timeout": "3s"},
        "customer": {"statement_timeout": "10s"},
        "agent": {"statement_timeout": "30s"},
        "admin": {"statement_timeout": "30s"},
        "authenticator": {"statement_timeout": "1min", "idle_in_transaction_session_timeout": "1min"},
        "worker": {"statement_timeout": "30min"},
        "doorkeeper": {"statement_timeout": "10s", "idle_in_transaction_session_timeout": "10s"},
        "reporter": {
            "statement_timeout": "5min",
            "idle_in_transaction_session_timeout": "5min",
            "default_transaction_read_only": "on"
        }
    }';
BEGIN
    FOR v_role, v_name, v_value IN
        SELECT r.key, s.key, s.value FROM jsonb_each(v_declared) AS r CROSS JOIN jsonb_each_text(r.value) AS s
        EXCEPT
        SELECT r.rolname, split_part(s, '=', 1), substr(s, strpos(s, '=') + 1)
        FROM pg_db_role_setting AS d JOIN pg_roles AS r ON r.oid = d.setrole CROSS JOIN unnest(d.setconfig) AS s
        WHERE d.setdatabase = 0
    LOOP
        EXECUTE format('ALTER ROLE %I SET %I = %L', v_role, v_name, v_value);
    END LOOP;
    FOR v_role, v_name IN
        SELECT r.rolname, split_part(s, '=', 1)
        FROM pg_db_role_setting AS d JOIN pg_roles AS r ON r.oid = d.setrole CROSS JOIN unnest(d.setconfig) AS s
        WHERE d.setdatabase = 0 AND v_declared ? r.rolname AND s NOT LIKE 'pgrst.%'
            AND NOT v_declared -> r.rolname ? split_part(s, '=', 1)
    LOOP
        EXECUTE format('ALTER ROLE %I RESET %I', v_role, v_name);
    END LOOP;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO pgdesk_owner', current_database());
    IF EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = 'reporter' AND r.rolconnlimit <> 10) THEN
        ALTER ROLE reporter CONNECTION LIMIT 10;
    END IF;
END
$$;
