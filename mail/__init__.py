"""Reads raw mails and hands them to the database, which decides."""
