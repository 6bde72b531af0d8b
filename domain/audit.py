"""What people did in the console, as events for the audit log. Ids and plain codes, never words.

An event can hold no citizen's sentence, name or handle: every field is one word of a narrow
alphabet without blanks and "@", and whatever else is refused. So the log may be read by auditors,
and it need not change when a citizen asks to be forgotten.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.people import Person

Detail = str | int | bool | None

_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{1,80}")
_MOST_DETAILS = 10  # an event says what was done; the rest is read where it was done


class AuditAct(StrEnum):
    """What somebody did. Stable: the log keeps these words for ever, so none is ever renamed."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    VIEW_REPORT = "view_report"
    VIEW_WORDS = "view_words"  # what a citizen wrote
    VIEW_IDENTITY = "view_identity"  # who wrote it
    CORRECT = "correct"  # a field of a report
    HIDE = "hide"  # a stricter visibility
    VERIFY = "verify"
    FORWARD = "forward"
    ASK_REPORTER = "ask_reporter"
    POSTPONE = "postpone"
    DECLINE = "decline"  # out of competence
    ARCHIVE = "archive"
    MERGE = "merge"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"
    OPEN_REPORT = "open_report"  # from a mention that was held
    DISMISS = "dismiss"  # a mention that is no report
    SEND_BACK = "send_back"  # to the queue, for somebody else
    SKIP = "skip"  # left in the queue
    REDACT = "redact"  # words that must not be shown
    LIFT_REDACTION = "lift_redaction"
    RELEASE_TEXT = "release_text"  # on the tracking page
    UNDO = "undo"  # an act of one's own, seconds before
    RETRY_REPLY = "retry_reply"
    CANCEL_REPLY = "cancel_reply"
    EXPORT = "export"
    ERASE = "erase"  # personal data, on request
    ADD_PERSON = "add_person"  # to those who may use the console
    CHANGE_PERSON = "change_person"
    REMOVE_PERSON = "remove_person"
    CHANGE_SETTING = "change_setting"


class ObjectKind(StrEnum):
    """What an act was done to. The id of a report is its number: its code would open its page."""

    REPORT = "report"
    MENTION = "mention"
    REPLY = "reply"
    PERSON = "person"
    EXPORT = "export"
    SETTING = "setting"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class AuditObject:
    kind: ObjectKind
    id: str


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One act of one person at one moment.

    ``actor`` is the person's id in our own accounts and ``role`` what they acted as. ``details``
    are made with ``details_of``. Raises ValueError when a field could hold words, or the moment
    has no time zone.
    """

    at: datetime
    actor: str
    role: str
    act: AuditAct
    object: AuditObject
    details: tuple[tuple[str, Detail], ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be logged")
        texts = [value for _, value in self.details if isinstance(value, str)]
        names = [name for name, _ in self.details]
        for code in (self.actor, self.role, self.object.id, *names, *texts):
            if not is_code(code):
                raise ValueError("the audit log takes ids and codes only, no words")
        if len(self.details) > _MOST_DETAILS or len(set(names)) < len(names):
            raise ValueError("the audit log takes few details, each with a name of its own")


def is_code(text: str) -> bool:
    """Say whether the log can hold ``text``: one short word without blanks and "@"."""
    return _CODE.fullmatch(text) is not None


def details_of(details: Mapping[str, Detail]) -> tuple[tuple[str, Detail], ...]:
    """Return details in the order of their names, as ``AuditEvent`` holds them."""
    return tuple(sorted(details.items(), key=lambda detail: detail[0]))


# Who acts without having signed in: an actor and what they acted as.
OPERATOR = ("cli", "operator")  # whoever may start our program on the machine
GUEST = ("guest", "guest")  # whoever stands at the door of the console

CONSOLE = AuditObject(ObjectKind.CONSOLE, "console")


def account_of(person_id: int) -> AuditObject:
    """Return somebody's account as what an act was done to."""
    return AuditObject(ObjectKind.PERSON, str(person_id))


def done_by(
    person: Person, at: datetime, act: AuditAct, about: AuditObject, details: Mapping[str, Detail]
) -> AuditEvent:
    """Return the act of somebody who has signed in."""
    return AuditEvent(at, str(person.id), person.role, act, about, details_of(details))


# ---------------------------------------------------------------- what a verification finds


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: the number and the hash of its last row. Noted elsewhere, it is proof.

    Whoever rules the database can forge all that is in it, but not a note on paper.
    """

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, noted: str) -> "Head":
        """Read ``NUMBER:HASH``. Raises ValueError when it is neither."""
        found = re.fullmatch(r"([0-9]{1,18}):([0-9a-fA-F]{64})", noted.strip())
        if found is None:
            raise ValueError(
                "a noted head is NUMBER:HASH, with the 64 hexadecimal digits of a hash"
            )
        return cls(int(found[1]), found[2].lower())


NOTHING_YET = Head(0, "0" * 64)  # what the first row follows


class Flaw(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    TRUNCATED = "truncated"
    TOO_LONG = "too_long"
    HEAD_CHANGED = "head_changed"
    HEAD_LOST = "head_lost"
    NOT_AS_NOTED = "not_as_noted"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the rows ``first`` to ``last``."""

    flaw: Flaw
    first: int
    last: int

    def __str__(self) -> str:
        return _SENTENCES[self.flaw].format(rows=_rows(self.first, self.last), row=self.first)


_SENTENCES: dict[Flaw, str] = {
    Flaw.CHANGED: "{rows}: changed after being written",
    Flaw.MISSING: "{rows}: missing; removed from the middle of the log",
    Flaw.OUT_OF_ORDER: (
        "{rows}: does not follow the row before; one of the two was moved, inserted or rewritten"
    ),
    Flaw.TRUNCATED: "{rows}: missing; cut off from the end of the log",
    Flaw.TOO_LONG: "{rows}: beyond the end that the log remembers; added by other means",
    Flaw.HEAD_CHANGED: "{rows}: not the end that the log remembers; one of the two was rewritten",
    Flaw.HEAD_LOST: "the remembered end of the log is gone; whether rows are cut off is unknown",
    Flaw.NOT_AS_NOTED: "row {row}: not the one that was noted; the log was cut or rewritten since",
}


def _rows(first: int, last: int) -> str:
    return f"row {first}" if first == last else f"rows {first} to {last}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: the last row that is there, and the first of all problems."""

    head: Head
    problems: tuple[Problem, ...]
    found: int  # problems in all, with those that are not listed

    @property
    def is_whole(self) -> bool:
        return self.found == 0


# ---------------------------------------------------------------- reading the log


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """Which rows are asked for: all that fit, and only those before the row ``before``."""

    act: AuditAct | None = None
    kind: ObjectKind | None = None
    object_id: str = ""  # "": of any
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row as it stands there, forged or not: its codes may be none of ours.

    ``at`` and ``details`` are None when they cannot be read. ``actor_name`` and ``object_name`` are
    what people with these ids are called in the accounts now.
    """

    number: int
    at: datetime | None
    actor: str
    actor_name: str | None
    role: str
    act: str
    object_kind: str
    object_id: str
    object_name: str | None
    details: tuple[tuple[str, Detail], ...] | None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, newest first; whether older ones fit too; and how the end of the whole log looks."""

    rows: tuple[AuditRow, ...]
    has_older: bool
    end: Verdict
