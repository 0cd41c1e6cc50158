CREATE TABLE helpdesk.error_code (
    code text CONSTRAINT error_code_pkey PRIMARY KEY,
    http_status int NOT NULL,
    meaning text NOT NULL,
    hint text NOT NULL,
    CONSTRAINT error_code_is_pd_class CHECK (code ~ '^PD[0-9]{3}$'),
    CONSTRAINT error_code_is_client_error CHECK (http_status BETWEEN 400 AND 499)
);
COMMENT ON TABLE helpdesk.error_code IS
    'Every error that pgdesk itself raises. PD0xx core, PD2xx SLA, PD3xx mail, PD4xx rules.';
COMMENT ON COLUMN helpdesk.error_code.code IS
    'SQLSTATE with which the error is raised; "code" of the API''s error object.';
COMMENT ON COLUMN helpdesk.error_code.http_status IS 'Status of the API''s answer.';
COMMENT ON COLUMN helpdesk.error_code.meaning IS
    'What has happened, in general; the message of a single error names the case.';
COMMENT ON COLUMN helpdesk.error_code.hint IS
    'What to do; where the function that raises knows better, its own hint stands in the answer.';
COMMENT ON CONSTRAINT error_code_is_pd_class ON helpdesk.error_code IS 'A code is PD and three digits.';
COMMENT ON CONSTRAINT error_code_is_client_error ON helpdesk.error_code IS
    'http_status is 400 to 499: what is refused is the client''s to mend.';

CREATE TABLE helpdesk.setting (
    key text CONSTRAINT setting_pkey PRIMARY KEY,
    value_type text NOT NULL,
    default_value jsonb NOT NULL,
    environment_value jsonb,
    value jsonb,
    allowed jsonb,
    description text NOT NULL,
    CONSTRAINT setting_type_is_known CHECK (value_type IN ('bool', 'int', 'text', 'choice', 'list')),
    CONSTRAINT setting_value_fits_type CHECK (helpdesk.is_setting_value(value_type, allowed, value)),
    CONSTRAINT setting_environment_value_fits_type
        CHECK (helpdesk.is_setting_value(value_type, allowed, environment_value)),
    CONSTRAINT setting_default_fits_type CHECK (helpdesk.is_setting_value(value_type, allowed, default_value))
);
COMMENT ON TABLE helpdesk.setting IS
    'Product behaviour: value, else what PGDESK_<KEY> gave at the last migrate, else the default.';
COMMENT ON COLUMN helpdesk.setting.key IS 'Name; PGDESK_ and the key in capitals is the environment variable.';
COMMENT ON COLUMN helpdesk.setting.value_type IS
    'Shape of the values: bool, int, text, choice (one of allowed) or list (some of allowed).';
COMMENT ON COLUMN helpdesk.setting.default_value IS 'What counts where neither value nor environment_value is set.';
COMMENT ON COLUMN helpdesk.setting.environment_value IS
    'What the environment variable gave at the last pgdesk migrate; null: it was not set.';
COMMENT ON COLUMN helpdesk.setting.value IS 'What an administrator has set, a JSON value of value_type; null: not set.';
COMMENT ON COLUMN helpdesk.setting.allowed IS
    'int: {"min", "max"}; text: {"pattern", "values_of"}; choice and list: an array of the values; null: any.';
COMMENT ON COLUMN helpdesk.setting.description IS 'What the setting does, with its unit.';
COMMENT ON CONSTRAINT setting_type_is_known ON helpdesk.setting IS 'value_type is bool, int, text, choice or list.';
COMMENT ON CONSTRAINT setting_value_fits_type ON helpdesk.setting IS
    'The value of a setting fits its type, and is one of those allowed. See value_type and allowed in /rest/settings.';
COMMENT ON CONSTRAINT setting_environment_value_fits_type ON helpdesk.setting IS
    'What the environment gives fits the setting''s type, and is one of those allowed. See value_type and allowed in '
    '/rest/settings.';
COMMENT ON CONSTRAINT setting_default_fits_type ON helpdesk.setting IS
    'The default of a setting fits its type, and is one of those allowed.';

