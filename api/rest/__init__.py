"""The generated API: PostgREST's protocol over any Postgres schema.

parse → plan (by the schema_cache) → sql → database → response; `app` ties them to ASGI.
"""
