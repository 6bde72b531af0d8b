"""The moderators' desk: the queue, leases, and acts. Each method is one transaction.

What an act means is decided in ``domain.review.plan``; here it is kept, whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, insert, or_, select, update

from domain.clock import PlainWeek
from domain.codes import new_code, system_dice
from domain.model import Act, Agency, Confidence, Extraction, Reason, Report, ReportType, Visibility
from domain.moves import Unlawful
from domain.people import Person
from domain.ports import WorkingDays
from domain.redaction import occurrences
from domain.review import (
    LEASE,
    SKIPPED_FOR,
    UNDO,
    Case,
    Denied,
    Done,
    FieldName,
    Fields,
    Filters,
    Lease,
    Matter,
    Plan,
    QueuePage,
    ReviewAct,
    Wish,
    plan,
)
from domain.status import Status
from domain.topics import Topic
from storage import (
    history,
    queueing,
    recording,
    rows,
    screen,
    searching,
    telling,
    undoing,
    waiting,
)
from storage.engine import transaction
from storage.tables import (
    mentions,
    redactions,
    report_events,
    reports,
    review_acts,
    reviews,
)

_PLAIN_WEEK = PlainWeek()


class SqlReview:
    """See ``web.readers.Review`` for what each method promises."""

    def __init__(
        self,
        engine: Engine,
        days: WorkingDays = _PLAIN_WEEK,
        next_code: Callable[[], str] = lambda: new_code(system_dice()),
    ) -> None:
        self._engine = engine
        self._days = days
        self._next_code = next_code

    # ------------------------------------------------------------ the queue

    def queue(self, filters: Filters, cursor: str | None, limit: int, now: datetime) -> QueuePage:
        with transaction(self._engine) as tx:
            return queueing.page(tx, filters, cursor, limit, now)

    def take_next(self, filters: Filters, person: Person, now: datetime) -> int | None:
        skipped = select(review_acts.c.review_id).where(
            review_acts.c.person_id == person.id,
            review_acts.c.act == ReviewAct.SKIP.value,
            review_acts.c.undone_at.is_(None),
            review_acts.c.at > now - SKIPPED_FOR,
        )
        query = (
            select(reviews.c.id)
            .where(
                *queueing.wanted(filters, now), _free_for(person, now), reviews.c.id.not_in(skipped)
            )
            .order_by(reviews.c.priority, reviews.c.id)
            .limit(1)
        )
        with transaction(self._engine) as tx:
            review_id = tx.scalar(query)
            if review_id is not None:
                _take(tx, review_id, person, now)
            return review_id

    # ------------------------------------------------------------ one matter

    def look(self, review_id: int, person: Person, now: datetime, *, take: bool) -> Matter | None:
        with transaction(self._engine) as tx:
            if take:
                _take(tx, review_id, person, now)
            matter = screen.matter(tx, review_id, self._days, now)
            if matter is not None and take:
                recording.looked(tx, review_id, person, now)
            return matter

    def renew(self, review_id: int, person: Person, now: datetime) -> Lease | None:
        with transaction(self._engine) as tx:
            _take(tx, review_id, person, now)
            row = tx.execute(select(reviews).where(reviews.c.id == review_id)).one_or_none()
            return None if row is None else screen.lease_of(row, now)

    def release(self, review_id: int, person: Person) -> None:
        mine = and_(reviews.c.id == review_id, reviews.c.leased_by == person.id)
        with transaction(self._engine) as tx:
            tx.execute(update(reviews).where(mine).values(_NO_LEASE))

    # ------------------------------------------------------------ acts

    def act(
        self, review_id: int, wish: Wish, person: Person, now: datetime
    ) -> Done | Denied | None:
        with transaction(self._engine) as tx:
            earlier = select(review_acts).where(review_acts.c.form_key == wish.form_key)
            kept = tx.execute(earlier).one_or_none()
            if kept is not None:
                return _replayed(kept, review_id, wish, person)
            desk = _desk(tx, review_id, wish)
            if desk is None:
                return None
            denied = _too_late(desk.review, wish, person, now)
            if denied is not None:
                return denied
            changed = _changed(tx, desk, wish)
            made = plan(desk.case, wish, changed, person.actor, now)
            if isinstance(made, Unlawful):
                return Denied(made.sentence)
            if wish.act is ReviewAct.REDACT and not occurrences(desk.case.text or "", wish.value):
                return Denied("Kata itu tidak ada dalam laporan; tulis persis seperti di laporan.")
            return self._keep(tx, desk, wish, made, person, now)

    def undo(self, act_id: int, person: Person, now: datetime) -> Done | Denied | None:
        with transaction(self._engine) as tx:
            return undoing.undo(tx, act_id, person, now)

    def undoable(self, act_id: int, person: Person, now: datetime) -> Done | None:
        with transaction(self._engine) as tx:
            return undoing.undoable(tx, act_id, person, now)

    def _keep(
        self, tx: Connection, desk: "_Desk", wish: Wish, made: Plan, person: Person, now: datetime
    ) -> Done:
        """Keep a plan: the act, the report, its events, and what the queue shows of it."""
        review_id, report_id = desk.review.id, desk.review.report_id
        before = undoing.snapshot(tx, review_id)
        if made.opens:
            report_id = _open_report(tx, desk, self._next_code(), now)
        act_id = _insert_act(tx, desk, wish, made, person, before, report_id, now)
        if made.opens:
            opened = {"status": Status.BARU.value, "at": now, "actor": person.role.value}
            event = insert(report_events).values(report_id=report_id, act_id=act_id, **opened)
            tx.execute(event.values(actor_id=person.actor.id))
        if report_id is not None:
            _keep_fields(tx, report_id, made)
            for move in made.moves:
                history.keep_move(tx, report_id, move, act_id)
        _keep_marks(tx, desk, wish, act_id)
        _keep_review(tx, desk, made, person, self._days)
        after = undoing.snapshot(tx, review_id)
        tx.execute(update(review_acts).where(review_acts.c.id == act_id).values(after=after))
        recording.acted(tx, (act_id, review_id), desk.case, wish, made, person, now)
        return Done(act_id, wish.act, review_id, made.leaves, now + UNDO)


# ---------------------------------------------------------------- leases

_NO_LEASE: rows.Values = {"leased_by": None, "lease_name": None, "leased_until": None}


def _free_for(person: Person, now: datetime) -> ColumnElement[bool]:
    return or_(
        reviews.c.leased_by.is_(None),
        reviews.c.leased_until <= now,
        reviews.c.leased_by == person.id,
    )


def _take(tx: Connection, review_id: int, person: Person, now: datetime) -> None:
    """Lease an open matter that nobody else has; otherwise nothing changes."""
    free = and_(reviews.c.id == review_id, reviews.c.is_open, _free_for(person, now))
    lease = {"leased_by": person.id, "lease_name": person.name, "leased_until": now + LEASE}
    tx.execute(update(reviews).where(free).values(**lease))


# ---------------------------------------------------------------- acts


@dataclass(frozen=True, slots=True)
class _Desk:
    """The rows that an act is about, and the case they make."""

    review: rows.AnyRow
    mention: rows.AnyRow
    belief: Extraction | None
    case: Case


def _desk(tx: Connection, review_id: int, wish: Wish) -> _Desk | None:
    review = tx.execute(select(reviews).where(reviews.c.id == review_id)).one_or_none()
    if review is None:
        return None
    mention = tx.execute(select(mentions).where(mentions.c.key == review.mention_key)).one()
    belief = rows.belief_value(mention.belief)
    state = None if review.report_id is None else history.state_of(tx, review.report_id)
    other = None
    if wish.into is not None and 0 < wish.into < 2**63:
        status = tx.scalar(select(reports.c.status).where(reports.c.id == wish.into))
        other = None if status is None else Status(status)
    fields = screen.fields_of(tx, review.report_id, belief)
    said, marked = _said(tx, mention, review.report_id)
    case = Case(state, fields, mention.text, other, review.report_id, said, marked)
    return _Desk(review, mention, belief, case)


def _said(
    tx: Connection, mention: rows.AnyRow, report_id: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of all messages of a matter, and the words in them that stay hidden."""
    same = mentions.c.key == mention.key
    if report_id is not None:
        same = same | (mentions.c.report_id == report_id)
    texts = {row.key: row.text or "" for row in tx.execute(select(mentions).where(same))}
    marks = select(redactions).where(
        redactions.c.mention_key.in_(texts), redactions.c.lifted.is_(None)
    )
    marked = {texts[mark.mention_key][mark.start : mark.end] for mark in tx.execute(marks)}
    return tuple(texts.values()), tuple(sorted(marked))


