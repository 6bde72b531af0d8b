"""What moderators do, as rows of the audit log: ids and codes, never what they or citizens wrote.

Each function appends last in the transaction of the act, as ``audit.append`` asks for.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.audit import AuditAct, AuditObject, Detail, ObjectKind, done_by, is_code
from domain.model import Visibility
from domain.people import Person
from domain.review import Case, FieldName, Fields, Plan, ReviewAct, Wish
from storage import audit
from storage.tables import reviews

_ACTS: dict[ReviewAct, AuditAct] = {
    ReviewAct.ACCEPT: AuditAct.FORWARD,
    ReviewAct.CHANGE: AuditAct.CORRECT,
    ReviewAct.ASK: AuditAct.ASK_REPORTER,
    ReviewAct.NOT_A_REPORT: AuditAct.ARCHIVE,
    ReviewAct.NOT_COMPETENT: AuditAct.DECLINE,
    ReviewAct.MERGE: AuditAct.MERGE,
    ReviewAct.SEND_BACK: AuditAct.SEND_BACK,
    ReviewAct.SKIP: AuditAct.SKIP,
    ReviewAct.REDACT: AuditAct.REDACT,
    ReviewAct.LIFT: AuditAct.LIFT_REDACTION,
    ReviewAct.PUBLISH: AuditAct.RELEASE_TEXT,
}


def subject(tx: Connection, review_id: int) -> AuditObject:
    """Return what a matter is about: its report, or its message while it is none."""
    found = select(reviews.c.report_id, reviews.c.mention_key).where(reviews.c.id == review_id)
    row = tx.execute(found).one()
    if row.report_id is not None:
        return AuditObject(ObjectKind.REPORT, str(row.report_id))
    # Ids in a replayed file may be anything.
    key = row.mention_key if is_code(row.mention_key) else f"review:{review_id}"
    return AuditObject(ObjectKind.MENTION, key)


def looked(tx: Connection, review_id: int, person: Person, now: datetime) -> None:
    """Record that somebody has read what a citizen wrote."""
    about = subject(tx, review_id)
    audit.append(tx, done_by(person, now, AuditAct.VIEW_WORDS, about, {"matter": review_id}))


def acted(
    tx: Connection,
    kept: tuple[int, int],
    case: Case,
    wish: Wish,
    made: Plan,
    person: Person,
    now: datetime,
) -> None:
    """Record an act, of which ``kept`` are its own number and its matter's.

    ``case`` is what was there before it.
    """
    act_id, review_id = kept
    about = subject(tx, review_id)
    details: dict[str, Detail] = {"number": act_id, **_details(case, wish, made)}
    event = done_by(person, now, _name(case, wish, made), about, details)
    if made.opens:
        opened = done_by(person, now, AuditAct.OPEN_REPORT, about, {"number": act_id})
        audit.append(tx, opened, event)
    else:
        audit.append(tx, event)


def undid(tx: Connection, act_id: int, about: AuditObject, person: Person, now: datetime) -> None:
    """Record that an act was taken back."""
    audit.append(tx, done_by(person, now, AuditAct.UNDO, about, {"number": act_id}))


def _name(case: Case, wish: Wish, made: Plan) -> AuditAct:
    if wish.act is ReviewAct.NOT_A_REPORT and case.state is None:
        return AuditAct.DISMISS
    if wish.act is ReviewAct.ACCEPT and not made.moves:
        return AuditAct.VERIFY  # it was forwarded before
    if made.fields is not None and _is_stricter(case.fields.visibility, made.fields.visibility):
        return AuditAct.HIDE
    return _ACTS[wish.act]


def _is_stricter(before: Visibility, after: Visibility) -> bool:
    return before is not after and before.or_stricter(after) is after


def _details(case: Case, wish: Wish, made: Plan) -> dict[str, Detail]:
    if made.fields is not None and wish.field is not None:
        changed = {
            "what": wish.field.value,
            "from": _code(wish.field, case.fields),
            "to": _code(wish.field, made.fields),
        }
        return {name: code for name, code in changed.items() if code is not None}
    if wish.act is ReviewAct.NOT_A_REPORT and wish.reason is not None:
        return {"reason": wish.reason.value}
    if wish.act is ReviewAct.MERGE:
        return {"into": wish.into}
    if wish.act is ReviewAct.LIFT:
        return {"mark": wish.redaction}
    return {}


def _code(field: FieldName, fields: Fields) -> str | None:
    """Return the code of a field as the log can hold it."""
    codes = {
        FieldName.TOPIC: fields.subtopic or fields.topic,
        FieldName.PLACE: fields.location.code if fields.location else None,
        FieldName.AGENCY: fields.agency.id if fields.agency else None,
        FieldName.TYPE: fields.type,
        FieldName.VISIBILITY: fields.visibility,
    }
    code = codes[field]
    return str(code) if code is not None and is_code(str(code)) else None
