"""`python -m tests.sla.oracle`: random histories, in a database of their own, beside the model.

`--seed 7 --ticket 31` lives one history again and shows where model and clocks part.
"""

import argparse
import os
import sys

from tests.sla.oracle.comparison import TICKETS, explain
from tests.sla.oracle.plans import make_plan
from tests.sla.oracle.run import run, server


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sla.oracle", description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--seed", type=int, default=1, help="the first, or the only one where a ticket is given"
    )
    parser.add_argument("--ticket", type=int, help=f"from 1 to {TICKETS}")
    parser.add_argument("--lazy", action="store_true", help="clocks follow edits late, in batches")
    arguments = parser.parse_args()
    with server() as dsn:
        if arguments.ticket is None:
            found = run(dsn, arguments.histories, arguments.threads, arguments.seed, arguments.lazy)
        else:
            plan = make_plan(arguments.seed, TICKETS)
            found = explain(dsn, plan, arguments.ticket, arguments.lazy)
            for disagreement in found:
                print(disagreement)
    print("model and clocks disagree" if found else "model and clocks agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
