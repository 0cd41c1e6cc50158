"""The texts of mails: filled in, as plain text and as HTML in the desk's own colours."""
