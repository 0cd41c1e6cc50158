CREATE VIEW api.mail_brands WITH (security_invoker = true) AS
SELECT
    b.department_id,
    b.name,
    b.colour,
    b.logo_url,
    b.footer
FROM helpdesk.mail_brand AS b
WHERE helpdesk.token_reads('mail_brands');

COMMENT ON VIEW api.mail_brands IS
$$How mails look by department

A department without a row has what settings desk_name, mail_colour, mail_logo_url and mail_footer say. footer is plain
text.$$;

GRANT SELECT ON api.mail_brands TO agent, admin;
GRANT INSERT (department_id, name, colour, logo_url, footer) ON api.mail_brands TO admin;
GRANT UPDATE (department_id, name, colour, logo_url, footer) ON api.mail_brands TO admin;
GRANT DELETE ON api.mail_brands TO admin;
