"""Real servers of others that tests start in private folders; skipped where they are not installed."""
