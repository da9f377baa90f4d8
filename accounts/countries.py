"""Countries by their two letters, from the time zone database that Python's own `zoneinfo` reads."""

import zoneinfo
from functools import cache
from importlib import resources
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TABLE = "iso3166.tab"


@cache
def countries() -> dict[str, str]:
    """English short names by ISO 3166 code of two letters. Raises ImproperlyConfigured where the table is missing."""
    rows = [line.split("\t") for line in _table().splitlines() if line and not line.startswith("#")]
    return dict(sorted(((code, name) for code, name in rows), key=lambda row: row[1]))


def _table() -> str:
    """The table beside the time zones: the machine's, else that of the package `tzdata`, as `zoneinfo` looks."""
    for folder in zoneinfo.TZPATH:
        if (Path(folder) / TABLE).is_file():
            return (Path(folder) / TABLE).read_text(encoding="utf-8")
    try:
        return (resources.files("tzdata") / "zoneinfo" / TABLE).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ImproperlyConfigured("no table of countries: install the time zone database, tzdata") from error
