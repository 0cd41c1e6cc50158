CREATE TABLE helpdesk.desk_role (
    role text CONSTRAINT desk_role_pkey PRIMARY KEY,
    builds_on text NOT NULL,
    description text,
    visibility text,
    is_shipped boolean NOT NULL DEFAULT false,
    CONSTRAINT desk_role_is_word CHECK (role ~ '^[a-z][a-z0-9_]{0,62}$'),
    CONSTRAINT desk_role_builds_on_database_role CHECK (builds_on IN ('anon', 'customer', 'agent', 'admin')),
    CONSTRAINT desk_role_of_ones_own_is_of_staff CHECK (is_shipped OR builds_on IN ('agent', 'admin')),
    CONSTRAINT desk_role_description_has_limit CHECK (length(description) <= 1000),
    CONSTRAINT desk_role_visibility_is_known CHECK (visibility IN ('all', 'departments', 'own')),
    CONSTRAINT desk_role_visibility_is_of_staff CHECK (visibility IS NULL OR builds_on IN ('agent', 'admin'))
);
COMMENT ON TABLE helpdesk.desk_role IS
    'What people are at the desk: the shipped roles, and those of one''s own for staff; permissions hang on them.';
COMMENT ON COLUMN helpdesk.desk_role.role IS 'Name, a word such as team_lead; key.';
COMMENT ON COLUMN helpdesk.desk_role.builds_on IS
    'The database role, and role of the person, under which it works: it bounds what permissions can give.';
COMMENT ON COLUMN helpdesk.desk_role.description IS 'Who is that, in words of the desk; null: nothing is said.';
COMMENT ON COLUMN helpdesk.desk_role.visibility IS
    'Which tickets are seen: all, departments (the own ones'' and those of none) or own (those assigned to one); '
    'beside them those on which one was mentioned. Null: all for admins, setting agent_visibility for agents.';
COMMENT ON COLUMN helpdesk.desk_role.is_shipped IS
    'anon, guest (with a link to one ticket), customer, light_agent, agent and admin: what people are who have no '
    'other desk role. They stay.';
COMMENT ON CONSTRAINT desk_role_is_word ON helpdesk.desk_role IS
    'The name of a role is at most 63 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT desk_role_builds_on_database_role ON helpdesk.desk_role IS
    'builds_on is anon, customer, agent or admin.';
COMMENT ON CONSTRAINT desk_role_of_ones_own_is_of_staff ON helpdesk.desk_role IS
    'A role of one''s own builds on agent or admin.';
COMMENT ON CONSTRAINT desk_role_description_has_limit ON helpdesk.desk_role IS
    'description has at most 1000 characters.';
COMMENT ON CONSTRAINT desk_role_visibility_is_known ON helpdesk.desk_role IS
    'visibility is all, departments or own; null: as agents or admins are set to.';
COMMENT ON CONSTRAINT desk_role_visibility_is_of_staff ON helpdesk.desk_role IS
    'Only what builds on agent or admin has a visibility.';

INSERT INTO helpdesk.desk_role (role, builds_on, description, is_shipped) VALUES
    ('anon', 'anon', 'Whoever asks without a token.', true),
    ('guest', 'customer', 'Who has a link to one ticket.', true),
    ('customer', 'customer', 'Who asks for help.', true),
    ('light_agent', 'agent', 'Staff who read and write notes, and take no tickets.', true),
    ('agent', 'agent', 'Staff who answer.', true),
    ('admin', 'admin', 'Staff who also configure.', true);

ALTER TABLE helpdesk.role_permission ADD CONSTRAINT role_permission_role_fkey
    FOREIGN KEY (role) REFERENCES helpdesk.desk_role ON DELETE CASCADE;

ALTER TABLE helpdesk.agent ADD COLUMN desk_role text
    CONSTRAINT agent_desk_role_fkey REFERENCES helpdesk.desk_role;
COMMENT ON COLUMN helpdesk.agent.desk_role IS
    'A role of the desk''s own in place of agent or admin; it builds on the role of the person. Null: none.';
ALTER TABLE helpdesk.agent ADD CONSTRAINT agent_light_has_no_desk_role CHECK (NOT is_light OR desk_role IS NULL);
COMMENT ON CONSTRAINT agent_light_has_no_desk_role ON helpdesk.agent IS
    'A light agent has no other desk role. Set is_light to false along with it.';
CREATE INDEX agent_desk_role_idx ON helpdesk.agent (desk_role) WHERE desk_role IS NOT NULL;
COMMENT ON INDEX helpdesk.agent_desk_role_idx IS 'Who has a role; foreign key.';

ALTER TABLE helpdesk.desk_role ENABLE ROW LEVEL SECURITY;
