CREATE SCHEMA IF NOT EXISTS helpdesk;
CREATE SCHEMA IF NOT EXISTS audit;
CREATE SCHEMA IF NOT EXISTS reports;
CREATE SCHEMA IF NOT EXISTS hook;

COMMENT ON SCHEMA helpdesk IS 'Tables and rules; private.';
COMMENT ON SCHEMA audit IS 'Who changed what; append-only.';
COMMENT ON SCHEMA reports IS 'Read-only views for BI tools, free of personal data.';
COMMENT ON SCHEMA hook IS 'What the API server calls around a request.';

-- Globally for what pgdesk_owner creates: the per-schema form has no effect on the built-in grant to PUBLIC.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

