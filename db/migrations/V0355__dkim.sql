CREATE TABLE helpdesk.dkim_key (
    record_name text GENERATED ALWAYS AS (selector || '._domainkey.' || domain) STORED
        CONSTRAINT dkim_key_pkey PRIMARY KEY,
    domain text NOT NULL,
    selector text NOT NULL,
    public_key text NOT NULL,
    private_key helpdesk.sealed NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    signs_from timestamptz,
    CONSTRAINT dkim_key_domain_is_lower_name CHECK (
        domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'
        AND length(domain) <= 170
    ),
    CONSTRAINT dkim_key_selector_is_label CHECK (selector ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    CONSTRAINT dkim_key_public_key_is_base64 CHECK (
        public_key ~ '^[A-Za-z0-9+/]+={0,2}$' AND length(public_key) BETWEEN 380 AND 750
    ),
    CONSTRAINT dkim_key_begins_alone UNIQUE (domain, signs_from)
);
COMMENT ON TABLE helpdesk.dkim_key IS
    'Keys by which pgdesk signs what it mails (DKIM, RFC 6376): of a domain the one that began last.';
COMMENT ON COLUMN helpdesk.dkim_key.record_name IS 'Key, and the name of the TXT record that publishes it.';
COMMENT ON COLUMN helpdesk.dkim_key.domain IS 'Of the addresses whose mails it signs, as mail servers know it.';
COMMENT ON COLUMN helpdesk.dkim_key.selector IS 'Tells the keys of a domain apart.';
COMMENT ON COLUMN helpdesk.dkim_key.public_key IS 'RSA key as p= has it: SubjectPublicKeyInfo in base64.';
COMMENT ON COLUMN helpdesk.dkim_key.private_key IS 'PKCS #8, sealed; left out of the audit log.';
COMMENT ON COLUMN helpdesk.dkim_key.created_at IS 'Since when pgdesk has it.';
COMMENT ON COLUMN helpdesk.dkim_key.signs_from IS
    'From when on it signs, until another of its domain does; null: it is only prepared.';
COMMENT ON CONSTRAINT dkim_key_domain_is_lower_name ON helpdesk.dkim_key IS
    'domain is a domain in lower case and ASCII, at most 170 characters. Write münchen.example as '
    'xn--mnchen-3ya.example.';
COMMENT ON CONSTRAINT dkim_key_selector_is_label ON helpdesk.dkim_key IS
    'selector has 1 to 63 lower-case letters, digits and hyphens, a hyphen neither first nor last.';
COMMENT ON CONSTRAINT dkim_key_public_key_is_base64 ON helpdesk.dkim_key IS
    'public_key is an RSA key of 2048 to 4096 bits in base64.';
COMMENT ON CONSTRAINT dkim_key_begins_alone ON helpdesk.dkim_key IS
    'One key of a domain begins to sign at an instant.';

ALTER TABLE helpdesk.dkim_key ENABLE ROW LEVEL SECURITY;
