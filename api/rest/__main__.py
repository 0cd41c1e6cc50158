"""`python -m pgdesk.api.rest [file]`: what `pgdesk rest` does."""

import sys

from pgdesk.api.rest.standalone.program import run

sys.exit(run(None, sys.argv[1] if len(sys.argv) > 1 else None))
