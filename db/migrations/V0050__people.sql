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
COMMENT ON TABLE helpdesk.organisation IS 'Companies and the like that customers belong to.';
COMMENT ON COLUMN helpdesk.organisation.organisation_id IS 'Key.';
COMMENT ON COLUMN helpdesk.organisation.name IS 'Unique name.';
COMMENT ON COLUMN helpdesk.organisation.has_shared_tickets IS 'Its members see each other''s tickets.';
COMMENT ON COLUMN helpdesk.organisation.notes IS 'What staff should know; customers do not see it.';
COMMENT ON COLUMN helpdesk.organisation.is_active IS
    'Whether it is still served; for people to know, no rule looks at it.';
COMMENT ON COLUMN helpdesk.organisation.created_at IS 'When it was entered.';
COMMENT ON COLUMN helpdesk.organisation.calendar_id IS
    'Business hours that were promised to it; goes before the department''s. Null: none were.';
COMMENT ON CONSTRAINT organisation_name_is_short_text ON helpdesk.organisation IS
    'The name of an organisation has 1 to 200 characters and is not blank.';
CREATE INDEX organisation_calendar_idx ON helpdesk.organisation (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.organisation_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.organisation_domain (
    domain text CONSTRAINT organisation_domain_pkey PRIMARY KEY,
    organisation_id bigint NOT NULL
        CONSTRAINT organisation_domain_organisation_fkey REFERENCES helpdesk.organisation ON DELETE CASCADE,
    CONSTRAINT organisation_domain_is_lower CHECK (domain = lower(domain) AND domain ~ '^[^@\s]+\.[^@\s.]+$')
);
COMMENT ON TABLE helpdesk.organisation_domain IS
    'Mail domains of organisations: a new customer with such an address belongs to the organisation.';
COMMENT ON COLUMN helpdesk.organisation_domain.domain IS
    'The part behind the @, in lower case; a subdomain needs a row of its own.';
COMMENT ON COLUMN helpdesk.organisation_domain.organisation_id IS 'Whose domain it is.';
COMMENT ON CONSTRAINT organisation_domain_is_lower ON helpdesk.organisation_domain IS
    'A domain is written in lower case, has a dot and no @. Write for example example.com.';
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
    claimed_email text CONSTRAINT person_claimed_email_key UNIQUE,
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
    CONSTRAINT person_claimed_email_is_lower_address
        CHECK (
            claimed_email = lower(claimed_email) AND claimed_email ~ '^[^@\s]+@[^@\s]+$'
            AND length(claimed_email) <= 320
        ),
    CONSTRAINT person_claim_is_a_guests
        CHECK (claimed_email IS NULL OR is_guest AND email IS NULL AND organisation_id IS NULL),
    CONSTRAINT person_handle_is_word CHECK (handle ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    CONSTRAINT person_staff_has_handle CHECK (role = 'customer' OR handle IS NOT NULL),
    CONSTRAINT person_guest_is_customer CHECK (NOT is_guest OR role = 'customer'),
    CONSTRAINT person_language_is_tag CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')
);
COMMENT ON TABLE helpdesk.person IS 'Staff, customers and guests; a guest has written without an account.';
COMMENT ON COLUMN helpdesk.person.person_id IS 'Key; claim person_id of tokens.';
COMMENT ON COLUMN helpdesk.person.name IS 'Full name, as shown.';
COMMENT ON COLUMN helpdesk.person.email IS
    'Mail address in lower case, unique; mail from it is this person''s. Null: none is known.';
COMMENT ON COLUMN helpdesk.person.claimed_email IS
    'Address that somebody without an account gave and nobody has confirmed. It may be another person''s email: such a '
    'guest has an account, an organisation and a past of nobody. Null: not such a guest.';
COMMENT ON COLUMN helpdesk.person.handle IS
    'What stands behind the @ in mentions; staff have one, made from the address where none is given.';
COMMENT ON COLUMN helpdesk.person.role IS 'customer, agent or admin; light agents are agents with is_light.';
COMMENT ON COLUMN helpdesk.person.is_guest IS 'Has written without an account and cannot sign in.';
COMMENT ON COLUMN helpdesk.person.organisation_id IS
    'Where the person belongs; a new customer''s comes from the domain of the address. Null: none.';
COMMENT ON COLUMN helpdesk.person.external_id IS 'Key of the person in another system, unique there; null: none.';
COMMENT ON COLUMN helpdesk.person.language IS 'BCP 47 tag; new tickets take it over.';
COMMENT ON COLUMN helpdesk.person.time_zone IS
    'IANA name; presets of snoozing and the hour of digests are local to it.';
COMMENT ON COLUMN helpdesk.person.is_active IS 'May sign in; of staff also: may get tickets and be asked for help.';
COMMENT ON COLUMN helpdesk.person.created_at IS 'When the person was entered.';
COMMENT ON COLUMN helpdesk.person.updated_at IS 'When the row last changed.';
COMMENT ON CONSTRAINT person_role_is_known ON helpdesk.person IS 'role is customer, agent or admin.';
COMMENT ON CONSTRAINT person_name_is_short_text ON helpdesk.person IS
    'The name of a person has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT person_email_is_lower_address ON helpdesk.person IS
    'email is a mail address in lower case of at most 320 characters.';
COMMENT ON CONSTRAINT person_claimed_email_is_lower_address ON helpdesk.person IS
    'claimed_email is a mail address in lower case of at most 320 characters.';
COMMENT ON CONSTRAINT person_claim_is_a_guests ON helpdesk.person IS
    'A guest whose address nobody has confirmed is in no organisation and has no account. Give an email first.';
COMMENT ON CONSTRAINT person_handle_is_word ON helpdesk.person IS
    'A handle is at most 63 lower-case letters, digits, dots, underscores and hyphens, a letter or digit first.';
COMMENT ON CONSTRAINT person_staff_has_handle ON helpdesk.person IS
    'Staff have a handle, by which they are mentioned. Give a handle along with the role.';
COMMENT ON CONSTRAINT person_guest_is_customer ON helpdesk.person IS 'A guest is a customer. Take is_guest away first.';
COMMENT ON CONSTRAINT person_language_is_tag ON helpdesk.person IS
    'language is a BCP 47 tag. Write for example en or pt-BR.';
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
COMMENT ON COLUMN helpdesk.agent.person_id IS 'The person; key.';
COMMENT ON COLUMN helpdesk.agent.is_light IS 'Reads and writes notes only; takes no tickets.';
COMMENT ON COLUMN helpdesk.agent.availability IS
    'What the agent says: online, away or offline. Routing takes those who are online.';
COMMENT ON COLUMN helpdesk.agent.signature IS 'Text to stand below the agent''s replies; null: none.';
COMMENT ON COLUMN helpdesk.agent.max_open IS
    'How many open tickets at most, of all channels (agent_capacities: of one); null: no limit. Counted from the '
    'tickets, never kept in a counter.';
COMMENT ON COLUMN helpdesk.agent.calendar_id IS
    'Working hours; null: always. rpc/set_working_hours makes a calendar of one''s own.';
COMMENT ON CONSTRAINT agent_availability_is_known ON helpdesk.agent IS 'availability is online, away or offline.';
COMMENT ON CONSTRAINT agent_max_open_is_sane ON helpdesk.agent IS 'max_open is 0 to 100000.';
CREATE INDEX agent_calendar_idx ON helpdesk.agent (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.agent_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.person_presence (
    person_id bigint CONSTRAINT person_presence_pkey PRIMARY KEY
        CONSTRAINT person_presence_person_fkey REFERENCES helpdesk.person,
    seen_at timestamptz NOT NULL
);
COMMENT ON TABLE helpdesk.person_presence IS 'When staff were last seen; ephemeral, not audited.';
COMMENT ON COLUMN helpdesk.person_presence.person_id IS 'Who.';
COMMENT ON COLUMN helpdesk.person_presence.seen_at IS 'Last request or heartbeat; written at most once a minute.';

CREATE TABLE helpdesk.person_note (
    person_note_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT person_note_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT person_note_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    author_id bigint NOT NULL CONSTRAINT person_note_author_fkey REFERENCES helpdesk.person,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT person_note_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 10000)
);
COMMENT ON TABLE helpdesk.person_note IS 'What staff should know about a person; never shown to customers.';
COMMENT ON COLUMN helpdesk.person_note.person_note_id IS 'Key.';
COMMENT ON COLUMN helpdesk.person_note.person_id IS 'About whom.';
COMMENT ON COLUMN helpdesk.person_note.author_id IS 'Member of staff who wrote it.';
COMMENT ON COLUMN helpdesk.person_note.body IS 'Text, at most 10,000 characters.';
COMMENT ON COLUMN helpdesk.person_note.created_at IS 'When it was written.';
COMMENT ON CONSTRAINT person_note_body_has_limit ON helpdesk.person_note IS
    'A note has 1 to 10000 characters and is not blank.';
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
    is_public boolean NOT NULL DEFAULT false,
    mail_addresses text[] NOT NULL DEFAULT '{}',
    CONSTRAINT department_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT department_slug_is_word CHECK (slug ~ '^[a-z0-9][a-z0-9-]*$'),
    CONSTRAINT department_mail_addresses_are_lower_case
        CHECK (array_to_string(mail_addresses, ' ', ' ') ~ '^([^A-Z\s@]+@[^A-Z\s@]+( (?!$))?)*$')
);
COMMENT ON TABLE helpdesk.department IS 'Teams of staff; a ticket is in at most one.';
COMMENT ON COLUMN helpdesk.department.department_id IS 'Key.';
COMMENT ON COLUMN helpdesk.department.name IS 'Unique name.';
COMMENT ON COLUMN helpdesk.department.slug IS 'Unique name for addresses: lower-case letters, digits and hyphens.';
COMMENT ON COLUMN helpdesk.department.description IS 'What the department does; null: nothing is said.';
COMMENT ON COLUMN helpdesk.department.is_active IS 'Whether tickets can be moved to it.';
COMMENT ON COLUMN helpdesk.department.created_at IS 'When it was entered.';
COMMENT ON COLUMN helpdesk.department.calendar_id IS
    'Business hours of its tickets, unless the organisation names others; null: what the policy or setting '
    'sla.business_hours_only says.';
