"""What the request asks for, resolved against the schema cache: a tree that SQL is written from."""
