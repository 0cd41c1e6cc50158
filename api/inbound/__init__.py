"""/inbound: mail that is posted, raw or by providers."""
