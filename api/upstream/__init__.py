"""Who serves the generated API: the embedded server, an external PostgREST, or both."""

#: The prefix of the generated API; the protocol's paths begin after it.
MOUNT = "/rest"
