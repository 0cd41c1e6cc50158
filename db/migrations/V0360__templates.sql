ALTER TABLE helpdesk.outgoing_mail_kind ADD COLUMN speaks_of text[] NOT NULL DEFAULT '{}'
    CONSTRAINT outgoing_mail_kind_speaks_of_known_things CHECK (
        speaks_of
        <@ '{ticket,message,conversation,notice,notices,approval,report,link,code,ratings,hours,unsubscribe}'::text[]
    );
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.speaks_of IS
    'What its text can be filled in with beside the desk and the recipient: scopes of mail_placeholder.';
COMMENT ON CONSTRAINT outgoing_mail_kind_speaks_of_known_things ON helpdesk.outgoing_mail_kind IS
    'speaks_of are some of ticket, message, conversation, notice, notices, approval, report, link, code, ratings, '
    'hours and unsubscribe.';

CREATE TABLE helpdesk.shipped_mail_template (
    kind text NOT NULL
        CONSTRAINT shipped_mail_template_kind_fkey REFERENCES helpdesk.outgoing_mail_kind ON DELETE CASCADE,
    language text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    CONSTRAINT shipped_mail_template_pkey PRIMARY KEY (kind, language),
    CONSTRAINT shipped_mail_template_language_is_tag CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')
);
COMMENT ON TABLE helpdesk.shipped_mail_template IS
    'Texts of mails as pgdesk brings them: what is sent until the desk writes its own, and where that fails.';
COMMENT ON COLUMN helpdesk.shipped_mail_template.kind IS 'Of which mails.';
COMMENT ON COLUMN helpdesk.shipped_mail_template.language IS 'BCP 47 tag.';
COMMENT ON COLUMN helpdesk.shipped_mail_template.subject IS 'The subject, in Liquid.';
COMMENT ON COLUMN helpdesk.shipped_mail_template.body IS 'The text, Markdown in Liquid.';
COMMENT ON CONSTRAINT shipped_mail_template_language_is_tag ON helpdesk.shipped_mail_template IS
    'language is a BCP 47 tag. Write for example en or pt-BR.';

CREATE TABLE helpdesk.mail_template (
    kind text NOT NULL CONSTRAINT mail_template_kind_fkey REFERENCES helpdesk.outgoing_mail_kind ON DELETE CASCADE,
    language text NOT NULL,
    version int NOT NULL,
    subject text,
    body text,
    saved_by bigint CONSTRAINT mail_template_saved_by_fkey REFERENCES helpdesk.person,
    saved_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    failed_at timestamptz,
    failure text,
    CONSTRAINT mail_template_pkey PRIMARY KEY (kind, language, version),
    CONSTRAINT mail_template_language_is_tag CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    CONSTRAINT mail_template_subject_has_limit CHECK (subject ~ '\S' AND length(subject) <= 500),
    CONSTRAINT mail_template_body_has_limit CHECK (body ~ '\S' AND length(body) <= 20000),
    CONSTRAINT mail_template_has_both CHECK ((subject IS NULL) = (body IS NULL)),
    CONSTRAINT mail_template_failure_has_instant CHECK ((failure IS NULL) = (failed_at IS NULL))
);
COMMENT ON TABLE helpdesk.mail_template IS
    'What the desk itself has mails say: each text that was ever saved, of which the newest of a kind and language is '
    'sent.';
COMMENT ON COLUMN helpdesk.mail_template.kind IS 'Of which mails.';
COMMENT ON COLUMN helpdesk.mail_template.language IS 'BCP 47 tag.';
COMMENT ON COLUMN helpdesk.mail_template.version IS 'From 1, by kind and language.';
COMMENT ON COLUMN helpdesk.mail_template.subject IS
    'The subject, in Liquid; null: the text that pgdesk brings is sent again.';
COMMENT ON COLUMN helpdesk.mail_template.body IS 'The text, Markdown in Liquid; null as subject.';
COMMENT ON COLUMN helpdesk.mail_template.saved_by IS 'Who saved it; null: somebody in psql.';
COMMENT ON COLUMN helpdesk.mail_template.saved_at IS 'When.';
COMMENT ON COLUMN helpdesk.mail_template.failed_at IS
    'When a mail could first not be made of it, and was made of the text that pgdesk brings; null: never.';
COMMENT ON COLUMN helpdesk.mail_template.failure IS 'What was wrong then.';
COMMENT ON CONSTRAINT mail_template_language_is_tag ON helpdesk.mail_template IS
    'language is a BCP 47 tag. Write for example en or pt-BR.';
