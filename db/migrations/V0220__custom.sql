CREATE TABLE helpdesk.custom_object (
    object text CONSTRAINT custom_object_pkey PRIMARY KEY,
    label text NOT NULL,
    description text NOT NULL,
    is_builtin boolean NOT NULL DEFAULT false,
    is_visible_to_customers boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    storage text NOT NULL
        GENERATED ALWAYS AS (CASE WHEN is_builtin THEN object || '_custom' ELSE 'custom_' || object END) STORED,
    key_column text NOT NULL
        GENERATED ALWAYS AS (CASE WHEN is_builtin THEN object || '_id' ELSE 'record_id' END) STORED,
    resource text NOT NULL
        GENERATED ALWAYS AS (CASE WHEN is_builtin THEN object || '_custom_fields' ELSE 'custom_' || object END) STORED,
    CONSTRAINT custom_object_is_word CHECK (object ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT custom_object_storage_is_free
        CHECK (
            is_builtin
            OR object !~ '^(objects?|fields?|options?|field_.*)$|_(choices?|tickets?|person|people|organisations?)$'
        ),
    CONSTRAINT custom_object_label_is_short_text CHECK (label ~ '\S' AND length(label) <= 200),
    CONSTRAINT custom_object_builtin_is_active CHECK (NOT is_builtin OR is_active)
);
COMMENT ON TABLE helpdesk.custom_object IS
    'What has custom fields: tickets, people and organisations (is_builtin, with a side table), and objects with '
    'records of their own.';
COMMENT ON COLUMN helpdesk.custom_object.object IS 'Key; a word.';
COMMENT ON COLUMN helpdesk.custom_object.label IS 'What people read.';
COMMENT ON COLUMN helpdesk.custom_object.description IS 'What its records are.';
COMMENT ON COLUMN helpdesk.custom_object.is_builtin IS
    'Tickets, people or organisations, whose fields stand in a side table.';
COMMENT ON COLUMN helpdesk.custom_object.is_visible_to_customers IS
    'Customers see records that are linked to what is theirs.';
COMMENT ON COLUMN helpdesk.custom_object.is_active IS 'False: it was removed; its records stay in the database.';
COMMENT ON COLUMN helpdesk.custom_object.storage IS 'Table of helpdesk whose columns are the fields.';
COMMENT ON COLUMN helpdesk.custom_object.key_column IS 'Its key: the parent''s, or the record''s own.';
COMMENT ON COLUMN helpdesk.custom_object.resource IS 'View of api that shows the fields.';
COMMENT ON CONSTRAINT custom_object_is_word ON helpdesk.custom_object IS
    'object is at most 40 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT custom_object_storage_is_free ON helpdesk.custom_object IS
    'The name of an object is not one that pgdesk''s own tables need. Choose another.';
COMMENT ON CONSTRAINT custom_object_label_is_short_text ON helpdesk.custom_object IS
    'label has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT custom_object_builtin_is_active ON helpdesk.custom_object IS
    'Objects of pgdesk itself stay active.';

INSERT INTO helpdesk.custom_object (object, label, description, is_builtin, is_visible_to_customers) VALUES
    ('ticket', 'Tickets', 'Custom fields of tickets', true, true),
    ('person', 'People', 'Custom fields of people', true, true),
    ('organisation', 'Organisations', 'Custom fields of organisations', true, true);

CREATE TABLE helpdesk.custom_field (
    custom_field_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT custom_field_pkey PRIMARY KEY,
    object text NOT NULL CONSTRAINT custom_field_object_fkey REFERENCES helpdesk.custom_object ON DELETE CASCADE,
    key text NOT NULL,
    label text NOT NULL,
    description text,
    field_type text NOT NULL,
    pattern text,
    min_value double precision,
    max_value double precision,
    is_required_on_create boolean NOT NULL DEFAULT false,
    is_required_on_resolve boolean NOT NULL DEFAULT false,
    conditions jsonb NOT NULL DEFAULT '{}',
    predicate text NOT NULL DEFAULT 'true',
    customer_access text NOT NULL DEFAULT 'none',
    is_filterable boolean NOT NULL DEFAULT false,
    position int NOT NULL DEFAULT 100,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT custom_field_key_key UNIQUE (object, key),
    CONSTRAINT custom_field_key_is_word CHECK (key ~ '^[a-z][a-z0-9_]{0,49}$'),
    CONSTRAINT custom_field_label_is_short_text CHECK (label ~ '\S' AND length(label) <= 200),
    CONSTRAINT custom_field_type_is_known CHECK (
        field_type IN ('text', 'long_text', 'number', 'date', 'checkbox', 'select', 'multi_select')
    ),
    CONSTRAINT custom_field_pattern_is_for_text CHECK (pattern IS NULL OR field_type IN ('text', 'long_text')),
    CONSTRAINT custom_field_bounds_are_for_sizes CHECK (
        num_nonnulls(min_value, max_value) = 0 OR field_type IN ('text', 'long_text', 'number', 'multi_select')
    ),
    CONSTRAINT custom_field_bounds_are_in_order CHECK (min_value <= max_value),
    CONSTRAINT custom_field_long_text_has_no_index CHECK (NOT is_filterable OR field_type <> 'long_text'),
    CONSTRAINT custom_field_resolved_is_ticket CHECK (NOT is_required_on_resolve OR object = 'ticket'),
    CONSTRAINT custom_field_created_is_not_person
        CHECK (NOT is_required_on_create OR object NOT IN ('person', 'organisation')),
    CONSTRAINT custom_field_shown_is_ticket CHECK (conditions = '{}' OR object = 'ticket'),
    CONSTRAINT custom_field_access_is_known CHECK (customer_access IN ('none', 'read', 'edit')),
    CONSTRAINT custom_field_edited_is_own CHECK (customer_access <> 'edit' OR object IN ('ticket', 'person'))
);
COMMENT ON TABLE helpdesk.custom_field IS
    'Each row is a column of its object''s storage, which triggers add, index and drop.';
COMMENT ON COLUMN helpdesk.custom_field.custom_field_id IS 'Key.';
COMMENT ON COLUMN helpdesk.custom_field.object IS 'Of what it is a field.';
COMMENT ON COLUMN helpdesk.custom_field.key IS 'Name of the column and of the JSON key; a word, unique in its object.';
COMMENT ON COLUMN helpdesk.custom_field.label IS 'What people read.';
COMMENT ON COLUMN helpdesk.custom_field.description IS 'What to fill in; null: nothing is said.';
COMMENT ON COLUMN helpdesk.custom_field.field_type IS
    'text, long_text, number, date, checkbox, select (one option) or multi_select (some).';
COMMENT ON COLUMN helpdesk.custom_field.pattern IS 'Regular expression that the whole text must fit; null: any.';
COMMENT ON COLUMN helpdesk.custom_field.min_value IS
    'Least number, length of a text, or count of options; null: no limit.';
COMMENT ON COLUMN helpdesk.custom_field.max_value IS
    'Greatest number, length of a text, or count of options; null: no limit.';
COMMENT ON COLUMN helpdesk.custom_field.is_required_on_create IS 'Must be filled in when the object is created.';
COMMENT ON COLUMN helpdesk.custom_field.is_required_on_resolve IS 'Must be filled in when the ticket is resolved.';
COMMENT ON COLUMN helpdesk.custom_field.conditions IS
    'On which tickets the field is shown; where it is not, it is not required.';
COMMENT ON COLUMN helpdesk.custom_field.predicate IS 'conditions compiled to SQL over helpdesk.rule_ticket AS v.';
COMMENT ON COLUMN helpdesk.custom_field.customer_access IS 'What customers may do with the field: none, read, edit.';
COMMENT ON COLUMN helpdesk.custom_field.is_filterable IS
    'Has an index of its values; ordering by it goes with not.is.null.';
COMMENT ON COLUMN helpdesk.custom_field.position IS 'Order in forms, lowest first.';
COMMENT ON COLUMN helpdesk.custom_field.is_active IS 'Whether it can be filled in; its values stay.';
COMMENT ON COLUMN helpdesk.custom_field.created_at IS 'When it was added.';
COMMENT ON CONSTRAINT custom_field_key_is_word ON helpdesk.custom_field IS
    'key is at most 50 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT custom_field_label_is_short_text ON helpdesk.custom_field IS
    'label has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT custom_field_type_is_known ON helpdesk.custom_field IS
    'field_type is text, long_text, number, date, checkbox, select or multi_select.';
COMMENT ON CONSTRAINT custom_field_pattern_is_for_text ON helpdesk.custom_field IS
    'Only fields of type text and long_text have a pattern.';
COMMENT ON CONSTRAINT custom_field_bounds_are_for_sizes ON helpdesk.custom_field IS
    'Only fields of type text, long_text, number and multi_select have bounds.';
COMMENT ON CONSTRAINT custom_field_bounds_are_in_order ON helpdesk.custom_field IS 'min_value is not above max_value.';
COMMENT ON CONSTRAINT custom_field_long_text_has_no_index ON helpdesk.custom_field IS
    'A field of type long_text is not filterable.';
COMMENT ON CONSTRAINT custom_field_resolved_is_ticket ON helpdesk.custom_field IS
    'Only fields of tickets can be required on resolve.';
COMMENT ON CONSTRAINT custom_field_created_is_not_person ON helpdesk.custom_field IS
    'Fields of people and organisations cannot be required on create.';
COMMENT ON CONSTRAINT custom_field_shown_is_ticket ON helpdesk.custom_field IS
    'Only fields of tickets have conditions.';
COMMENT ON CONSTRAINT custom_field_access_is_known ON helpdesk.custom_field IS 'customer_access is none, read or edit.';
COMMENT ON CONSTRAINT custom_field_edited_is_own ON helpdesk.custom_field IS
    'Customers edit fields of tickets and of themselves only. Set customer_access to read or none.';

CREATE TABLE helpdesk.custom_option (
    custom_field_id bigint NOT NULL
        CONSTRAINT custom_option_field_fkey REFERENCES helpdesk.custom_field ON DELETE CASCADE,
    value text NOT NULL,
    label text NOT NULL,
    position int NOT NULL DEFAULT 100,
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT custom_option_pkey PRIMARY KEY (custom_field_id, value),
    CONSTRAINT custom_option_value_is_short_text CHECK (value ~ '\S' AND length(value) <= 200),
    CONSTRAINT custom_option_label_is_short_text CHECK (label ~ '\S' AND length(label) <= 200)
);
COMMENT ON TABLE helpdesk.custom_option IS
    'Values of select and multi_select; one that is no longer active stays where it was chosen.';
COMMENT ON COLUMN helpdesk.custom_option.custom_field_id IS 'Of which field.';
COMMENT ON COLUMN helpdesk.custom_option.value IS 'What is stored.';
COMMENT ON COLUMN helpdesk.custom_option.label IS 'What people read.';
COMMENT ON COLUMN helpdesk.custom_option.position IS 'Order in lists, lowest first.';
COMMENT ON COLUMN helpdesk.custom_option.is_active IS 'Whether it can be chosen.';
COMMENT ON CONSTRAINT custom_option_value_is_short_text ON helpdesk.custom_option IS
    'value has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT custom_option_label_is_short_text ON helpdesk.custom_option IS
    'label has 1 to 200 characters and is not blank.';

ALTER TABLE helpdesk.condition_field ADD CONSTRAINT condition_field_custom_field_fkey
    FOREIGN KEY (custom_field_id) REFERENCES helpdesk.custom_field ON DELETE CASCADE;

CREATE TABLE helpdesk.ticket_custom (
    ticket_id bigint CONSTRAINT ticket_custom_pkey PRIMARY KEY
        CONSTRAINT ticket_custom_ticket_fkey REFERENCES helpdesk.ticket
);
COMMENT ON TABLE helpdesk.ticket_custom IS
    'Custom fields of tickets, a column a field; a ticket without a value has no row.';
COMMENT ON COLUMN helpdesk.ticket_custom.ticket_id IS 'Whose fields they are.';

CREATE TABLE helpdesk.ticket_custom_choice (
    ticket_id bigint NOT NULL
        CONSTRAINT ticket_custom_choice_ticket_fkey REFERENCES helpdesk.ticket_custom ON DELETE CASCADE,
    custom_field_id bigint NOT NULL,
    value text NOT NULL,
    CONSTRAINT ticket_custom_choice_pkey PRIMARY KEY (ticket_id, custom_field_id, value),
    CONSTRAINT ticket_custom_choice_option_fkey FOREIGN KEY (custom_field_id, value)
        REFERENCES helpdesk.custom_option (custom_field_id, value) ON DELETE CASCADE
);
COMMENT ON TABLE helpdesk.ticket_custom_choice IS
    'The options of multi_select fields as rows, which an index finds; derived from ticket_custom.';
COMMENT ON COLUMN helpdesk.ticket_custom_choice.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.ticket_custom_choice.custom_field_id IS 'In which field.';
COMMENT ON COLUMN helpdesk.ticket_custom_choice.value IS 'The option chosen.';
CREATE INDEX ticket_custom_choice_option_idx ON helpdesk.ticket_custom_choice (custom_field_id, value, ticket_id);
COMMENT ON INDEX helpdesk.ticket_custom_choice_option_idx IS 'Tickets with an option; foreign key.';

CREATE TABLE helpdesk.person_custom (
    person_id bigint CONSTRAINT person_custom_pkey PRIMARY KEY
        CONSTRAINT person_custom_person_fkey REFERENCES helpdesk.person
);
COMMENT ON TABLE helpdesk.person_custom IS 'Custom fields of people, as ticket_custom.';
COMMENT ON COLUMN helpdesk.person_custom.person_id IS 'Whose fields they are.';

CREATE TABLE helpdesk.person_custom_choice (
    person_id bigint NOT NULL
        CONSTRAINT person_custom_choice_person_fkey REFERENCES helpdesk.person_custom ON DELETE CASCADE,
    custom_field_id bigint NOT NULL,
    value text NOT NULL,
    CONSTRAINT person_custom_choice_pkey PRIMARY KEY (person_id, custom_field_id, value),
    CONSTRAINT person_custom_choice_option_fkey FOREIGN KEY (custom_field_id, value)
        REFERENCES helpdesk.custom_option (custom_field_id, value) ON DELETE CASCADE
);
COMMENT ON TABLE helpdesk.person_custom_choice IS
    'The options of multi_select fields as rows, derived from person_custom.';
COMMENT ON COLUMN helpdesk.person_custom_choice.person_id IS 'Of which person.';
COMMENT ON COLUMN helpdesk.person_custom_choice.custom_field_id IS 'In which field.';
COMMENT ON COLUMN helpdesk.person_custom_choice.value IS 'The option chosen.';
CREATE INDEX person_custom_choice_option_idx ON helpdesk.person_custom_choice (custom_field_id, value, person_id);
COMMENT ON INDEX helpdesk.person_custom_choice_option_idx IS 'People with an option; foreign key.';

CREATE TABLE helpdesk.organisation_custom (
    organisation_id bigint CONSTRAINT organisation_custom_pkey PRIMARY KEY
        CONSTRAINT organisation_custom_organisation_fkey REFERENCES helpdesk.organisation ON DELETE CASCADE
);
COMMENT ON TABLE helpdesk.organisation_custom IS 'Custom fields of organisations, as ticket_custom.';
COMMENT ON COLUMN helpdesk.organisation_custom.organisation_id IS 'Whose fields they are.';

CREATE TABLE helpdesk.organisation_custom_choice (
    organisation_id bigint NOT NULL
       
        CONSTRAINT organisation_custom_choice_organisation_fkey
        REFERENCES helpdesk.organisation_custom ON DELETE CASCADE,
    custom_field_id bigint NOT NULL,
    value text NOT NULL,
    CONSTRAINT organisation_custom_choice_pkey PRIMARY KEY (organisation_id, custom_field_id, value),
    CONSTRAINT organisation_custom_choice_option_fkey FOREIGN KEY (custom_field_id, value)
        REFERENCES helpdesk.custom_option (custom_field_id, value) ON DELETE CASCADE
);
COMMENT ON TABLE helpdesk.organisation_custom_choice IS
    'The options of multi_select fields as rows, derived from organisation_custom.';
COMMENT ON COLUMN helpdesk.organisation_custom_choice.organisation_id IS 'Of which organisation.';
COMMENT ON COLUMN helpdesk.organisation_custom_choice.custom_field_id IS 'In which field.';
COMMENT ON COLUMN helpdesk.organisation_custom_choice.value IS 'The option chosen.';
CREATE INDEX organisation_custom_choice_option_idx
    ON helpdesk.organisation_custom_choice (custom_field_id, value, organisation_id);
COMMENT ON INDEX helpdesk.organisation_custom_choice_option_idx IS 'Organisations with an option; foreign key.';

ALTER TABLE helpdesk.custom_object ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.custom_field ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.custom_option ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_custom ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_custom_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_custom ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_custom_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.organisation_custom ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.organisation_custom_choice ENABLE ROW LEVEL SECURITY;
