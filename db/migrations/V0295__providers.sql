CREATE TABLE helpdesk.identity_provider (
    provider text CONSTRAINT identity_provider_pkey PRIMARY KEY,
    name text NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret helpdesk.sealed,
    has_client_secret boolean NOT NULL GENERATED ALWAYS AS (client_secret IS NOT NULL) STORED,
    scopes text[] NOT NULL DEFAULT '{openid,email,profile}',
    domains text[] NOT NULL DEFAULT '{}',
    group_claim text,
    new_role text CONSTRAINT identity_provider_new_role_fkey REFERENCES helpdesk.desk_role,
    has_own_factor boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT identity_provider_is_word CHECK (provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    CONSTRAINT identity_provider_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 100),
    CONSTRAINT identity_provider_issuer_is_address
        CHECK (issuer ~ '^https?://[^\s/?#@\\]+(/[^\s?#]*)?$' AND length(issuer) <= 300),
    CONSTRAINT identity_provider_client_is_short_text CHECK (client_id ~ '^[ -~]+$' AND length(client_id) <= 300),
    CONSTRAINT identity_provider_scopes_begin_with_openid
        CHECK (array_to_string(scopes, ' ', ' ') ~ '^openid( [!#-\[\]-~]{1,100}){0,20}$'),
    CONSTRAINT identity_provider_domains_are_lower_case CHECK (
        array_to_string(domains, ' ', ' ') ~ '^((\*|[^@\sA-Z*]+\.[^@\sA-Z.*]+)( (?!$)|$)){0,200}$'
        AND array_position(domains, '') IS NULL
    ),
    CONSTRAINT identity_provider_group_claim_is_short_text CHECK (group_claim ~ '^\S{1,200}$'),
    CONSTRAINT identity_provider_new_role_is_of_people CHECK (new_role NOT IN ('anon', 'guest', 'admin'))
);
COMMENT ON TABLE helpdesk.identity_provider IS 'OpenID providers by which people sign in.';
COMMENT ON COLUMN helpdesk.identity_provider.provider IS 'Key, and part of its addresses: /auth/oidc/<provider>.';
COMMENT ON COLUMN helpdesk.identity_provider.name IS 'What people read on the button.';
COMMENT ON COLUMN helpdesk.identity_provider.issuer IS
    'Its address, to the letter as its configuration (OpenID Connect Discovery) and its tokens name it.';
COMMENT ON COLUMN helpdesk.identity_provider.client_id IS 'What it calls this pgdesk.';
COMMENT ON COLUMN helpdesk.identity_provider.client_secret IS
    'By which pgdesk shows it who asks; sealed, and left out of the audit log. Null: it wants none.';
COMMENT ON COLUMN helpdesk.identity_provider.has_client_secret IS 'Whether there is a client_secret.';
COMMENT ON COLUMN helpdesk.identity_provider.scopes IS 'What it is asked for; openid first.';
COMMENT ON COLUMN helpdesk.identity_provider.domains IS
    'Mail domains for which its word counts that an address is somebody''s; * for all. Who signs in by it for the '
    'first time has an address of these.';
COMMENT ON COLUMN helpdesk.identity_provider.group_claim IS
    'Claim that lists the groups of who signs in, for identity_provider_group. Null: groups do not count.';
COMMENT ON COLUMN helpdesk.identity_provider.new_role IS
    'Desk role of whom nobody knows yet, and of whose groups none has a role. Null: they are not let in.';
COMMENT ON COLUMN helpdesk.identity_provider.has_own_factor IS
    'The provider sees to a second factor, so that none is asked for here.';
COMMENT ON COLUMN helpdesk.identity_provider.is_active IS 'Whether people sign in by it.';
COMMENT ON COLUMN helpdesk.identity_provider.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT identity_provider_is_word ON helpdesk.identity_provider IS
    'provider is at most 40 lower-case letters, digits and hyphens, no hyphen first.';
COMMENT ON CONSTRAINT identity_provider_name_is_short_text ON helpdesk.identity_provider IS
    'The name of a provider has 1 to 100 characters and is not blank.';
COMMENT ON CONSTRAINT identity_provider_issuer_is_address ON helpdesk.identity_provider IS
    'issuer is an address of at most 300 characters, without query. Write for example https://login.example.com.';
COMMENT ON CONSTRAINT identity_provider_client_is_short_text ON helpdesk.identity_provider IS
    'client_id has 1 to 300 characters of ASCII.';
COMMENT ON CONSTRAINT identity_provider_scopes_begin_with_openid ON helpdesk.identity_provider IS
    'scopes begin with openid and are at most 21. Write for example {openid,email,profile}.';
