"""What of a mail is looked at, at most. What lies beyond stays in the raw bytes, which are kept whole.

A mail costs time in proportion to its size only while no step looks at anything unbounded more than once.
Each bound here is far above what mail programs write.
"""

#: Bytes of the top header; of the header of a part.
HEADER_BYTES = 256 * 1024
PART_HEADER_BYTES = 16 * 1024
#: Fields of one header.
FIELDS = 2000
#: Characters of one field.
FIELD_CHARS = 32 * 1024
#: Nested multiparts, and parts in all.
DEPTH = 20
PARTS = 500
#: Lines that begin like a boundary.
BOUNDARY_LINES = 20_000
#: RFC 2046, section 5.1.1, allows 70.
BOUNDARY_CHARS = 250
#: RFC 5321, section 4.5.3.1: an address's halves.
LOCAL_PART_CHARS = 64
DOMAIN_CHARS = 255
#: Mailboxes of a field, Message-IDs of a mail; of these the oldest and the newest are kept.
MAILBOXES = 100
MESSAGE_IDS = 50
MESSAGE_ID_CHARS = 500
#: Pictures of a mail's HTML, and characters of the address of one.
IMAGES = 200
URL_CHARS = 2000
#: Characters of text, of HTML and of machine-readable reports.
TEXT_CHARS = 1_000_000
HTML_CHARS = 1_000_000
REPORT_CHARS = 64 * 1024