def _replayed(kept: rows.AnyRow, review_id: int, wish: Wish, person: Person) -> Done | Denied:
    """Answer a form that came before as it was answered then."""
    same = (kept.review_id, kept.person_id, kept.act) == (review_id, person.id, wish.act.value)
    if not same or kept.undone_at is not None:
        again = "Formulir ini sudah terpakai; muat ulang halaman, lalu coba lagi."
        return Denied(again, is_stale=True)
    return Done(kept.id, ReviewAct(kept.act), review_id, kept.leaves, kept.due_at)


def _too_late(review: rows.AnyRow, wish: Wish, person: Person, now: datetime) -> Denied | None:
    """Say why somebody must look again first; None when they saw what is there now."""
    if not review.is_open:
        return Denied(f"Sudah diputuskan oleh {review.closed_by}; putusan Anda tidak disimpan.",
                      is_stale=True)  # fmt: skip
    lease = screen.lease_of(review, now)
    if lease is not None and lease.person_id != person.id:
        return Denied(
            f"Waktu Anda habis dan hal ini sekarang dibuka oleh {lease.person_name}; putusan Anda"
            " tidak disimpan.",
            is_stale=True,
        )
    if review.version != wish.version:
        return Denied(
            "Ada yang berubah sejak halaman ini dibuka; putusan Anda tidak disimpan. Periksa lagi"
            " isinya.",
            is_stale=True,
        )
    return None