COMMENT ON CONSTRAINT identity_provider_domains_are_lower_case ON helpdesk.identity_provider IS
    'domains are written in lower case, have a dot and no @. Write for example {example.com}, or {*} for all.';
COMMENT ON CONSTRAINT identity_provider_group_claim_is_short_text ON helpdesk.identity_provider IS
    'group_claim has 1 to 200 characters and no space.';
COMMENT ON CONSTRAINT identity_provider_new_role_is_of_people ON helpdesk.identity_provider IS
    'Nobody is an administrator for being new. Give them their role by a group, or by hand.';
CREATE INDEX identity_provider_new_role_idx ON helpdesk.identity_provider (new_role);
COMMENT ON INDEX helpdesk.identity_provider_new_role_idx IS 'Foreign key to desk_role.';

CREATE TABLE helpdesk.identity_provider_group (
    provider text NOT NULL
        CONSTRAINT identity_provider_group_provider_fkey REFERENCES helpdesk.identity_provider ON DELETE CASCADE,
    group_name text NOT NULL,
    role text NOT NULL CONSTRAINT identity_provider_group_role_fkey REFERENCES helpdesk.desk_role,
    CONSTRAINT identity_provider_group_pkey PRIMARY KEY (provider, group_name),
    CONSTRAINT identity_provider_group_name_is_short_text CHECK (group_name ~ '\S' AND length(group_name) <= 300),
    CONSTRAINT identity_provider_group_role_is_of_people CHECK (role NOT IN ('anon', 'guest'))
);
COMMENT ON TABLE helpdesk.identity_provider_group IS
    'Roles that groups of a provider have here. Where it has any, each login sets the role of its person.';
COMMENT ON COLUMN helpdesk.identity_provider_group.provider IS 'Whose group it is.';
COMMENT ON COLUMN helpdesk.identity_provider_group.group_name IS 'The group as the provider''s claim names it.';
COMMENT ON COLUMN helpdesk.identity_provider_group.role IS
    'What its members are at the desk; of several groups the role that may most counts.';
COMMENT ON CONSTRAINT identity_provider_group_name_is_short_text ON helpdesk.identity_provider_group IS
    'The name of a group has 1 to 300 characters and is not blank.';
COMMENT ON CONSTRAINT identity_provider_group_role_is_of_people ON helpdesk.identity_provider_group IS
    'Who signs in is not anonymous, and no guest. Choose another role of /rest/desk_roles.';
CREATE INDEX identity_provider_group_role_idx ON helpdesk.identity_provider_group (role);
COMMENT ON INDEX helpdesk.identity_provider_group_role_idx IS 'Foreign key to desk_role.';

CREATE TABLE helpdesk.identity (
    identity_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT identity_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT identity_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    provider text NOT NULL
        CONSTRAINT identity_provider_fkey REFERENCES helpdesk.identity_provider ON DELETE CASCADE,
    issuer text NOT NULL,
    subject text NOT NULL,
    email text,
    linked_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    used_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT identity_of_provider_key UNIQUE (provider, issuer, subject),
    CONSTRAINT identity_subject_has_limit CHECK (length(subject) BETWEEN 1 AND 255)
);
COMMENT ON TABLE helpdesk.identity IS
    'Who people are to the providers by which they sign in. From the first time on only issuer and subject count, '
    'whatever addresses are.';
COMMENT ON COLUMN helpdesk.identity.identity_id IS 'Key.';
COMMENT ON COLUMN helpdesk.identity.person_id IS 'Who it is.';
COMMENT ON COLUMN helpdesk.identity.provider IS 'By which they sign in.';
COMMENT ON COLUMN helpdesk.identity.issuer IS 'Its issuer then: with another it is somebody else''s.';
COMMENT ON COLUMN helpdesk.identity.subject IS 'What the provider calls the person, and calls nobody else (claim sub).';
COMMENT ON COLUMN helpdesk.identity.email IS 'The address that it told last; null: none.';
COMMENT ON COLUMN helpdesk.identity.linked_at IS 'When they first signed in by it.';
COMMENT ON COLUMN helpdesk.identity.used_at IS 'When they last did.';
COMMENT ON CONSTRAINT identity_of_provider_key ON helpdesk.identity IS 'What a provider calls a person is one person.';
COMMENT ON CONSTRAINT identity_subject_has_limit ON helpdesk.identity IS 'subject has 1 to 255 characters.';
CREATE INDEX identity_person_idx ON helpdesk.identity (person_id);
COMMENT ON INDEX helpdesk.identity_person_idx IS 'How a person signs in; foreign key.';

ALTER TABLE helpdesk.identity_provider ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.identity_provider_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.identity ENABLE ROW LEVEL SECURITY;