COMMENT ON CONSTRAINT mail_template_subject_has_limit ON helpdesk.mail_template IS
    'subject has 1 to 500 characters and is not blank.';
COMMENT ON CONSTRAINT mail_template_body_has_limit ON helpdesk.mail_template IS
    'body has 1 to 20000 characters and is not blank.';
COMMENT ON CONSTRAINT mail_template_has_both ON helpdesk.mail_template IS
    'A text has both subject and body. Call rpc/restore_mail_template for the one that pgdesk brings.';
COMMENT ON CONSTRAINT mail_template_failure_has_instant ON helpdesk.mail_template IS
    'failure and failed_at come together.';
CREATE INDEX mail_template_saved_by_idx ON helpdesk.mail_template (saved_by) WHERE saved_by IS NOT NULL;
COMMENT ON INDEX helpdesk.mail_template_saved_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.mail_brand (
    department_id bigint CONSTRAINT mail_brand_pkey PRIMARY KEY
        CONSTRAINT mail_brand_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    name text NOT NULL,
    colour text NOT NULL DEFAULT '#175cd3',
    logo_url text,
    footer text,
    CONSTRAINT mail_brand_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 100),
    CONSTRAINT mail_brand_colour_is_hex CHECK (colour ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT mail_brand_logo_is_at_https CHECK (logo_url ~ '^https://[^\s"<>]+$' AND length(logo_url) <= 500),
    CONSTRAINT mail_brand_footer_has_limit CHECK (length(footer) <= 2000)
);
COMMENT ON TABLE helpdesk.mail_brand IS
    'How mails about tickets of a department look; without a row as settings desk_name, mail_colour, mail_logo_url and '
    'mail_footer say.';
COMMENT ON COLUMN helpdesk.mail_brand.department_id IS 'The department; key.';
COMMENT ON COLUMN helpdesk.mail_brand.name IS 'What it calls itself: {{ desk.name }}.';
COMMENT ON COLUMN helpdesk.mail_brand.colour IS
    'Of the bar on top and of buttons, as #rrggbb; what stands on it is white or black.';
COMMENT ON COLUMN helpdesk.mail_brand.logo_url IS 'Picture on top in place of the name, 40 pixels high; null: none.';
COMMENT ON COLUMN helpdesk.mail_brand.footer IS 'What stands below each mail, Markdown in Liquid; null: nothing.';
COMMENT ON CONSTRAINT mail_brand_name_is_short_text ON helpdesk.mail_brand IS
    'The name has 1 to 100 characters and is not blank.';
COMMENT ON CONSTRAINT mail_brand_colour_is_hex ON helpdesk.mail_brand IS
    'colour is # and six hexadecimal digits in lower case. Write for example #175cd3.';
COMMENT ON CONSTRAINT mail_brand_logo_is_at_https ON helpdesk.mail_brand IS
    'logo_url is an address of https of at most 500 characters, which mail programs fetch.';
COMMENT ON CONSTRAINT mail_brand_footer_has_limit ON helpdesk.mail_brand IS 'footer has at most 2000 characters.';

CREATE TABLE helpdesk.mail_unsubscription (
    person_id bigint NOT NULL CONSTRAINT mail_unsubscription_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    kind text NOT NULL
        CONSTRAINT mail_unsubscription_kind_fkey REFERENCES helpdesk.outgoing_mail_kind ON DELETE CASCADE,
    unsubscribed_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT mail_unsubscription_pkey PRIMARY KEY (person_id, kind)
);
COMMENT ON TABLE helpdesk.mail_unsubscription IS
    'Who gets no more mails of a kind that goes to many, or time and again.';
COMMENT ON COLUMN helpdesk.mail_unsubscription.person_id IS 'Who.';
COMMENT ON COLUMN helpdesk.mail_unsubscription.kind IS
    'Of which mails, a kind with is_bulk; another is sent all the same.';
COMMENT ON COLUMN helpdesk.mail_unsubscription.unsubscribed_at IS 'Since when.';
CREATE INDEX mail_unsubscription_kind_idx ON helpdesk.mail_unsubscription (kind);
COMMENT ON INDEX helpdesk.mail_unsubscription_kind_idx IS 'Foreign key to outgoing_mail_kind.';

ALTER TABLE helpdesk.mail_unsubscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.shipped_mail_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_brand ENABLE ROW LEVEL SECURITY;
