"""What stands before the generated API, whoever serves it: how much a caller may ask, send and hold."""
