"""Jobs that do nothing, enqueued and done: our queue beside procrastinate on the same server."""
