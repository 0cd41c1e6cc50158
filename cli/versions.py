"""On which servers pgdesk runs: what finds one, deploys to one and examines one asks here."""

SUPPORTED = range(15, 20)
SPAN = f"{SUPPORTED[0]} to {SUPPORTED[-1]}"


def fault(major: int) -> str | None:
    """Why a server of this major version cannot be used; None: it can."""
    return None if major in SUPPORTED else f"PostgreSQL {major} is not supported: pgdesk needs {SPAN}"
