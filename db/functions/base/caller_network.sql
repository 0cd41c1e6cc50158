CREATE OR REPLACE FUNCTION helpdesk.caller_network() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(
        nullif(current_setting('request.headers', true), '')::json ->> 'x-pgdesk-network', ''
    );
END;

COMMENT ON FUNCTION helpdesk.caller_network IS
'Network of a caller without a token, as the api process tells it, whatever the client says; empty: not known.';
