"""The subcommands, a file a group."""
