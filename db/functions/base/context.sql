CREATE OR REPLACE VIEW helpdesk.context WITH (security_invoker = true) AS
SELECT c.setting, c.carries, c.opened_by, c.used_by::text[] AS used_by, c.closed_by
FROM (VALUES
    ('helpdesk.acting_rule', 'The rule that acts, for the events that it causes.',
        'begin_acting_rule', '{acting_rule}', 'end_acting_rule'),
    ('helpdesk.match_until', 'The instant at which matching patterns has taken too long.',
        'begin_matching', '{matches_pattern}', 'end_matching'),
    ('helpdesk.job_has_more', 'Whether a job of the schedule did as much as it may do at once.',
        'begin_job', '{job_has_more}', 'end_job'),
    ('helpdesk.edit_count', 'How many tickets and messages a POST or PATCH has written.',
        'check_edit_count', '{}', NULL),
    ('helpdesk.queued_route_waiting', 'The transaction that has queued job route_waiting.',
        'enqueue_once', '{}', NULL),
    ('helpdesk.queued_run_workflows', 'The transaction that has queued job run_workflows.',
        'enqueue_once', '{}', NULL),
    ('request.jwt.claims', 'Who asks: the claims of a token, or the sender of the mail that is taken in.',
        'begin_acting_as', '{adopt_host_user,claims,impersonator_id,me,pre_request,token_reads}', 'end_acting_as'),
    ('helpdesk.me', 'The person who asks, once hook.pre_request has found them.',
        'pre_request', '{me}', NULL),
    ('helpdesk.me_of', 'The role and the claims whose person that is.',
        'pre_request', '{me}', NULL),
    ('request.headers', 'The headers of an API request, or the x-request-id of the request that a worker goes on with.',
        'begin_request', '{caller_network,request_id}', 'end_request'),
    ('request.method', 'The method of an API request; empty for SQL clients.',
        NULL,
        '{admit_api_token,admit_impersonation,notice,refuse,tg_message__check_change,tg_ticket__check_change}', NULL),
    ('request.path', 'The path of an API request, without the prefix; empty for SQL clients.',
        NULL, '{admit_api_token,admit_impersonation,tg_message__prepare_insert,tg_ticket__prepare_insert}', NULL),
    ('pgdesk.jwt_secret', 'PGDESK_JWT_SECRET, which a PostgREST brings along in its connection string.',
        NULL, '{pre_config}', NULL),
    ('pgrst.jwt_secret', 'The keys that an API server verifies tokens by.',
        'pre_config', '{}', NULL),
    ('response.headers', 'Headers that the answer to an API request is to have.',
        'notice', '{}', NULL)
) AS c(setting, carries, opened_by, used_by, closed_by);

COMMENT ON VIEW helpdesk.context IS
'The settings that carry what one function tells another without an argument, and the functions that may name them; '
'request.* comes from the API server. Each is set for its transaction: an error undoes it with all else that its '
'subtransaction did, and where nobody closes it, it ends with the transaction.';