COMMENT ON CONSTRAINT department_name_is_short_text ON helpdesk.department IS
    'The name of a department has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT department_slug_is_word ON helpdesk.department IS
    'slug is lower-case letters, digits and hyphens, no hyphen first.';
COMMENT ON COLUMN helpdesk.department.is_public IS 'Whether people without an account see and choose it.';
COMMENT ON CONSTRAINT department_mail_addresses_are_lower_case ON helpdesk.department IS
    'mail_addresses are addresses in lower case.';
COMMENT ON COLUMN helpdesk.department.mail_addresses IS
    'Addresses, in lower case, whose mails open tickets of this department.';
CREATE INDEX department_calendar_idx ON helpdesk.department (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.department_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.department_member (
    department_id bigint NOT NULL
        CONSTRAINT department_member_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT department_member_agent_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    is_lead boolean NOT NULL DEFAULT false,
    CONSTRAINT department_member_pkey PRIMARY KEY (department_id, person_id)
);
COMMENT ON TABLE helpdesk.department_member IS
    'Who works in which department; routing and visibility by departments follow from it.';
COMMENT ON COLUMN helpdesk.department_member.department_id IS 'The department.';
COMMENT ON COLUMN helpdesk.department_member.person_id IS 'The member of staff.';
COMMENT ON COLUMN helpdesk.department_member.is_lead IS
    'Leads the department; for people to know, no rule looks at it.';
CREATE INDEX department_member_person_idx ON helpdesk.department_member (person_id);
COMMENT ON INDEX helpdesk.department_member_person_idx IS 'The departments of the caller, in ticket policies.';

ALTER TABLE helpdesk.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.organisation_domain ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.agent ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.department ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.department_member ENABLE ROW LEVEL SECURITY;
