"""Path converters of addresses."""

from datetime import date


class DateConverter:
    """An ISO day such as 2026-11-19; anything that is no day of the calendar matches no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
