CREATE SCHEMA IF NOT EXISTS helpdesk;
CREATE SCHEMA IF NOT EXISTS audit;
CREATE SCHEMA IF NOT EXISTS reports;
CREATE SCHEMA IF NOT EXISTS hook;

COMMENT ON SCHEMA helpdesk IS 'Tables and rules; private.';
COMMENT ON SCHEMA audit IS 'Who changed what; append-only.';
COMMENT ON SCHEMA reports IS 'Read-only views for BI tools, free of personal data.';
COMMENT ON SCHEMA hook IS 'What the API server calls around a request.';

