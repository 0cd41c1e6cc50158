CREATE VIEW api.legal_holds WITH (security_invoker = true) AS
SELECT
    h.legal_hold_id,
    h.person_id,
    h.organisation_id,
    h.ticket_id,
    h.reason,
    h.placed_by,
    h.placed_at,
    h.lifted_by,
    h.lifted_at
FROM helpdesk.legal_hold AS h
WHERE helpdesk.token_reads('legal_holds');

COMMENT ON VIEW api.legal_holds IS
$$What must be kept

While a hold is in force, nobody erases the person, redacts or deletes their tickets and messages or those of the
organisation, and no job purges them; the audit log is kept whole. place_legal_hold and lift_legal_hold write it.$$;

GRANT SELECT ON api.legal_holds TO admin;
