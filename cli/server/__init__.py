"""The server programs of this machine, and a private cluster of them."""
