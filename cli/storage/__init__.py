"""What `pgdesk storage` asks the database."""
