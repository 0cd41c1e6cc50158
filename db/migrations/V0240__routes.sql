CREATE TABLE helpdesk.route_alias (
    route_alias_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT route_alias_pkey PRIMARY KEY,
    method text NOT NULL,
    path text NOT NULL,
    target text NOT NULL,
    arguments jsonb NOT NULL DEFAULT '{}',
    status int NOT NULL DEFAULT 200,
    is_single boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    is_shipped boolean NOT NULL DEFAULT false,
    CONSTRAINT route_alias_method_and_path_key UNIQUE (method, path),
    CONSTRAINT route_alias_method_is_known CHECK (method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')),
    CONSTRAINT route_alias_path_is_absolute CHECK (path ~ '^(/([A-Za-z0-9._-]+|\{[A-Za-z][A-Za-z0-9_]*\}))+$'),
    CONSTRAINT route_alias_target_is_function_or_view CHECK (target ~ '^(rpc/)?[a-z][a-z0-9_]*$'),
    CONSTRAINT route_alias_change_has_function CHECK (method IN ('GET', 'POST') OR target LIKE 'rpc/%'),
    CONSTRAINT route_alias_arguments_is_object CHECK (jsonb_typeof(arguments) = 'object'),
    CONSTRAINT route_alias_status_is_success CHECK (status BETWEEN 200 AND 299)
);
COMMENT ON TABLE helpdesk.route_alias IS
    'Routes outside /rest that forward to the generated API with the caller''s own token.';
COMMENT ON COLUMN helpdesk.route_alias.route_alias_id IS 'Key.';
COMMENT ON COLUMN helpdesk.route_alias.method IS 'GET, POST, PUT, PATCH or DELETE.';
COMMENT ON COLUMN helpdesk.route_alias.path IS
    'Segments, without a slash at the end; {name} stands for one segment, {ticket} for the id or the reference of a '
    'ticket.';
COMMENT ON COLUMN helpdesk.route_alias.target IS
    'rpc/<function>, called with the arguments as query (GET) or body, or a view, read (GET) or inserted into.';
COMMENT ON COLUMN helpdesk.route_alias.arguments IS
    'Name of the target''s argument: its value, a text in which {path.<name>}, {query.<name>} and {body.<name>} are '
    'filled in; "*": query or body, all that was given. A text without them holds where nothing was given.';
COMMENT ON COLUMN helpdesk.route_alias.status IS 'HTTP status of success.';
COMMENT ON COLUMN helpdesk.route_alias.is_single IS 'The answer is one object; 404 where there is none.';
COMMENT ON COLUMN helpdesk.route_alias.description IS 'What the route does.';
COMMENT ON COLUMN helpdesk.route_alias.is_active IS 'Whether the route answers.';
COMMENT ON COLUMN helpdesk.route_alias.is_shipped IS
    'Comes with pgdesk: administrators turn it off, and add others of their own.';
COMMENT ON CONSTRAINT route_alias_method_is_known ON helpdesk.route_alias IS
    'method is GET, POST, PUT, PATCH or DELETE.';
COMMENT ON CONSTRAINT route_alias_path_is_absolute ON helpdesk.route_alias IS
    'path is made of slashes, words, and names in braces.';
COMMENT ON CONSTRAINT route_alias_target_is_function_or_view ON helpdesk.route_alias IS
    'target is the name of a view, or rpc/ and the name of a function.';
COMMENT ON CONSTRAINT route_alias_change_has_function ON helpdesk.route_alias IS
    'What is put, patched or deleted calls a function. Let target be rpc/ and the name of one.';
COMMENT ON CONSTRAINT route_alias_arguments_is_object ON helpdesk.route_alias IS 'arguments is an object of JSON.';
COMMENT ON CONSTRAINT route_alias_status_is_success ON helpdesk.route_alias IS 'status is 200 to 299.';
CREATE UNIQUE INDEX route_alias_address_key
    ON helpdesk.route_alias (method, regexp_replace(path, '\{[^}]*\}', '{}', 'g'));
COMMENT ON INDEX helpdesk.route_alias_address_key IS 'One address has one route, however its segments are called.';

ALTER TABLE helpdesk.route_alias ENABLE ROW LEVEL SECURITY;
