-- Who does what on which table: the files of this folder, <subject>.sql. What has no row there nobody may do: pgdesk
-- migrate creates, replaces and drops policies and grants of tables until the database says the same. When one of
-- these files has changed, all are applied anew. Grants on views stand beside the views.
DELETE FROM pgdesk_deploy.access_right;
DELETE FROM pgdesk_deploy.access_rule;
DELETE FROM pgdesk_deploy.access_schema;
DELETE FROM pgdesk_deploy.access_who;
DELETE FROM pgdesk_deploy.access_role;

INSERT INTO pgdesk_deploy.access_role (role, attributes, member_of, comment) VALUES
    ('pgdesk_owner', '{}', '{}', 'Owns all of pgdesk; nobody can log in as it.'),
    (
        'authenticator', '{LOGIN,NOINHERIT}', '{anon,customer,agent,admin}',
        'Login of the API; switches to the role that the token names.'
    ),
    ('anon', '{}', '{}', 'Requests without a token.'),
    ('customer', '{}', '{}', 'People who ask for help; they see their own tickets.'),
    ('agent', '{}', '{}', 'Staff who answer.'),
    ('admin', '{}', '{}', 'Staff who also configure.'),
    ('worker', '{LOGIN}', '{}', 'Login of workers and of pg_cron jobs; calls functions, reads no table.'),
    (
        'doorkeeper', '{LOGIN}', '{}',
        'Login by which the api process signs people in; calls the functions of that, reads no table.'
    ),
    ('reporter', '{LOGIN}', '{}', 'Login of BI tools; reads schema reports only.');

-- Words for roles.
INSERT INTO pgdesk_deploy.access_who (who, roles) VALUES
    ('anyone', '{anon,customer,agent,admin}'),
    ('person', '{customer,agent,admin}'),
    ('staff', '{agent,admin}'),
    ('anon', '{anon}'),
    ('customer', '{customer}'),
    ('agent', '{agent}'),
    ('admin', '{admin}'),
    ('authenticator', '{authenticator}'),
    ('worker', '{worker}'),
    ('doorkeeper', '{doorkeeper}'),
    ('reporter', '{reporter}');

-- Who reaches into a schema. Clients reach api only; what they do there is checked against their rights on the tables.
INSERT INTO pgdesk_deploy.access_schema (schema, who) VALUES
    ('helpdesk', 'worker'),
    ('helpdesk', 'doorkeeper'),
    ('dramatiq', 'worker'),
    ('hook', 'anyone'),
    ('hook', 'authenticator'),
    ('reports', 'reporter'),
    ('api', 'anyone'),
    ('api', 'worker');

-- Which rows: rules by name, here those of several subjects. "this" is the table, [a rule] another rule.
-- Helpers are wrapped in (SELECT …), so that a statement calls them once and not for each row.
INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('everything', 'true'),
    ('nothing', 'false'),
    ('signed in', '(SELECT helpdesk.me()) IS NOT NULL'),
    ('own', 'person_id = (SELECT helpdesk.me())'),
    ('written by oneself', 'author_id = (SELECT helpdesk.me())'),
    ('may edit people', '(SELECT helpdesk.can(''people.edit''))'),
    ('may edit rules', '(SELECT helpdesk.can(''rules.edit''))'),
    ('may edit settings', '(SELECT helpdesk.can(''settings.edit''))'),
    ('may read the audit log', '(SELECT helpdesk.can(''audit.read''))'),
    ('own, or may edit people', '[own] OR [may edit people]'),
    ('owned', 'owner_id = (SELECT helpdesk.me())'),
    ('owned, or may edit rules', '[owned] OR [may edit rules]'),
    ('shared, or owned', 'is_shared AND [signed in] OR [owned]'),
    -- What belongs to tickets is seen where the tickets are: the policies of helpdesk.ticket decide.
    ('of a visible ticket', 'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.ticket_id)'),
    ('of a workable ticket', $$
        EXISTS (
            SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.ticket_id AND helpdesk.can_work_on_ticket(t)
        )
    $$),
    ('the own organisation', $$
        organisation_id = (
            SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = (SELECT helpdesk.me())
        )
    $$),
    ('of a visible field', 'custom_field_id IN (SELECT f.custom_field_id FROM helpdesk.custom_field AS f)');
