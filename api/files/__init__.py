"""/files: files come up, and go down to who sees them."""
