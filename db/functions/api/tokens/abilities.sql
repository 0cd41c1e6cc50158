CREATE VIEW api.abilities WITH (security_invoker = true) AS
SELECT
    b.ability,
    b.description,
    b.reads,
    b.writes,
    b.calls
FROM helpdesk.ability AS b
WHERE helpdesk.token_reads('abilities');

COMMENT ON VIEW api.abilities IS
$$What API tokens can be made for

Each names the views and verbs that a token with it opens; everything: all that the others name. What none names, such
as sessions and API tokens themselves, needs a person who is signed in.$$;

GRANT SELECT ON api.abilities TO customer, agent, admin;
