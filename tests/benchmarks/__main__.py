"""`make bench`: the speed budgets of the main pages, as multiples of a bare Django view under the same server."""

import argparse
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django


def main() -> None:
    """Measure and print. Exit status 0 whatever the figures: a budget is met in the table, not enforced here."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="measure the rows whose name contains this")
    parser.add_argument("--seconds", type=float, default=4, help="how long each row is measured (default: 4)")
    parser.add_argument("--fresh", action="store_true", help="make the reference data anew")
    parser.add_argument("--parallel", action="store_true", help="send each of 200 sessions 50 times at once")
    options = parser.parse_args()
    django.setup()

    from tests.benchmarks.data import fill, reference, today
    from tests.benchmarks.database import prepare

    prepare(today(), fill, fresh=options.fresh)

    if options.parallel:
        from tests.benchmarks.parallel import run as run_parallel

        sys.exit(run_parallel())

    from tests.benchmarks.run import run

    try:
        run(reference(), options.only, options.seconds)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
