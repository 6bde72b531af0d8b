"""A matter -> exactly what its screen shows. Pure, like ``views``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.model import Agency, Visibility
from domain.moves import ARCHIVE_REASON_NAMES
from domain.people import Person
from domain.redaction import hidden, shared_run
from domain.review import (
    QUESTIONS,
    Denied,
    Done,
    FieldName,
    Matter,
    ReviewAct,
    Said,
    Wish,
)
from domain.status import STATUS_NAMES
from domain.text import safe_text
from domain.topics import TOPIC_NAMES, Topic
from domain.zones import WIB, Zone, zone_at
from web.console_views import REASON_NAMES, VISIBILITY_NAMES, in_words
from web.localtime import write_day, write_moment
from web.marks import KIND_NAMES, Piece, pieces
from web.review_wording import (
    DONE_NAMES,
    MISSING_NAMES,
    NOT_A_REPORT_REASONS,
    Clock,
    clock_of,
    subtopic_name,
    summary,
)
from web.wording import NOT_DETERMINED, REPLY_STATE_NAMES, TYPE_NAMES

_UNSURE_BELOW = 0.7  # what a moderator's eye should be drawn to; the threshold of review is nlp's
_WITH_KEYS = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Another answer for a field: one button. ``key`` presses it, empty when none does."""

    value: str
    key: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """What is held of one field, how sure that is, and what it may be instead."""

    field: FieldName
    label: str
    value: str
    detail: str
    sureness: str
    is_doubtful: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the thread. ``who`` is citizen, us or staff."""

    who: str
    name: str
    when: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing hidden in the text."""

    id: int
    kind: str
    words: str
    lifted: str | None


@dataclass(frozen=True, slots=True)
class SimilarRow:
    number: int
    status: str
    place: str
    agency: str
    day: str


@dataclass(frozen=True, slots=True)
class UndoBar:
    """What was just done, and how many seconds are left to take it back."""

    act_id: int
    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class MatterView:
    """Everything the screen of one matter says."""

    id: int
    version: int
    heading: str
    can_act: bool
    form_key: str
    reason: str
    doubts: tuple[str, ...]
    status: str
    emergency: bool
    is_hidden: bool
    visibility: str
    channel: str
    pieces: tuple[Piece, ...]
    was_read: bool  # whether anybody looked for personal data in it
    fields: tuple[FieldRow, ...]
    near: str
    thread: tuple[Entry, ...]
    similar: tuple[SimilarRow, ...]
    clock: Clock | None
    lease: str
    held_by_other: bool
    marks: tuple[Mark, ...]
    can_publish: bool
    public_text: str
    quotes: str | None
    accept_name: str
    problem: str | None
    problem_is_stale: bool
    kept: Wish | None
    topics: tuple[Option, ...]
    missing: tuple[Option, ...]
    reasons: tuple[Option, ...]