def _changed(tx: Connection, desk: _Desk, wish: Wish) -> Fields | None:
    """Return the fields after a change; None when the value names nothing."""
    if wish.act is not ReviewAct.CHANGE or wish.field is None:
        return None
    fields, value = desk.case.fields, wish.value.strip()
    match wish.field:
        case FieldName.TOPIC:
            return _with_topic(fields, value, desk.belief)
        case FieldName.PLACE:
            place_text = fields.location.place_text if fields.location else None
            place = searching.location_at(tx, value, place_text)
            if place is None:
                return None
            agency = searching.agency_moved(tx, fields.agency, place.code)
            return replace(fields, location=place, agency=agency)
        case FieldName.AGENCY:
            agency = searching.agency_named(tx, value) or _offered(desk.belief, value)
            return None if agency is None else replace(fields, agency=agency)
        case FieldName.TYPE:
            return replace(fields, type=ReportType(value)) if value in set(ReportType) else None
        case FieldName.VISIBILITY:
            known = value in set(Visibility)
            return replace(fields, visibility=Visibility(value)) if known else None


def _with_topic(fields: Fields, value: str, belief: Extraction | None) -> Fields | None:
    """Choose a topic, or a subtopic that the belief offers; with it goes who answers for it."""
    offered = belief.alternatives.topics if belief else ()
    guess = next((guess for guess in offered if guess.subtopic == value), None)
    if guess is not None:
        agency = guess.agency or fields.agency
        return replace(fields, topic=guess.topic, subtopic=guess.subtopic, agency=agency)
    if value not in set(Topic):
        return None
    topic = Topic(value)
    return replace(fields, topic=topic, subtopic=fields.subtopic if topic is fields.topic else None)


def _offered(belief: Extraction | None, agency_id: str) -> Agency | None:
    """Return an agency that the belief names, though the reference tables may not have it."""
    if belief is None:
        return None
    guessed = (guess.agency for guess in belief.alternatives.topics)
    named = (belief.agency, *belief.alternatives.agencies, *guessed)
    return next((agency for agency in named if agency and agency.id == agency_id), None)


