"""Taking an act back while nobody outside knows of it: what it changed is as it was before."""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, or_, select, update

from domain.people import Person
from domain.review import Denied, Done, ReviewAct
from storage import recording, rows
from storage.tables import (
    mentions,
    redactions,
    report_events,
    reports,
    review_acts,
    reviews,
)

# What an act may change of a report and of its matter; times and ids never change.
_OF_REPORT = (
    *("status", "visibility", "emergency", "needs_review", "type", "topic", "subtopic"),
    *("location_code", "location_level", "province", "regency", "district", "village"),
    *("place_text", "candidates", "agency_id", "agency_name", "public_text"),
)
_OF_REVIEW = (
    *("is_open", "priority", "reason", "emergency", "visibility", "topic", "place_code"),
    *("agency_id", "closed_by", "report_id"),
)
_OF_MENTION = ("act", "needs_review", "report_id")


def snapshot(tx: Connection, review_id: int) -> rows.Values:
    """Return all that an act on a matter may change, as plain JSON."""
    review = tx.execute(select(reviews).where(reviews.c.id == review_id)).one()
    report, ours = None, mentions.c.key == review.mention_key
    if review.report_id is not None:
        ours = or_(ours, mentions.c.report_id == review.report_id)
        report = tx.execute(select(reports).where(reports.c.id == review.report_id)).one()
    said = tx.execute(select(mentions).where(ours).order_by(mentions.c.key)).all()
    return {
        "review": _values(review, _OF_REVIEW),
        "report": None if report is None else _values(report, _OF_REPORT),
        "mentions": {row.key: _values(row, _OF_MENTION) for row in said},
    }


def _values(row: rows.AnyRow, names: tuple[str, ...]) -> rows.Values:
    return {name: getattr(row, name) for name in names}


def undo(tx: Connection, act_id: int, person: Person, now: datetime) -> Done | Denied | None:
    """Undo an act of this person; None when there is none. A second time changes nothing."""
    act = tx.execute(select(review_acts).where(review_acts.c.id == act_id)).one_or_none()
    if act is None or act.person_id != person.id:
        return None
    done = Done(act.id, ReviewAct(act.act), act.review_id, False, act.due_at)
    if act.undone_at is not None:
        return done
    if now >= act.due_at or act.told_at is not None or act.invited_at is not None:
        return Denied("Waktu untuk mengurungkan sudah habis; buka laporannya untuk mengubahnya.")
    if snapshot(tx, act.review_id) != act.after:
        return Denied("Sudah ada perubahan lain sesudahnya, jadi tidak dapat diurungkan.")
    tx.execute(update(review_acts).where(review_acts.c.id == act_id).values(undone_at=now))
    about = recording.subject(tx, act.review_id)  # before the report may be gone
    _restore(tx, act, now)
    recording.undid(tx, act_id, about, person, now)
    return done


def undoable(tx: Connection, act_id: int, person: Person, now: datetime) -> Done | None:
    """Return an act that this person could still undo, None when there is none of that number."""
    mine = and_(
        review_acts.c.id == act_id,
        review_acts.c.person_id == person.id,
        review_acts.c.undone_at.is_(None),
        review_acts.c.due_at > now,
    )
    act = tx.execute(select(review_acts).where(mine)).one_or_none()
    if act is None:
        return None
    return Done(act.id, ReviewAct(act.act), act.review_id, act.leaves, act.due_at)


def _restore(tx: Connection, act: rows.AnyRow, now: datetime) -> None:
    review: rows.Values = dict(act.before["review"])
    here = reviews.c.id == act.review_id
    tx.execute(update(reviews).where(here).values(version=reviews.c.version + 1, **review))
    for key, values in act.before["mentions"].items():
        tx.execute(update(mentions).where(mentions.c.key == key).values(**values))
    if act.before["report"] is not None:
        report = reports.c.id == act.report_id
        tx.execute(update(reports).where(report).values(**act.before["report"]))
    _restore_marks(tx, act.id)
    events = report_events.c.act_id == act.id
    if act.before["report"] is None and act.report_id is not None:
        _unmake(tx, act.report_id)
    else:
        tx.execute(update(report_events).where(events).values(undone_at=now))


def _unmake(tx: Connection, report_id: int) -> None:
    """Remove a report that the undone act had made: nobody was told of it, it has no code."""
    made_of = review_acts.c.report_id == report_id
    tx.execute(update(review_acts).where(made_of).values(report_id=None))
    tx.execute(delete(report_events).where(report_events.c.report_id == report_id))
    tx.execute(delete(reports).where(reports.c.id == report_id))


def _restore_marks(tx: Connection, act_id: int) -> None:
    added = and_(redactions.c.act_id == act_id, redactions.c.lifted.is_(None))
    tx.execute(update(redactions).where(added).values(lifted="diurungkan"))
    lifted = redactions.c.lift_act_id == act_id
    tx.execute(update(redactions).where(lifted).values(lifted=None, lift_act_id=None))
