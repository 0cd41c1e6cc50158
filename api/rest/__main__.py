"""`python -m api.rest [file]`: what `pgdesk rest` does."""

import sys

from api.rest.program import run

sys.exit(run(None, sys.argv[1] if len(sys.argv) > 1 else None))
