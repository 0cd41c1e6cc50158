"""What the database exposes: tables, relationships, functions, media types, representations."""
