"""The sample of articles."""

from pathlib import Path

from django.conf import settings

SAMPLE = Path(settings.BASE_DIR) / "tests" / "library" / "sample"
