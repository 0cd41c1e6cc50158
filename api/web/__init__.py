"""The web pages: what web/ was built to, under setting route_prefix."""
