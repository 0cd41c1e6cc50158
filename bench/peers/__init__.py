"""pgdesk beside escalated-django: same Postgres server, same data, same run. `python -m bench.peers`."""
