CREATE FUNCTION api.open_file(attachment_id bigint) RETURNS SETOF api.attachments
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT *
    FROM api.attachments AS a
    WHERE a.attachment_id = open_file.attachment_id AND helpdesk.check_file_state(a.state);
END;

COMMENT ON FUNCTION api.open_file IS
$$A file that the caller may have now

What /rest/attachments says of it; nothing for one that the caller does not see. GET /files/{attachment_id} asks this
each time. Raises PD156 (it waits for the virus scanner), PD157 (something was found in it).$$;
GRANT EXECUTE ON FUNCTION api.open_file TO anon, customer, agent, admin;
