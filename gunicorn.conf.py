"""How gunicorn serves Evenstep, in the demo and in production; it reads this file by itself. See README, Deploying.

`--bind` and `--workers` are the machine's own matter and stay on the command line.
"""

import os
import signal

threads = 4

# Longer than any address of ours, with room for a search and for where to go on after signing in.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

# Seconds. A worker that is stuck is started anew; on SIGTERM requests that run may end, and new ones are refused.
timeout = 30
graceful_timeout = 30
keepalive = 5

# No second way in.
control_socket_disable = True

# therapy.middleware writes a line a request; gunicorn's own lines take the form of the rest.
accesslog = None
loglevel = "warning"
_form = "json" if os.environ.get("EVENSTEP_ENV") == "production" else "line"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "therapy.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"class": "therapy.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": _form}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Its lines would hold queries and tokens.
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


_STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)


def _release() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def _end_if_told() -> None:
    for number in _STOPPING:
        signal.signal(number, signal.SIG_DFL)
    _release()


def when_ready(_server: object) -> None:
    """Let no order to stop be lost between a worker's fork and the moment where it listens to signals itself.

    Until then it has the arbiter's handlers, which only queue what they hear; stopping the server took the whole
    `graceful_timeout` then.
    """
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_end_if_told)
