"""The knowledge base as pages that the server makes: readable without scripts, for people and indexes."""
