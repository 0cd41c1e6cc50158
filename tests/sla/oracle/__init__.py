"""The SLA rules a second time, in Python, from what the pages say; beside the clocks of the database."""
