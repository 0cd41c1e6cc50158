"""What the command tells a person instead of a traceback."""


class PgdeskError(Exception):
    """A problem with its remedy, printed as it is; the command exits with 1."""