def matter_view(
    matter: Matter,
    person: Person,
    form_key: str,
    kept: Wish | None = None,
    denied: Denied | None = None,
) -> MatterView:
    """Return the screen of a matter for a person.

    ``kept`` is what they sent when it was ``denied``: what they have written is not lost.
    """
    zone = zone_at(matter.fields.location.code if matter.fields.location else None)
    held_by_other = matter.lease is not None and matter.lease.person_id != person.id
    text = safe_text(matter.text or "")
    public_text = _public_text(matter, text)
    if kept is not None and kept.act is ReviewAct.PUBLISH:
        public_text = kept.value
    anonymous = matter.fields.visibility is Visibility.ANONIM
    return MatterView(
        id=matter.id,
        version=matter.version,
        heading=f"Laporan #{matter.number}" if matter.number else "Belum menjadi laporan",
        can_act=matter.is_open and not held_by_other,
        form_key=form_key,
        reason=REASON_NAMES[matter.reason],
        doubts=doubts_in(matter.problem),
        status=STATUS_NAMES[matter.status] if matter.status else "Belum menjadi laporan",
        emergency=matter.fields.emergency,
        is_hidden=matter.fields.visibility.is_private,
        visibility=VISIBILITY_NAMES[matter.fields.visibility],
        channel="pesan langsung" if matter.direct else "kiriman di X",
        pieces=tuple(
            pieces(text, matter.belief.evidence if matter.belief else (), matter.redactions)
        ),
        was_read=matter.belief is not None,
        fields=_fields(matter),
        near=matter.fields.location.code if matter.fields.location else "",
        thread=tuple(_entry(said, zone) for said in matter.thread),
        similar=tuple(
            SimilarRow(
                other.number,
                STATUS_NAMES[other.status],
                other.place or NOT_DETERMINED,
                other.agency_name or NOT_DETERMINED,
                write_day(other.reported_at, zone),
            )
            for other in matter.similar
        ),
        clock=clock_of(matter.standing, zone) if matter.standing else None,
        lease=_lease(matter, person),
        held_by_other=held_by_other,
        marks=tuple(
            Mark(m.id, KIND_NAMES.get(m.kind, m.kind), text[m.start : m.end], m.lifted)
            for m in matter.redactions
        ),
        can_publish=matter.number is not None
        and matter.fields.visibility is not Visibility.RAHASIA,
        public_text=public_text,
        quotes=shared_run(public_text, text) if anonymous else None,
        accept_name="Setujui & teruskan" if _at_desk(matter) else "Sudah dibaca",
        problem=denied.sentence if denied else None,
        problem_is_stale=bool(denied and denied.is_stale),
        kept=kept,
        topics=topic_options(matter.fields.topic),
        missing=tuple(
            Option(missing.value, QUESTIONS.get(missing, name))
            for missing, name in MISSING_NAMES.items()
        ),
        reasons=tuple(Option(r.value, ARCHIVE_REASON_NAMES[r]) for r in NOT_A_REPORT_REASONS),
    )


def undo_bar(done: Done | None, now: datetime) -> UndoBar | None:
    """Return the bar for an act that can be undone, None when there is none."""
    if done is None:
        return None
    seconds = int((done.undo_until - now).total_seconds())
    return UndoBar(done.act_id, DONE_NAMES[done.act], max(seconds, 1))


def _at_desk(matter: Matter) -> bool:
    if matter.status is None:
        return True
    return matter.status.value in ("baru", "perlu_tinjauan", "terverifikasi", "dibuka_kembali")


def _public_text(matter: Matter, text: str) -> str:
    """Return what may be shown of the words, or a first draft of it."""
    if matter.public_text:
        return matter.public_text
    if matter.fields.visibility.is_private:
        return summary(matter.fields)
    return hidden(text, [(m.start, m.end) for m in matter.redactions if m.lifted is None])


def doubts_in(problem: str | None) -> tuple[str, ...]:
    """Return what is in doubt, one by one; a technical cause is one, whatever it says."""
    if not problem:
        return ()
    words = [problem] if ": " in problem else problem.split(", ")
    return tuple(dict.fromkeys(in_words(word) for word in words))


def _lease(matter: Matter, person: Person) -> str:
    if matter.lease is None:
        return "" if matter.is_open else f"Sudah diputuskan oleh {matter.closed_by}."
    until = write_moment(matter.lease.until, WIB).rpartition(", ")[2]
    if matter.lease.person_id == person.id:
        return f"Anda pegang sampai {until}, diperpanjang selama halaman ini terbuka."
    return f"Sedang dibuka oleh {matter.lease.person_name} sampai {until}."


_WHO = {"citizen": "Pelapor", "us": "Kami", "staff": "Petugas"}


def _entry(said: Said, zone: Zone) -> Entry:
    note = REPLY_STATE_NAMES[said.state] if said.state else ""
    if said.status is not None:
        note = f"Status: {STATUS_NAMES[said.status]}"
    text = safe_text(said.text)
    if said.is_shown:
        note, text = "kiriman di atas", ""
    name = said.act or _WHO[said.who]
    return Entry(said.who, name, write_moment(said.at, zone), text, note)


# ---------------------------------------------------------------- fields


def _fields(matter: Matter) -> tuple[FieldRow, ...]:
    return (_topic(matter), _place(matter), _agency(matter), _type(matter), _visibility(matter))


def _sure(matter: Matter, name: str, same: bool) -> tuple[str, bool]:
    """Say how sure a field is, and whether to doubt it; a moderator's own choice is sure."""
    if matter.belief is None:
        return "", False
    if not same:
        return "dipilih petugas", False
    share = float(getattr(matter.belief.confidence, name))
    return f"{round(share * 100)}%", share < _UNSURE_BELOW


