"""What one request does in the database, counted: `python -m bench --part ledger`."""
