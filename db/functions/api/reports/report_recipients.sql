CREATE VIEW api.report_recipients WITH (security_invoker = true) AS
SELECT
    r.report_schedule_id,
    r.person_id
FROM helpdesk.report_recipient AS r
WHERE helpdesk.token_reads('report_recipients');

COMMENT ON VIEW api.report_recipients IS
$$Who is mailed which report

Staff who may read reports; who may not any more gets none. One adds and deletes oneself, with reports.schedule others.
The link in the mail ends all mails of reports (mail_unsubscriptions). Raises PD181.$$;

GRANT SELECT ON api.report_recipients TO agent, admin;
GRANT INSERT (report_schedule_id, person_id) ON api.report_recipients TO agent, admin;
GRANT DELETE ON api.report_recipients TO agent, admin;
