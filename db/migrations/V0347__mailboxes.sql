CREATE TABLE helpdesk.mail_provider (
    provider text CONSTRAINT mail_provider_pkey PRIMARY KEY,
    name text NOT NULL,
    authorization_endpoint text,
    token_endpoint text NOT NULL,
    scopes text[] NOT NULL,
    parameters jsonb NOT NULL DEFAULT '{}',
    client_id text,
    client_secret helpdesk.sealed,
    has_client_secret boolean NOT NULL GENERATED ALWAYS AS (client_secret IS NOT NULL) STORED,
    CONSTRAINT mail_provider_is_word CHECK (provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    CONSTRAINT mail_provider_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 100),
    CONSTRAINT mail_provider_authorization_endpoint_is_address CHECK (
        authorization_endpoint ~ '^https?://[^\s/?#@\\]+(/[^\s?#]*)?$' AND length(authorization_endpoint) <= 300
    ),
    CONSTRAINT mail_provider_token_endpoint_is_address
        CHECK (token_endpoint ~ '^https?://[^\s/?#@\\]+(/[^\s?#]*)?$' AND length(token_endpoint) <= 300),
    CONSTRAINT mail_provider_scopes_are_words
        CHECK (array_to_string(scopes, ' ', ' ') ~ '^[!#-\[\]-~]{1,200}( [!#-\[\]-~]{1,200}){0,20}$'),
    CONSTRAINT mail_provider_parameters_are_texts CHECK (
        jsonb_typeof(parameters) = 'object'
        AND NOT jsonb_path_exists(parameters, '$.* ? (@.type() != "string")')
        AND NOT parameters ?| ARRAY[
            'response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method'
        ]
        AND length(parameters::text) <= 1000
    ),
    CONSTRAINT mail_provider_client_is_short_text CHECK (client_id ~ '^[ -~]+$' AND length(client_id) <= 300)
);
COMMENT ON TABLE helpdesk.mail_provider IS
    'Who gives tokens for mailbox accounts in place of passwords (OAuth 2.0). Its client is the registration that an '
    'organisation makes there.';
COMMENT ON COLUMN helpdesk.mail_provider.provider IS 'Key.';
COMMENT ON COLUMN helpdesk.mail_provider.name IS 'What people call it.';
COMMENT ON COLUMN helpdesk.mail_provider.authorization_endpoint IS
    'Where somebody lets pgdesk in with a browser (RFC 6749, 4.1). Null: nobody is asked, the client itself has the '
    'right (4.4), as an app of Microsoft has.';
COMMENT ON COLUMN helpdesk.mail_provider.token_endpoint IS 'Where tokens come from.';
COMMENT ON COLUMN helpdesk.mail_provider.scopes IS 'What pgdesk asks for.';
COMMENT ON COLUMN helpdesk.mail_provider.parameters IS
    'What else the provider wants to be asked with at authorization_endpoint, texts by name.';
COMMENT ON COLUMN helpdesk.mail_provider.client_id IS
    'What the provider calls this pgdesk; null: it has not been registered there.';
COMMENT ON COLUMN helpdesk.mail_provider.client_secret IS
    'By which pgdesk shows it who asks; sealed, and left out of the audit log. Null: it wants none.';
COMMENT ON COLUMN helpdesk.mail_provider.has_client_secret IS 'Whether there is a client_secret.';
COMMENT ON CONSTRAINT mail_provider_is_word ON helpdesk.mail_provider IS
    'The key of a mail provider is at most 40 lower-case letters, digits and hyphens, no hyphen first.';
COMMENT ON CONSTRAINT mail_provider_name_is_short_text ON helpdesk.mail_provider IS
    'The name of a mail provider has 1 to 100 characters and is not blank.';
COMMENT ON CONSTRAINT mail_provider_authorization_endpoint_is_address ON helpdesk.mail_provider IS
    'authorization_endpoint is an address of at most 300 characters, without query.';
COMMENT ON CONSTRAINT mail_provider_token_endpoint_is_address ON helpdesk.mail_provider IS
    'token_endpoint is an address of at most 300 characters, without query.';
COMMENT ON CONSTRAINT mail_provider_scopes_are_words ON helpdesk.mail_provider IS
    'scopes are 1 to 21 words. Write for example {https://mail.google.com/}.';
COMMENT ON CONSTRAINT mail_provider_parameters_are_texts ON helpdesk.mail_provider IS
    'parameters is an object of texts, of at most 1,000 characters, and has none of what pgdesk itself asks with. '
    'Write for example {"access_type": "offline"}.';
COMMENT ON CONSTRAINT mail_provider_client_is_short_text ON helpdesk.mail_provider IS
    'client_id of a mail provider has 1 to 300 characters of ASCII.';

