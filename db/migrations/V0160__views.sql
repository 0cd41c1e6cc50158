CREATE TABLE helpdesk.saved_view (
    view_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT saved_view_pkey PRIMARY KEY,
    slug text CONSTRAINT saved_view_slug_key UNIQUE,
    name text NOT NULL,
    conditions jsonb NOT NULL DEFAULT '{}',
    predicate text NOT NULL,
    sort text NOT NULL DEFAULT 'updated_at.desc',
    owner_id bigint CONSTRAINT saved_view_owner_fkey REFERENCES helpdesk.agent,
    department_id bigint CONSTRAINT saved_view_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    shared_with text NOT NULL DEFAULT 'owner',
    position int NOT NULL DEFAULT 100,
    icon text,
    color text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT saved_view_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT saved_view_sort_is_known CHECK (
        sort ~ '^(updated_at|created_at|last_message_at|due_at|next_due_at|priority)\.(asc|desc)$'
    ),
    CONSTRAINT saved_view_sharing_is_known CHECK (shared_with IN ('owner', 'department', 'agent', 'admin')),
    CONSTRAINT saved_view_department_is_named CHECK ((shared_with = 'department') = (department_id IS NOT NULL)),
    CONSTRAINT saved_view_private_has_owner CHECK (shared_with <> 'owner' OR owner_id IS NOT NULL),
    CONSTRAINT saved_view_color_is_hex CHECK (color ~ '^#[0-9a-f]{6}$')
);
COMMENT ON TABLE helpdesk.saved_view IS 'Lists of tickets as conditions; slug names the quick filters that ship.';
COMMENT ON COLUMN helpdesk.saved_view.view_id IS 'Key.';
COMMENT ON COLUMN helpdesk.saved_view.slug IS 'Word by which the quick filters that ship are called; null: none.';
COMMENT ON COLUMN helpdesk.saved_view.name IS 'What people read.';
COMMENT ON COLUMN helpdesk.saved_view.conditions IS
    'Which tickets it lists, as in rules; @me and @mine stand for the caller and the caller''s departments.';
COMMENT ON COLUMN helpdesk.saved_view.predicate IS 'conditions compiled to SQL over helpdesk.rule_ticket AS v.';
COMMENT ON COLUMN helpdesk.saved_view.sort IS 'Order of the list: column and direction, as updated_at.desc.';
COMMENT ON COLUMN helpdesk.saved_view.owner_id IS 'Whose view it is; null: nobody''s, one that ships.';
COMMENT ON COLUMN helpdesk.saved_view.department_id IS 'With which department it is shared; null: with none.';
COMMENT ON COLUMN helpdesk.saved_view.shared_with IS 'Who sees it: owner, department, agent (all staff), admin.';
COMMENT ON COLUMN helpdesk.saved_view.position IS 'Order in the list of views, lowest first.';
COMMENT ON COLUMN helpdesk.saved_view.icon IS 'Name of a picture; null: none.';
COMMENT ON COLUMN helpdesk.saved_view.color IS '#rrggbb; null: none.';
COMMENT ON COLUMN helpdesk.saved_view.created_at IS 'When it was first saved.';
COMMENT ON CONSTRAINT saved_view_name_is_short_text ON helpdesk.saved_view IS
    'The name of a view has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT saved_view_sort_is_known ON helpdesk.saved_view IS
    'sort is updated_at, created_at, last_message_at, due_at, next_due_at or priority, followed by .asc or .desc.';
COMMENT ON CONSTRAINT saved_view_sharing_is_known ON helpdesk.saved_view IS
    'shared_with is owner, department, agent or admin.';
COMMENT ON CONSTRAINT saved_view_department_is_named ON helpdesk.saved_view IS
    'A view that a department shares, and no other, names the department. Give shared_with and department_id together.';
COMMENT ON CONSTRAINT saved_view_private_has_owner ON helpdesk.saved_view IS 'A view that nobody shares has an owner.';
COMMENT ON CONSTRAINT saved_view_color_is_hex ON helpdesk.saved_view IS
    'color is # and six hexadecimal digits in lower case. Write for example #6b7280.';
CREATE INDEX saved_view_owner_idx ON helpdesk.saved_view (owner_id);
COMMENT ON INDEX helpdesk.saved_view_owner_idx IS 'An agent''s own views; foreign key.';
CREATE INDEX saved_view_department_idx ON helpdesk.saved_view (department_id);
COMMENT ON INDEX helpdesk.saved_view_department_idx IS 'A department''s views; foreign key.';

ALTER TABLE helpdesk.saved_view ENABLE ROW LEVEL SECURITY;
