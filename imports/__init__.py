"""From other helpdesks, and out of this one: sources that become records, records that become rows, and back.

A record is a dict: "record" (its kind), "id", "line", and the fields of helpdesk.import_field. What becomes
of records is SQL (db/functions/imports).
"""
