"""What can be wrong with a source."""


class SourceError(Exception):
    """The source cannot be read as a whole; nothing of it was taken over. One sentence, for people."""
