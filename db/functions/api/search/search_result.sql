CREATE TYPE api.search_result AS (
    ticket_id bigint,
    reference text,
    subject text,
    status text,
    priority text,
    requester_id bigint,
    assignee_id bigint,
    department_id bigint,
    created_at timestamptz,
    updated_at timestamptz,
    message_id bigint,
    excerpt text,
    rank real
);
COMMENT ON TYPE api.search_result IS 'A ticket found by rpc/search, with its best match.';