def _open_report(tx: Connection, desk: _Desk, code: str, now: datetime) -> int:
    """Make a report of a message that was none."""
    fields = desk.case.fields
    report = Report(
        code=code,
        status=Status.BARU,
        visibility=fields.visibility,
        emergency=fields.emergency,
        needs_review=True,
        type=fields.type,
        topic=fields.topic,
        subtopic=fields.subtopic,
        location=fields.location,
        agency=fields.agency,
        reported_at=desk.mention.created_at or now,
    )
    done = tx.execute(insert(reports).values(rows.report_row(report)))
    assert done.inserted_primary_key is not None  # noqa: S101 - an INSERT of one row has one
    report_id = int(done.inserted_primary_key[0])
    here = mentions.c.key == desk.mention.key
    # As if the bot had opened it: the thread of this message is the thread of the report.
    opened = {"report_id": report_id, "act": Act.OPEN_REPORT.value}
    tx.execute(update(mentions).where(here).values(**opened))
    tx.execute(update(reviews).where(reviews.c.id == desk.review.id).values(report_id=report_id))
    return report_id


def _insert_act(
    tx: Connection,
    desk: _Desk,
    wish: Wish,
    made: Plan,
    person: Person,
    before: rows.Values,
    report_id: int | None,
    now: datetime,
) -> int:
    note = made.note
    if wish.act is ReviewAct.CHANGE and wish.field is not None and made.fields is not None:
        note = f"{screen.change_in_words(wish.field, desk.case.fields, made.fields)} {note}".strip()
    row = {
        "form_key": wish.form_key,
        "review_id": desk.review.id,
        "report_id": report_id,
        "person_id": person.id,
        "person_name": person.name,
        "act": wish.act.value,
        "note": note,
        "before": before,
        "after": {},
        "at": now,
        "due_at": now + UNDO,
        "leaves": made.leaves,
        "tells": made.tells and made.tells.value,
    }
    done = tx.execute(insert(review_acts).values(**row))
    assert done.inserted_primary_key is not None  # noqa: S101 - an INSERT of one row has one
    return int(done.inserted_primary_key[0])


def _keep_fields(tx: Connection, report_id: int, made: Plan) -> None:
    values: rows.Values = {}
    if made.fields is not None:
        values |= rows.fields_row(made.fields)
        if made.fields.visibility.is_private:
            values["public_text"] = None  # it was released while the report was more open
            telling.withhold(tx, report_id)
    if made.public_text is not None:
        values["public_text"] = made.public_text or None
    if made.closes:
        values["needs_review"] = False
    if values:
        tx.execute(update(reports).where(reports.c.id == report_id).values(**values))


def _keep_marks(tx: Connection, desk: _Desk, wish: Wish, act_id: int) -> None:
    if wish.act is ReviewAct.REDACT:
        for start, end in occurrences(desk.case.text or "", wish.value):
            span = {"kind": "manual", "start": start, "end": end, "act_id": act_id}
            tx.execute(insert(redactions).values(mention_key=desk.mention.key, **span))
    elif wish.act is ReviewAct.LIFT:
        mine = and_(
            redactions.c.id == wish.redaction,
            redactions.c.mention_key == desk.mention.key,
            redactions.c.lifted.is_(None),
        )
        lifted = {"lifted": wish.note.strip(), "lift_act_id": act_id}
        tx.execute(update(redactions).where(mine).values(**lifted))


def _keep_review(
    tx: Connection, desk: _Desk, made: Plan, person: Person, days: WorkingDays
) -> None:
    values: rows.Values = {"version": desk.review.version + 1}
    if made.fields is not None:
        confidence: Confidence | None = desk.belief.confidence if desk.belief else None
        values |= waiting.columns(
            made.fields, Reason(desk.review.reason), confidence, desk.review.opened_at, days
        )
    if made.leaves:
        values |= _NO_LEASE
    if made.closes:
        values |= {"is_open": False, "closed_by": person.name}
        waited = mentions.c.key == desk.mention.key
        report_id = desk.review.report_id
        if report_id is not None:
            waited = or_(waited, mentions.c.report_id == report_id)
        tx.execute(update(mentions).where(waited).values(needs_review=False))
    tx.execute(update(reviews).where(reviews.c.id == desk.review.id).values(**values))
