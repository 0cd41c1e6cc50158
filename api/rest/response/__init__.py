"""From what the database gave to status, headers and body."""
