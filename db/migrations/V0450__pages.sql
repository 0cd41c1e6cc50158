CREATE TABLE helpdesk.public_setting (
    key text CONSTRAINT public_setting_pkey PRIMARY KEY
        CONSTRAINT public_setting_key_fkey REFERENCES helpdesk.setting ON DELETE CASCADE
);
COMMENT ON TABLE helpdesk.public_setting IS
    'Settings whose value in force anybody may read, signed in or not: what pages look like and offer.';
COMMENT ON COLUMN helpdesk.public_setting.key IS 'Of setting.';

CREATE TABLE helpdesk.preference (
    key text CONSTRAINT preference_pkey PRIMARY KEY,
    value_type text NOT NULL,
    default_value jsonb NOT NULL,
    allowed jsonb,
    description text NOT NULL,
    CONSTRAINT preference_type_is_known CHECK (value_type IN ('bool', 'int', 'text', 'choice', 'list', 'map')),
    CONSTRAINT preference_default_fits_type CHECK (helpdesk.is_preference_value(value_type, allowed, default_value))
);
COMMENT ON TABLE helpdesk.preference IS
    'What people choose for themselves on pages; each key with the values that it takes.';
COMMENT ON COLUMN helpdesk.preference.key IS 'Name.';
COMMENT ON COLUMN helpdesk.preference.value_type IS
    'Shape of the values: as of settings, or map (an object whose members are texts, or lists of texts).';
COMMENT ON COLUMN helpdesk.preference.default_value IS 'What counts for who has chosen nothing.';
COMMENT ON COLUMN helpdesk.preference.allowed IS
    'As of settings; map: {"members": text or list, "pattern": of each text, "name_pattern": of each name}.';
COMMENT ON COLUMN helpdesk.preference.description IS 'What it is for.';
COMMENT ON CONSTRAINT preference_type_is_known ON helpdesk.preference IS
    'value_type is bool, int, text, choice, list or map.';
COMMENT ON CONSTRAINT preference_default_fits_type ON helpdesk.preference IS
    'The default of a preference fits its type, and is one of those allowed.';

CREATE TABLE helpdesk.person_preference (
    person_id bigint CONSTRAINT person_preference_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    key text CONSTRAINT person_preference_key_fkey REFERENCES helpdesk.preference ON DELETE CASCADE,
    value jsonb NOT NULL,
    CONSTRAINT person_preference_pkey PRIMARY KEY (person_id, key)
);
COMMENT ON TABLE helpdesk.person_preference IS 'What a person has chosen; without a row the default counts.';
COMMENT ON COLUMN helpdesk.person_preference.person_id IS 'Who chose.';
COMMENT ON COLUMN helpdesk.person_preference.key IS 'What for.';
COMMENT ON COLUMN helpdesk.person_preference.value IS 'What was chosen, a JSON value of the preference''s value_type.';
CREATE INDEX person_preference_key_idx ON helpdesk.person_preference (key);
COMMENT ON INDEX helpdesk.person_preference_key_idx IS 'Foreign key to preference.';

ALTER TABLE helpdesk.public_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_preference ENABLE ROW LEVEL SECURITY;
