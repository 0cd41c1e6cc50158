CREATE TABLE helpdesk.request_form (
    form text CONSTRAINT request_form_pkey PRIMARY KEY,
    title text NOT NULL,
    introduction text,
    thanks text,
    ticket_type text NOT NULL DEFAULT 'question'
        CONSTRAINT request_form_ticket_type_fkey REFERENCES helpdesk.ticket_type ON UPDATE CASCADE,
    department_id bigint CONSTRAINT request_form_department_fkey REFERENCES helpdesk.department,
    audience text NOT NULL DEFAULT 'customers',
    organisation_id bigint CONSTRAINT request_form_organisation_fkey REFERENCES helpdesk.organisation,
    position int NOT NULL DEFAULT 100,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT request_form_is_word CHECK (form ~ '^[a-z][a-z0-9_-]{0,62}$'),
    CONSTRAINT request_form_title_is_short_text CHECK (title ~ '\S' AND length(title) <= 200),
    CONSTRAINT request_form_texts_have_limit CHECK (length(introduction) <= 10000 AND length(thanks) <= 10000),
    CONSTRAINT request_form_audience_is_known CHECK (audience IN ('public', 'customers', 'organisation')),
    CONSTRAINT request_form_organisation_is_audience
        CHECK ((audience = 'organisation') = (organisation_id IS NOT NULL))
);
COMMENT ON TABLE helpdesk.request_form IS
    'Forms by which customers open tickets of one kind: what is asked, where it goes, who may use it.';
COMMENT ON COLUMN helpdesk.request_form.form IS 'Key; portal, widget and programs name it.';
COMMENT ON COLUMN helpdesk.request_form.title IS 'What people read; subject of tickets whose form asks for none.';
COMMENT ON COLUMN helpdesk.request_form.introduction IS 'Text above the fields; null: none.';
COMMENT ON COLUMN helpdesk.request_form.thanks IS 'Text in place of the form once it is sent; null: the page''s own.';
COMMENT ON COLUMN helpdesk.request_form.ticket_type IS 'Type of its tickets.';
COMMENT ON COLUMN helpdesk.request_form.department_id IS 'Department of its tickets; null: that of any other ticket.';
COMMENT ON COLUMN helpdesk.request_form.audience IS
    'Who may use it: public, who is signed in (customers), or one organisation''s people. Staff use all.';
COMMENT ON COLUMN helpdesk.request_form.organisation_id IS 'Whose people may use it, where audience is organisation.';
COMMENT ON COLUMN helpdesk.request_form.position IS 'Order in lists, lowest first.';
COMMENT ON COLUMN helpdesk.request_form.is_active IS 'Whether it can be used.';
COMMENT ON COLUMN helpdesk.request_form.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT request_form_is_word ON helpdesk.request_form IS
    'form is at most 63 lower-case letters, digits, hyphens and underscores, a letter first.';
COMMENT ON CONSTRAINT request_form_title_is_short_text ON helpdesk.request_form IS
    'title has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT request_form_texts_have_limit ON helpdesk.request_form IS
    'introduction and thanks have at most 10000 characters.';
COMMENT ON CONSTRAINT request_form_audience_is_known ON helpdesk.request_form IS
    'audience is public, customers or organisation.';
COMMENT ON CONSTRAINT request_form_organisation_is_audience ON helpdesk.request_form IS
    'A form for an organisation names it, no other does.';
CREATE INDEX request_form_ticket_type_idx ON helpdesk.request_form (ticket_type);
COMMENT ON INDEX helpdesk.request_form_ticket_type_idx IS 'Foreign key to ticket_type.';
CREATE INDEX request_form_department_idx ON helpdesk.request_form (department_id);
COMMENT ON INDEX helpdesk.request_form_department_idx IS 'Foreign key to department; check_guest_ticket.';
CREATE INDEX request_form_organisation_idx ON helpdesk.request_form (organisation_id);
COMMENT ON INDEX helpdesk.request_form_organisation_idx IS 'Foreign key to organisation.';

CREATE TABLE helpdesk.request_form_field (
    form text NOT NULL CONSTRAINT request_form_field_form_fkey
        REFERENCES helpdesk.request_form ON UPDATE CASCADE ON DELETE CASCADE,
    key text NOT NULL,
    custom_field_id bigint CONSTRAINT request_form_field_custom_field_fkey REFERENCES helpdesk.custom_field,
    label text,
    hint text,
    position int NOT NULL DEFAULT 100,
    is_required boolean NOT NULL DEFAULT false,
    shown_when jsonb NOT NULL DEFAULT '{}',
    required_when jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT request_form_field_pkey PRIMARY KEY (form, key),
    CONSTRAINT request_form_field_is_built_in_or_custom
        CHECK ((custom_field_id IS NULL) = (key IN ('subject', 'description'))),
    CONSTRAINT request_form_field_texts_have_limit CHECK (length(label) <= 200 AND length(hint) <= 2000),
    CONSTRAINT request_form_field_conditions_are_short
        CHECK (octet_length(shown_when::text) <= 10000 AND octet_length(required_when::text) <= 10000)
);
COMMENT ON TABLE helpdesk.request_form_field IS 'What a form asks for, in order.';
COMMENT ON COLUMN helpdesk.request_form_field.form IS 'The form.';
COMMENT ON COLUMN helpdesk.request_form_field.key IS
    'subject, description, or the key of a custom field of tickets that customers may fill in.';
COMMENT ON COLUMN helpdesk.request_form_field.custom_field_id IS 'The custom field that key names; null: built in.';
COMMENT ON COLUMN helpdesk.request_form_field.label IS 'What people read here; null: the field''s own label.';
COMMENT ON COLUMN helpdesk.request_form_field.hint IS 'Text beside it; null: none.';
COMMENT ON COLUMN helpdesk.request_form_field.position IS 'Order in the form, lowest first.';
COMMENT ON COLUMN helpdesk.request_form_field.is_required IS 'Whether it must be answered wherever it is shown.';
COMMENT ON COLUMN helpdesk.request_form_field.shown_when IS
    '{"key of another field": [answers]}: it is shown when each of these has one of the answers; []: any answer. {}: '
    'always.';
COMMENT ON COLUMN helpdesk.request_form_field.required_when IS
    'The same: when it must be answered, beside is_required. {}: no other time.';
COMMENT ON CONSTRAINT request_form_field_is_built_in_or_custom ON helpdesk.request_form_field IS
    'subject and description are built in, all others are custom fields.';
COMMENT ON CONSTRAINT request_form_field_texts_have_limit ON helpdesk.request_form_field IS
    'label has at most 200 characters, hint 2000.';
COMMENT ON CONSTRAINT request_form_field_conditions_are_short ON helpdesk.request_form_field IS
    'shown_when and required_when have at most 10000 characters.';
CREATE INDEX request_form_field_custom_field_idx ON helpdesk.request_form_field (custom_field_id);
COMMENT ON INDEX helpdesk.request_form_field_custom_field_idx IS 'Foreign key to custom_field.';

ALTER TABLE helpdesk.request_form ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.request_form_field ENABLE ROW LEVEL SECURITY;
