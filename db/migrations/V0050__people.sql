CREATE TABLE helpdesk.organisation (
    organisation_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT organisation_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT organisation_name_key UNIQUE,
    has_shared_tickets boolean NOT NULL DEFAULT false,
    notes text,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    calendar_id bigint,
    CONSTRAINT organisation_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200)
);
COMMENT ON COLUMN helpdesk.organisation.has_shared_tickets IS 'Its members see each other''s tickets.';
COMMENT ON COLUMN helpdesk.organisation.calendar_id IS
    'Business hours that were promised to it; goes before the department''s.';
CREATE INDEX organisation_calendar_idx ON helpdesk.organisation (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.organisation_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.organisation_domain (
    domain text CONSTRAINT organisation_domain_pkey PRIMARY KEY,
    organisation_id bigint NOT NULL
        CONSTRAINT organisation_domain_organisation_fkey REFERENCES helpdesk.organisation ON DELETE CASCADE,
    CONSTRAINT organisation_domain_is_lower CHECK (domain = lower(domain) AND domain ~ '^[^@\s]+\.[^@\s.]+$')
);
CREATE INDEX organisation_domain_organisation_idx ON helpdesk.organisation_domain (organisation_id);
COMMENT ON INDEX helpdesk.organisation_domain_organisation_idx IS 'Foreign key to organisation.';

CREATE TABLE helpdesk.person (
    person_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT person_pkey PRIMARY KEY,
    name text NOT NULL,
    email text CONSTRAINT person_email_key UNIQUE,
    handle text CONSTRAINT person_handle_key UNIQUE,
    role text NOT NULL DEFAULT 'customer',
    is_guest boolean NOT NULL DEFAULT false,
    organisation_id bigint CONSTRAINT person_organisation_fkey REFERENCES helpdesk.organisation,
    external_id text CONSTRAINT person_external_id_key UNIQUE,
    language text NOT NULL DEFAULT 'en',
    time_zone text NOT NULL DEFAULT 'UTC',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT person_role_is_known CHECK (role IN ('customer', 'agent', 'admin')),
    CONSTRAINT person_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT person_email_is_lower_address
        CHECK (email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+$' AND length(email) <= 320),
    CONSTRAINT person_handle_is_word CHECK (handle ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    CONSTRAINT person_staff_has_handle CHECK (role = 'customer' OR handle IS NOT NULL),
    CONSTRAINT person_guest_is_customer CHECK (NOT is_guest OR role = 'customer'),
    CONSTRAINT person_language_is_tag CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')
);
COMMENT ON TABLE helpdesk.person IS 'Staff, customers and guests; a guest has written without an account.';
CREATE INDEX person_organisation_idx ON helpdesk.person (organisation_id);
COMMENT ON INDEX helpdesk.person_organisation_idx IS 'People of an organisation; foreign key.';
CREATE INDEX person_staff_idx ON helpdesk.person (name) WHERE role <> 'customer' AND is_active;
COMMENT ON INDEX helpdesk.person_staff_idx IS 'The staff list of the escalate window.';

CREATE TABLE helpdesk.agent (
    person_id bigint CONSTRAINT agent_pkey PRIMARY KEY CONSTRAINT agent_person_fkey REFERENCES helpdesk.person,
    is_light boolean NOT NULL DEFAULT false,
    availability text NOT NULL DEFAULT 'online',
    signature text,
    max_open int,
    calendar_id bigint,
    CONSTRAINT agent_availability_is_known CHECK (availability IN ('online', 'away', 'offline')),
    CONSTRAINT agent_max_open_is_sane CHECK (max_open BETWEEN 0 AND 100000)
);
COMMENT ON TABLE helpdesk.agent IS 'What only staff have; a row exists for each person whose role is agent or admin.';
COMMENT ON COLUMN helpdesk.agent.is_light IS 'Reads and writes notes only; takes no tickets.';
COMMENT ON COLUMN helpdesk.agent.max_open IS
    'How many unsolved tickets of all channels; null: no limit. Counted from the tickets, never kept in a counter.';
COMMENT ON COLUMN helpdesk.agent.calendar_id IS 'Working hours; null: always.';
CREATE INDEX agent_calendar_idx ON helpdesk.agent (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.agent_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.person_presence (
    person_id bigint CONSTRAINT person_presence_pkey PRIMARY KEY
        CONSTRAINT person_presence_person_fkey REFERENCES helpdesk.person,
    seen_at timestamptz NOT NULL
);
COMMENT ON TABLE helpdesk.person_presence IS 'When staff were last seen; ephemeral, not audited.';

CREATE TABLE helpdesk.person_note (
    person_note_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT person_note_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT person_note_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    author_id bigint NOT NULL CONSTRAINT person_note_author_fkey REFERENCES helpdesk.person,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT person_note_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 10000)
);
COMMENT ON TABLE helpdesk.person_note IS 'What staff should know about a person; never shown to customers.';
CREATE INDEX person_note_person_idx ON helpdesk.person_note (person_id, person_note_id DESC);
COMMENT ON INDEX helpdesk.person_note_person_idx IS 'A person''s notes, newest first; foreign key.';
CREATE INDEX person_note_author_idx ON helpdesk.person_note (author_id);
COMMENT ON INDEX helpdesk.person_note_author_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.department (
    department_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT department_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT department_name_key UNIQUE,
    slug text NOT NULL CONSTRAINT department_slug_key UNIQUE,
    description text,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    calendar_id bigint,
    CONSTRAINT department_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT department_slug_is_word CHECK (slug ~ '^[a-z0-9][a-z0-9-]*$')
);
COMMENT ON COLUMN helpdesk.department.calendar_id IS
    'Business hours of its tickets, unless the organisation names others.';
CREATE INDEX department_calendar_idx ON helpdesk.department (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.department_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.department_member (
    department_id bigint NOT NULL
        CONSTRAINT department_member_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT department_member_agent_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    is_lead boolean NOT NULL DEFAULT false,
    CONSTRAINT department_member_pkey PRIMARY KEY (department_id, person_id)
);
CREATE INDEX department_member_person_idx ON helpdesk.department_member (person_id);
COMMENT ON INDEX helpdesk.department_member_person_idx IS 'The departments of the caller, in ticket policies.';

INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('online_within_seconds', 'int', '300', '{"min": 30, "max": 86400}', 'Staff seen within this time are online.');

INSERT INTO helpdesk.permission (permission, description) VALUES
    ('people.edit', 'Create and change people.'),
    ('people.note', 'Write notes about people.');
INSERT INTO helpdesk.role_permission (role, permission)
SELECT unnest(p.roles), p.permission
FROM (VALUES
    ('people.edit', ARRAY['admin']),
    ('people.note', ARRAY['agent', 'admin'])
) AS p(permission, roles);

ALTER TABLE helpdesk.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.organisation_domain ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.agent ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.department ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.department_member ENABLE ROW LEVEL SECURITY;
