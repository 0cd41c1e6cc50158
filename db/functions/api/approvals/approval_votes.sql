CREATE VIEW api.approval_votes WITH (security_invoker = true) AS
SELECT
    v.approval_vote_id,
    v.approval_id,
    v.person_id,
    v.state,
    v.comment,
    v.decided_at,
    v.delegated_to,
    v.created_at,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = v.person_id) AS person_name,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = v.delegated_to) AS delegated_to_name
FROM helpdesk.approval_vote AS v
WHERE helpdesk.token_reads('approval_votes');

COMMENT ON VIEW api.approval_votes IS
$$Who is asked for approvals, and what they say

Decide with rpc/decide_approval, once, or pass it on with rpc/delegate_approval. Customers see their own.$$;
COMMENT ON COLUMN api.approval_votes.person_name IS 'Name of who is asked.';
COMMENT ON COLUMN api.approval_votes.delegated_to_name IS 'Name of who is to decide instead; null: nobody.';

GRANT SELECT ON api.approval_votes TO customer, agent, admin;
