"""What the deploying user must be allowed to do, and how it acts as the owner of everything."""

from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from pgdesk.cli import versions
from pgdesk.cli.errors import PgdeskError

_DEPLOYER = Path(__file__).with_name("deployer.sql").read_bytes()


def require(cursor: Any) -> None:
    """Refuses a user that is not superuser and lacks CREATEROLE or the database; names what is missing."""
    cursor.execute(_DEPLOYER)
    user, database, is_super, can_create_roles, owns_database, is_standby, version = cursor.fetchone()
    if is_standby:
        raise PgdeskError(f"database {database} is a standby: deploy to its primary")
    unsupported = versions.fault(version // 10000)
    if unsupported:
        raise PgdeskError(unsupported)
    missing = []
    if not is_super and not can_create_roles:
        missing.append(f"user {user} lacks CREATEROLE: ALTER ROLE {user} CREATEROLE")
    if not is_super and not owns_database:
        missing.append(
            f"user {user} does not own database {database}: ALTER DATABASE {database} OWNER TO {user}"
        )
    if missing:
        raise PgdeskError("; ".join(missing))


def become_owner(cursor: Any, owner: str) -> None:
    """Gives `owner` the right to create schemas here, and acts as it until the transaction ends."""
    cursor.execute(_DEPLOYER)
    _, database, is_super, *_ = cursor.fetchone()
    cursor.execute("SELECT to_regrole(%s) IS NOT NULL", (owner,))
    if not cursor.fetchone()[0]:
        cursor.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(owner)))
    cursor.execute("SELECT has_database_privilege(%s, current_database(), 'CREATE')", (owner,))
    if not cursor.fetchone()[0]:
        cursor.execute(
            SQL("GRANT CREATE ON DATABASE {} TO {}").format(Identifier(database), Identifier(owner))
        )
    if not is_super:
        _join(cursor, owner)
    cursor.execute(SQL("SET LOCAL ROLE {}").format(Identifier(owner)))


def _join(cursor: Any, owner: str) -> None:
    right = "SET" if cursor.connection.info.server_version >= 160000 else "MEMBER"
    cursor.execute("SELECT pg_has_role(current_user, %s, %s)", (owner, right))
    if cursor.fetchone()[0]:
        return
    try:
        cursor.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(owner)))
    except psycopg.errors.InsufficientPrivilege as problem:
        cursor.connection.rollback()
        cursor.execute("SELECT current_user")
        user = cursor.fetchone()[0]
        raise PgdeskError(
            f"user {user} may not act as {owner}, which somebody else made: "
            f"GRANT {owner} TO {user} WITH ADMIN OPTION"
        ) from problem
