"""The connections to the database and the way a compiled request runs on one of them."""
