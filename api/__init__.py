"""The HTTP side of pgdesk."""