CREATE TABLE helpdesk.mailbox_account (
    account text CONSTRAINT mailbox_account_pkey PRIMARY KEY,
    host text NOT NULL,
    port int NOT NULL DEFAULT 993,
    tls text NOT NULL DEFAULT 'tls',
    user_name text NOT NULL,
    provider text CONSTRAINT mailbox_account_provider_fkey REFERENCES helpdesk.mail_provider,
    password helpdesk.sealed,
    has_password boolean NOT NULL GENERATED ALWAYS AS (password IS NOT NULL) STORED,
    refresh_token helpdesk.sealed,
    authorized_at timestamptz,
    access_token helpdesk.sealed,
    expires_at timestamptz,
    refreshing_until timestamptz,
    refused_at timestamptz,
    last_error text,
    told_at timestamptz,
    asked_hash bytea,
    asked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT mailbox_account_is_word CHECK (account ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    CONSTRAINT mailbox_account_host_is_name
        CHECK (host ~ '^([^][[:space:][:cntrl:]/@\\:]{1,253}|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,7})$'),
    CONSTRAINT mailbox_account_port_is_port CHECK (port BETWEEN 1 AND 65535),
    CONSTRAINT mailbox_account_tls_is_known CHECK (tls IN ('tls', 'starttls', 'none')),
    CONSTRAINT mailbox_account_user_is_short_text CHECK (
        user_name ~ '\S' AND user_name !~ '[[:cntrl:]]' AND length(user_name) <= 320
    ),
    CONSTRAINT mailbox_account_has_password_or_tokens CHECK (
        CASE WHEN provider IS NULL THEN refresh_token IS NULL AND access_token IS NULL ELSE password IS NULL END
    ),
    CONSTRAINT mailbox_account_refreshes_what_is_authorized CHECK ((refresh_token IS NULL) = (authorized_at IS NULL)),
    CONSTRAINT mailbox_account_token_expires CHECK ((access_token IS NULL) = (expires_at IS NULL)),
    CONSTRAINT mailbox_account_asked_until_an_instant CHECK ((asked_hash IS NULL) = (asked_until IS NULL))
);
COMMENT ON TABLE helpdesk.mailbox_account IS
    'Accounts of mail servers: a user, and a password or the tokens of a provider. Mailboxes are read by them, mail is '
    'sent by them.';
COMMENT ON COLUMN helpdesk.mailbox_account.account IS 'Key.';
COMMENT ON COLUMN helpdesk.mailbox_account.host IS
    'Name or address of the server by which mailboxes are read. Who changes it enters the password again.';
COMMENT ON COLUMN helpdesk.mailbox_account.port IS 'Its port: 993, or 143 with starttls and none.';
COMMENT ON COLUMN helpdesk.mailbox_account.tls IS
    'tls: from the beginning; starttls: before the login; none: never, to servers of PGDESK_MAIL_NETWORKS only.';
COMMENT ON COLUMN helpdesk.mailbox_account.user_name IS 'What the mail server calls the user, most often an address.';
COMMENT ON COLUMN helpdesk.mailbox_account.provider IS 'Whose tokens let it in; null: a password does.';
COMMENT ON COLUMN helpdesk.mailbox_account.password IS 'Sealed, and left out of the audit log; null: none is kept.';
COMMENT ON COLUMN helpdesk.mailbox_account.has_password IS 'Whether there is a password.';
COMMENT ON COLUMN helpdesk.mailbox_account.refresh_token IS
    'What access tokens are got by; sealed, and left out of the audit log. Null: nobody has let pgdesk in, or nobody '
    'need.';
COMMENT ON COLUMN helpdesk.mailbox_account.authorized_at IS
    'When somebody let pgdesk in at the provider; null: nobody has, or nobody need.';
COMMENT ON COLUMN helpdesk.mailbox_account.access_token IS 'What the mail server takes until expires_at; sealed.';
COMMENT ON COLUMN helpdesk.mailbox_account.expires_at IS 'Until when the access token is good; null: there is none.';
COMMENT ON COLUMN helpdesk.mailbox_account.refreshing_until IS
    'Until when others leave it to whoever is asking for a token; null: nobody is.';
COMMENT ON COLUMN helpdesk.mailbox_account.refused_at IS
    'Since when the provider refuses tokens, so that somebody has to let pgdesk in again; null: it does not.';
COMMENT ON COLUMN helpdesk.mailbox_account.last_error IS 'Why there was no token the last time; null: there was one.';
COMMENT ON COLUMN helpdesk.mailbox_account.told_at IS 'When staff were told of the refusal; null: not, or it is over.';
COMMENT ON COLUMN helpdesk.mailbox_account.asked_hash IS
    'SHA-256 of the state by which the provider''s answer is known; null: nobody is being asked.';
COMMENT ON COLUMN helpdesk.mailbox_account.asked_until IS 'Until when the answer is waited for.';
COMMENT ON COLUMN helpdesk.mailbox_account.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT mailbox_account_is_word ON helpdesk.mailbox_account IS
    'The key of a mailbox account is at most 40 lower-case letters, digits and hyphens, no hyphen first.';
COMMENT ON CONSTRAINT mailbox_account_host_is_name ON helpdesk.mailbox_account IS
    'host is the name or address of a server, without port. Write for example imap.example.com.';
COMMENT ON CONSTRAINT mailbox_account_port_is_port ON helpdesk.mailbox_account IS 'port is 1 to 65535.';
COMMENT ON CONSTRAINT mailbox_account_tls_is_known ON helpdesk.mailbox_account IS 'tls is tls, starttls or none.';
COMMENT ON CONSTRAINT mailbox_account_user_is_short_text ON helpdesk.mailbox_account IS
    'user_name has 1 to 320 characters, none of them control characters, and is not blank.';
COMMENT ON CONSTRAINT mailbox_account_has_password_or_tokens ON helpdesk.mailbox_account IS
    'An account has a password, or a provider''s tokens.';
COMMENT ON CONSTRAINT mailbox_account_refreshes_what_is_authorized ON helpdesk.mailbox_account IS
    'An account that somebody has authorized, and no other, has a refresh token.';
COMMENT ON CONSTRAINT mailbox_account_token_expires ON helpdesk.mailbox_account IS
    'An access token, and nothing else, has expires_at.';
COMMENT ON CONSTRAINT mailbox_account_asked_until_an_instant ON helpdesk.mailbox_account IS
    'An answer is waited for until an instant.';
CREATE INDEX mailbox_account_provider_idx ON helpdesk.mailbox_account (provider);
COMMENT ON INDEX helpdesk.mailbox_account_provider_idx IS 'Foreign key to mail_provider.';
CREATE INDEX mailbox_account_asked_idx ON helpdesk.mailbox_account (asked_hash) WHERE asked_hash IS NOT NULL;
COMMENT ON INDEX helpdesk.mailbox_account_asked_idx IS 'Whose the provider''s answer is.';

CREATE TABLE helpdesk.mailbox (
    mailbox text CONSTRAINT mailbox_pkey PRIMARY KEY,
    account text NOT NULL CONSTRAINT mailbox_account_fkey REFERENCES helpdesk.mailbox_account,
    folder text NOT NULL DEFAULT 'INBOX',
    department_id bigint CONSTRAINT mailbox_department_fkey REFERENCES helpdesk.department,
    starts_on date NOT NULL DEFAULT (helpdesk.clock() AT TIME ZONE 'UTC')::date,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    watcher uuid,
    held_until timestamptz,
    uid_validity bigint,
    last_uid bigint NOT NULL DEFAULT 0,
    since date,
    has_idle boolean,
    caught_up_at timestamptz,
    last_mail_at timestamptz,
    failures int NOT NULL DEFAULT 0,
    failing_from timestamptz,
    last_error text,
    next_try_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    told_at timestamptz,
    CONSTRAINT mailbox_is_word CHECK (mailbox ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    CONSTRAINT mailbox_folder_is_short_text CHECK (folder ~ '^[^[:cntrl:]]{1,250}$'),
    CONSTRAINT mailbox_is_held_until_an_instant CHECK ((watcher IS NULL) = (held_until IS NULL)),
    CONSTRAINT mailbox_failing_has_error CHECK ((failing_from IS NULL) = (last_error IS NULL))
);
COMMENT ON TABLE helpdesk.mailbox IS
    'Folders of mail servers whose mail is taken in by IMAP (RFC 3501); how far each was read, and by which worker it '
    'is read now: one at a time, for as long as it says so again and again.';
COMMENT ON COLUMN helpdesk.mailbox.mailbox IS 'Key.';
COMMENT ON COLUMN helpdesk.mailbox.account IS 'By which it is read.';
COMMENT ON COLUMN helpdesk.mailbox.folder IS 'Its name, with / or what else the server puts between folders.';
COMMENT ON COLUMN helpdesk.mailbox.department_id IS
    'Whose tickets its mails open, where no address of theirs says another; null: nobody''s.';
COMMENT ON COLUMN helpdesk.mailbox.starts_on IS
    'Mail that came before is left; the day on which the mailbox was entered, unless another is given.';
COMMENT ON COLUMN helpdesk.mailbox.is_active IS 'Whether its mail is taken in.';
COMMENT ON COLUMN helpdesk.mailbox.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT mailbox_is_word ON helpdesk.mailbox IS
    'The key of a mailbox is at most 40 lower-case letters, digits and hyphens, no hyphen first.';
COMMENT ON CONSTRAINT mailbox_folder_is_short_text ON helpdesk.mailbox IS
    'folder has 1 to 250 characters, none of them control characters.';
COMMENT ON COLUMN helpdesk.mailbox.watcher IS 'The worker that reads it; null: none.';
COMMENT ON COLUMN helpdesk.mailbox.held_until IS 'From when on another may take it, should the worker have died.';
COMMENT ON COLUMN helpdesk.mailbox.uid_validity IS
    'UIDVALIDITY, with which alone last_uid means something; null: it was never read.';
COMMENT ON COLUMN helpdesk.mailbox.last_uid IS 'Mails up to this UID are stored, or were left on purpose.';
COMMENT ON COLUMN helpdesk.mailbox.since IS
    'Of what is in the folder, mail that came before this day is left; null: the folder was read to its end since.';
COMMENT ON COLUMN helpdesk.mailbox.has_idle IS
    'Whether the server tells of mail when it comes (RFC 2177); false: it is asked every minute; null: not known yet.';
COMMENT ON COLUMN helpdesk.mailbox.caught_up_at IS 'When all that was there had last been stored; null: never.';
COMMENT ON COLUMN helpdesk.mailbox.last_mail_at IS 'When a mail was last stored; null: never.';
COMMENT ON COLUMN helpdesk.mailbox.failures IS 'Attempts in vain since the last that succeeded.';
COMMENT ON COLUMN helpdesk.mailbox.failing_from IS 'Since when it cannot be read; null: it can.';
COMMENT ON COLUMN helpdesk.mailbox.last_error IS 'Why not, in words; null: it can.';
COMMENT ON COLUMN helpdesk.mailbox.next_try_at IS 'From when on it may be read.';
COMMENT ON COLUMN helpdesk.mailbox.told_at IS 'When staff were told that it stopped; null: not, or it works again.';
COMMENT ON CONSTRAINT mailbox_is_held_until_an_instant ON helpdesk.mailbox IS
    'A worker holds a mailbox until an instant.';
COMMENT ON CONSTRAINT mailbox_failing_has_error ON helpdesk.mailbox IS
    'A mailbox that fails, and no other, has last_error.';
CREATE INDEX mailbox_account_idx ON helpdesk.mailbox (account);
COMMENT ON INDEX helpdesk.mailbox_account_idx IS 'Foreign key to mailbox_account.';
CREATE INDEX mailbox_department_idx ON helpdesk.mailbox (department_id);
COMMENT ON INDEX helpdesk.mailbox_department_idx IS 'Foreign key to department.';

CREATE TABLE helpdesk.mailbox_test (
    mailbox text CONSTRAINT mailbox_test_pkey PRIMARY KEY
        CONSTRAINT mailbox_test_mailbox_fkey REFERENCES helpdesk.mailbox ON DELETE CASCADE,
    asked_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    answered_at timestamptz,
    is_well boolean,
    answer text,
    CONSTRAINT mailbox_test_answered_has_answer CHECK (
        (answered_at IS NULL) = (is_well IS NULL) AND (answered_at IS NULL) = (answer IS NULL)
    )
);
COMMENT ON TABLE helpdesk.mailbox_test IS 'The last test of each mailbox, which a worker makes.';
COMMENT ON COLUMN helpdesk.mailbox_test.mailbox IS 'Which one; key.';
COMMENT ON COLUMN helpdesk.mailbox_test.asked_at IS 'When the test was asked for.';
COMMENT ON COLUMN helpdesk.mailbox_test.answered_at IS 'When it ended; null: not yet.';
COMMENT ON COLUMN helpdesk.mailbox_test.is_well IS 'Whether the mailbox could be read; null: not known yet.';
COMMENT ON COLUMN helpdesk.mailbox_test.answer IS 'What was found, in words; null: not known yet.';
COMMENT ON CONSTRAINT mailbox_test_answered_has_answer ON helpdesk.mailbox_test IS
    'A test that has ended, and no other, has an answer.';

ALTER TABLE helpdesk.inbound_mail
    ADD COLUMN mailbox text
        CONSTRAINT inbound_mail_mailbox_fkey REFERENCES helpdesk.mailbox ON DELETE SET NULL,
    ADD COLUMN whole_bytes bigint;
COMMENT ON COLUMN helpdesk.inbound_mail.mailbox IS 'Mailbox from which it was taken; null: it came another way.';
COMMENT ON COLUMN helpdesk.inbound_mail.whole_bytes IS
    'Size of the mail in its mailbox, where it is larger than setting inbound_max_size_kb allows and only its '
    'beginning was taken; null: raw is the whole mail.';
CREATE INDEX inbound_mail_mailbox_idx ON helpdesk.inbound_mail (mailbox) WHERE mailbox IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_mailbox_idx IS 'Foreign key to mailbox.';

ALTER TABLE helpdesk.mail_provider ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mailbox_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mailbox_test ENABLE ROW LEVEL SECURITY;
