"""`manage.py check_audit`: whether the trail of looks and changes is as it was written."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from therapy.trail.chain import CheckpointError, check

MOST_SHOWN = 20


class Command(BaseCommand):
    """Exit status 1 and what was found where the trail is broken; a checkpoint to keep elsewhere in any case."""

    help = (
        "Recomputes every seal of the audit trail and says where it is broken. Prints a checkpoint: keep it outside "
        "this database, and give it to a later check, which then also finds an end that was cut off or written anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--checkpoint", default="", help="a checkpoint that an earlier check has printed")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError where the trail is broken, or where the checkpoint is none."""
        began = monotonic()
        try:
            report = check(options["checkpoint"], using=self._database())
        except CheckpointError:
            raise CommandError("this is no checkpoint of an earlier check: number:digest") from None
        for one in report.breaks[:MOST_SHOWN]:
            self.stderr.write(str(one))
        if len(report.breaks) > MOST_SHOWN:
            self.stderr.write(f"and {len(report.breaks) - MOST_SHOWN} more")
        self.stdout.write(
            f"{report.entries} entries in {report.chains} chains and {report.events} rows of history checked"
            f" in {monotonic() - began:.1f} s"
        )
        self.stdout.write(f"checkpoint: {report.checkpoint}")
        if report.breaks:
            raise CommandError(f"the trail is broken in {len(report.breaks)} places")

    @staticmethod
    def _database() -> str:
        # The application's role sees the entries of one clinic at most.
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "set the environment variable DATABASE_OWNER_URL: only the owner sees the whole trail"
            )
        return "owner"
