"""A helpdesk that is a Postgres database."""
