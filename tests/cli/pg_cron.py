"""What tests of pg_cron leave behind there, which is shared by all databases of a cluster."""

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo


def remove_jobs(dsn: str) -> None:
    """Takes this database's jobs out of pg_cron, where there is one."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute("SELECT current_setting('cron.database_name', true)").fetchone()
    if row is None or row[0] is None:
        return
    with psycopg.connect(make_conninfo(dsn, dbname=row[0]), autocommit=True) as cron:
        if cron.execute("SELECT to_regclass('cron.job') IS NOT NULL").fetchone() == (True,):
            cron.execute(
                "SELECT cron.unschedule(j.jobid) FROM cron.job AS j WHERE starts_with(j.jobname, %s)",
                (f"pgdesk:{conninfo_to_dict(dsn)['dbname']}:",),
            )
