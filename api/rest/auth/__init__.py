"""Who asks: the token of a request, and the keys that it is verified with."""
