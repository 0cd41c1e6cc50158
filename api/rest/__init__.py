"""The generated API: PostgREST's protocol over any Postgres schema.

catalogue → parse → plan → sql → respond; `app` ties them to ASGI and the database.
"""
