"""Signing in by OpenID providers (OpenID Connect Core 1.0), by code and PKCE; who may says the database."""