def _keyed(found: Sequence[tuple[str, str, str]], keys: str) -> tuple[Choice, ...]:
    padded = [*keys, *([""] * len(found))]
    return tuple(
        Choice(value, key, name, detail)
        for (value, name, detail), key in zip(found, padded, strict=False)
    )


def _topic(matter: Matter) -> FieldRow:
    fields, belief = matter.fields, matter.belief
    guesses = belief.alternatives.topics if belief else ()
    found = [
        (
            guess.subtopic,
            f"{TOPIC_NAMES[guess.topic]}: {subtopic_name(guess.subtopic)}",
            f"{max(1, round(guess.probability * 100))}%"
            + (f" · ke {guess.agency.name}" if guess.agency else ""),
        )
        for guess in guesses
        if guess.subtopic != fields.subtopic
    ]
    believed = (belief.topic, belief.subtopic) if belief else None
    sureness, doubtful = _sure(matter, "topic", believed == (fields.topic, fields.subtopic))
    return FieldRow(
        FieldName.TOPIC,
        "Topik",
        TOPIC_NAMES[fields.topic] if fields.topic else NOT_DETERMINED,
        subtopic_name(fields.subtopic),
        sureness,
        doubtful or fields.topic is None,
        _keyed(found[:_WITH_KEYS], "123"),
    )


def _place(matter: Matter) -> FieldRow:
    place, belief = matter.fields.location, matter.belief
    names = (place.village, place.district, place.regency, place.province) if place else ()
    found = [
        (hit.code, hit.path, "") for hit in matter.places if not place or hit.code != place.code
    ]
    believed = belief.location if belief else None
    same = (believed.code if believed else None) == (place.code if place else None)
    sureness, doubtful = _sure(matter, "location", same)
    return FieldRow(
        FieldName.PLACE,
        "Tempat",
        ", ".join(name for name in names if name) or NOT_DETERMINED,
        (place.place_text or "") if place else "",
        sureness,
        doubtful or place is None,
        _keyed(found, "456"),
    )


def _agency(matter: Matter) -> FieldRow:
    agency, belief = matter.fields.agency, matter.belief
    offered: list[Agency] = []
    if belief is not None:
        offered = [a for a in (belief.agency, *belief.alternatives.agencies) if a and a != agency]
    sureness, doubtful = _sure(matter, "agency", belief is not None and belief.agency == agency)
    found = [(other.id, other.name, "") for other in dict.fromkeys(offered)]
    return FieldRow(
        FieldName.AGENCY,
        "Instansi",
        agency.name if agency else NOT_DETERMINED,
        "",
        sureness,
        doubtful or agency is None,
        _keyed(found[:_WITH_KEYS], "789"),
    )


def _type(matter: Matter) -> FieldRow:
    own, belief = matter.fields.type, matter.belief
    sureness, doubtful = _sure(matter, "type", belief is not None and belief.type is own)
    found = [(kind.value, name, "") for kind, name in TYPE_NAMES.items() if kind is not own]
    return FieldRow(
        FieldName.TYPE,
        "Jenis",
        TYPE_NAMES[own] if own else NOT_DETERMINED,
        "",
        sureness,
        doubtful or own is None,
        _keyed(found, "zx"),
    )


def _visibility(matter: Matter) -> FieldRow:
    """Offer to hide more with one key; to hide less needs a reason, and so a form of its own."""
    own, belief = matter.fields.visibility, matter.belief
    order = list(Visibility)
    same = belief is not None and belief.visibility is own
    sureness, doubtful = _sure(matter, "visibility", same)
    stricter = order[order.index(own) + 1 :]
    found = [(kind.value, VISIBILITY_NAMES[kind], "") for kind in stricter]
    return FieldRow(
        FieldName.VISIBILITY,
        "Sifat",
        VISIBILITY_NAMES[own],
        "",
        sureness,
        doubtful,
        _keyed(found, "cv"),
    )


def more_open(matter: Matter) -> tuple[Option, ...]:
    """Return the visibilities that hide less than the present one."""
    order = list(Visibility)
    less = order[: order.index(matter.fields.visibility)]
    return tuple(Option(kind.value, VISIBILITY_NAMES[kind]) for kind in reversed(less))


def topic_options(own: Topic | None) -> tuple[Option, ...]:
    """Return all topics to choose from."""
    return tuple(Option(topic.value, name, topic is own) for topic, name in TOPIC_NAMES.items())
