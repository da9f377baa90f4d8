"""How the log writes a line."""

import logging
import re
from typing import Any

# What PostgreSQL adds to a refusal: the row, with names and notes in it, which may run over several lines.
ROW = re.compile(r"\nDETAIL:.*?(?=\n\n(?:The above exception|During handling)|\nTraceback |\Z)", re.DOTALL)


class LineFormatter(logging.Formatter):
    """A line with its traceback, but without the rows that a database error repeats: they are somebody's record."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        return ROW.sub("", super().formatException(ei))
