-- In PL/pgSQL: it is asked row by row, and an SQL function with a CASE would be planned anew by each statement.
CREATE OR REPLACE FUNCTION helpdesk.request_id() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_headers text := nullif(current_setting('request.headers', true), '');
    v_id text := CASE
        WHEN v_headers IS NOT NULL THEN v_headers::jsonb ->> 'x-request-id'
        -- A pooler gives the name of a client to whatever connection it lends, and no other setting.
        WHEN session_user = 'worker' THEN split_part(current_setting('application_name'), '#', 2)
    END;
BEGIN
    -- One class of characters: a bounded repetition is matched by an automaton that is built anew each time.
    RETURN CASE WHEN length(v_id) BETWEEN 1 AND 40 AND v_id !~ '[^A-Za-z0-9._:/+=-]' THEN v_id END;
END
$$;

COMMENT ON FUNCTION helpdesk.request_id IS
'X-Request-Id of the API request that is served, or that had queued the job which a worker does, in whose '
'application_name it stands behind #. Null: neither, or it is not 1 to 40 letters, digits and ._:/+=-.';
