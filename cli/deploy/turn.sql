-- What a deploy locks, so that the next one waits; who makes it at the same moment waits at its name, and tries again.
CREATE SCHEMA IF NOT EXISTS pgdesk_deploy;
CREATE TABLE IF NOT EXISTS pgdesk_deploy.file (
    path text PRIMARY KEY,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE pgdesk_deploy.file IS 'SHA-256 of each file of db/ as it was last deployed';
