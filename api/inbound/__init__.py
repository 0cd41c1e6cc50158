"""Inbound mail: reading raw messages and handing them to the database."""
