CREATE OR REPLACE VIEW helpdesk.job AS
SELECT
    q.message_id AS job_id,
    q.message ->> 'actor_name' AS actor,
    regexp_replace(q.queue_name, '\.DQ$', '') AS queue,
    CASE q.state WHEN 'queued' THEN 'queued' WHEN 'consumed' THEN 'in_work' ELSE 'given_up' END AS state,
    q.message -> 'args' AS arguments,
    coalesce((q.message #>> '{options,retries}')::int, 0) AS failures,
    (
        SELECT left(l.line, 1000)
        FROM regexp_split_to_table(q.message #>> '{options,traceback}', '\n') WITH ORDINALITY AS l (line, number)
        WHERE l.line <> ''
        ORDER BY l.number DESC
        LIMIT 1
    ) AS last_error,
    to_timestamp((q.message ->> 'message_timestamp')::numeric / 1000) AS queued_at,
    q.available_at,
    q.consumed_at AS begun_at,
    q.mtime AS changed_at
FROM dramatiq.queue AS q
WHERE (SELECT helpdesk.can('jobs.keep'));

COMMENT ON VIEW helpdesk.job IS 'dramatiq.queue in the desk''s words, for who may keep jobs; for others it is empty.';
GRANT SELECT ON helpdesk.job TO agent, admin;
