"""What only the program of its own needs (`pgdesk rest`): its files, sockets, signals, logs, admin server."""
