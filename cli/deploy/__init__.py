"""What brings a database to what the files of db/ say."""
