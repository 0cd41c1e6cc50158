-- Tables without rules, policies or triggers: what the API itself costs beside pgbench.
CREATE SCHEMA bare;
GRANT USAGE ON SCHEMA bare TO agent;

CREATE TABLE bare.team (
    team_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE bare.task (
    task_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team_id bigint NOT NULL REFERENCES bare.team,
    title text NOT NULL,
    is_done boolean NOT NULL DEFAULT false,
    effort double precision,
    due_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE bare.remark (
    remark_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id bigint NOT NULL REFERENCES bare.task,
    body text NOT NULL
);
CREATE INDEX task_team_id_idx ON bare.task (team_id);
CREATE INDEX remark_task_id_idx ON bare.remark (task_id);

INSERT INTO bare.team (name) SELECT 'team ' || n FROM generate_series(1, 100) AS n;
INSERT INTO bare.task (team_id, title, effort)
SELECT 1 + n % 100, 'task ' || n, n / 3.0 FROM generate_series(1, 100000) AS n;
INSERT INTO bare.remark (task_id, body)
SELECT 1 + n % 100000, 'remark ' || n FROM generate_series(1, 200000) AS n;

CREATE FUNCTION bare.add(a bigint, b bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN a + b;

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA bare TO agent;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bare TO agent;
ANALYZE bare.team, bare.task, bare.remark;
