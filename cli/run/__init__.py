"""The processes that run: api, worker, PostgREST, and who watches them."""
