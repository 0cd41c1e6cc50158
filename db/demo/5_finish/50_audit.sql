INSERT INTO audit.gap (reason, until_at) VALUES ('demo data', helpdesk.clock());
