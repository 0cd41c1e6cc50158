"""What the request asks for, resolved against the catalogue: a tree that SQL is written from."""
