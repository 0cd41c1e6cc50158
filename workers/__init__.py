"""Dramatiq actors: what is sent or fetched outside the transaction."""
