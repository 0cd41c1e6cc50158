"""Reports: one .sql file each, and their runner."""
