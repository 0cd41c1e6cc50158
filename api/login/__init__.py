"""Signing in: passwords are hashed and tokens signed here; who may, when and how often says the database."""
