"""Logging: one line an event, ids only. structlog shapes what the rooms say to ``logging``."""

import logging
import sys
from traceback import format_tb

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# At DEBUG the clients log whole requests and answers: citizens' words and our keys.
_CLIENTS = ("oauthlib", "requests_oauthlib", "tweepy", "urllib3")
_TALKATIVE = ("alembic", "apscheduler", "uvicorn")


def configure_logs(*, as_json: bool) -> None:
    """Send all logging to stderr, as JSON lines or in colours for a person."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(as_json=as_json))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in (*_CLIENTS, *_TALKATIVE):
        logging.getLogger(name).setLevel(logging.WARNING)


def _formatter(*, as_json: bool) -> logging.Formatter:
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _tell_where_it_arose,
            renderer,
        ],
    )


def _tell_where_it_arose(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and its lines of code.

    Its own words and its local variables may hold a citizen's, so neither is shown.
    """
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else None
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.insert(0, "".join([*format_tb(error.__traceback__), type(error).__qualname__]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if told:
        event["exception"] = "\nwhich led to\n".join(told)
    return event
