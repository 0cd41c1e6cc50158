"""From the text of a request (query, Prefer, Accept, Range, body) to values; knows no database."""
