"""Takes in what mailboxes hold, by IMAP (RFC 3501); the database knows who reads which, and how far."""
