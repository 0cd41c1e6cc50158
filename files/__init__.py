"""Uploaded files: where their bytes lie, what they are, whether something is in them."""
