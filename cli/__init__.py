"""The `pgdesk` command."""