CREATE TABLE helpdesk.permission (
    permission text CONSTRAINT permission_pkey PRIMARY KEY,
    description text NOT NULL
);
COMMENT ON TABLE helpdesk.permission IS 'What a role can be allowed to do; the functions ask by these names.';
COMMENT ON COLUMN helpdesk.permission.permission IS 'Its name, area.verb.';
COMMENT ON COLUMN helpdesk.permission.description IS 'What one may do who has it.';

CREATE TABLE helpdesk.role_permission (
    role text NOT NULL,
    permission text NOT NULL
        CONSTRAINT role_permission_permission_fkey REFERENCES helpdesk.permission ON DELETE CASCADE,
    CONSTRAINT role_permission_pkey PRIMARY KEY (role, permission)
);
COMMENT ON TABLE helpdesk.role_permission IS 'Which role may do what; no row: it may not.';
COMMENT ON COLUMN helpdesk.role_permission.role IS
    'A row of desk_role. Who has a role of the desk''s own, or is a light agent, has its rows instead of agent''s.';
COMMENT ON COLUMN helpdesk.role_permission.permission IS 'What the role may do.';
CREATE INDEX role_permission_permission_idx ON helpdesk.role_permission (permission);
COMMENT ON INDEX helpdesk.role_permission_permission_idx IS 'Foreign key to permission.';

CREATE TABLE helpdesk.idempotency_key (
    caller text NOT NULL,
    key text NOT NULL,
    verb text NOT NULL,
    request_hash bytea NOT NULL,
    response jsonb,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (caller, key),
    CONSTRAINT idempotency_key_is_short_text CHECK (key <> '' AND length(key) <= 255)
);
COMMENT ON TABLE helpdesk.idempotency_key IS
    'Answers of creating verbs by the key that the caller gave; kept 24 hours. Not audited.';
COMMENT ON COLUMN helpdesk.idempotency_key.caller IS
    'Role and person, of guests network and address hashed, so that keys of different callers never meet.';
COMMENT ON COLUMN helpdesk.idempotency_key.key IS 'The caller''s own text, 1 to 255 characters.';
COMMENT ON COLUMN helpdesk.idempotency_key.verb IS 'Function that was called.';
COMMENT ON COLUMN helpdesk.idempotency_key.request_hash IS
    'SHA-256 of the arguments: another request with the same key is refused.';
COMMENT ON COLUMN helpdesk.idempotency_key.response IS 'The first answer, given again; null: the call is not finished.';
COMMENT ON COLUMN helpdesk.idempotency_key.created_at IS
    'When the key was first used; 24 hours later it is free again.';
COMMENT ON CONSTRAINT idempotency_key_is_short_text ON helpdesk.idempotency_key IS
    'An idempotency key has 1 to 255 characters.';
CREATE INDEX idempotency_key_created_idx ON helpdesk.idempotency_key (created_at);
COMMENT ON INDEX helpdesk.idempotency_key_created_idx IS 'purge_idempotency_keys: what is old.';

CREATE TABLE helpdesk.turn (
    name text CONSTRAINT turn_pkey PRIMARY KEY
);
COMMENT ON TABLE helpdesk.turn IS
    'What is done by one transaction at a time: it locks the row until it ends. Nobody but the owner may lock one; an '
    'advisory lock any login can hold, and with it all others.';
COMMENT ON COLUMN helpdesk.turn.name IS 'What it is that is done, key.';

CREATE DOMAIN helpdesk.sealed AS bytea
    CONSTRAINT sealed_is_envelope CHECK (length(value) >= 33 AND substring(value FROM 1 FOR 1) = '\x01');
COMMENT ON DOMAIN helpdesk.sealed IS
    'A secret that api processes and workers read and the database cannot: sealed by a key of PGDESK_SECRET_KEYS, for '
    'one column of one row. Its table has a primary key of one column; pgdesk keys reseal finds it by this type.';
COMMENT ON CONSTRAINT sealed_is_envelope ON DOMAIN helpdesk.sealed IS
    'What is to be sealed is sealed before it comes here.';

ALTER TABLE helpdesk.error_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.permission ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.role_permission ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.turn ENABLE ROW LEVEL SECURITY;
