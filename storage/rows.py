"""Between rows and values, in both directions. Nothing else knows the columns' shapes."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from domain.model import (
    NO_ALTERNATIVES,
    Act,
    Agency,
    Alternatives,
    Confidence,
    Decision,
    Evidence,
    Extraction,
    Intent,
    Level,
    Location,
    Mention,
    OwedReply,
    PiiSpan,
    Quota,
    Reason,
    Reference,
    Relation,
    Reply,
    ReplyKind,
    ReplyState,
    Report,
    ReportType,
    ReviewItem,
    StreamState,
    TopicGuess,
    Unreadable,
    Via,
    Visibility,
)
from domain.moves import Actor, ActorKind, ArchiveReason, Move
from domain.people import Account, Person, Role
from domain.review import Fields
from domain.status import Status
from domain.topics import Topic

AnyRow = Row[*tuple[Any, ...]]
Values = dict[str, Any]  # the values of a row, as SQLAlchemy takes them


def mention_row(mention: Mention, now: datetime) -> Values:
    return {
        "key": mention.key,
        "channel": mention.channel,
        "direct": mention.direct,
        "id": mention.id,
        "state": "received",
        "received_at": now,
        "post_id": mention.post_id,
        "text": mention.text,
        "author_id": mention.author_id,
        "username": mention.username,
        "author_location": mention.author_location,
        "created_at": mention.created_at,
        "conversation_id": mention.conversation_id,
        "in_reply_to": mention.in_reply_to,
        "referenced": [[ref.type.value, ref.id] for ref in mention.referenced],
        "needs_review": False,
    }


def unreadable_row(post: Unreadable, now: datetime) -> Values:
    return {
        "key": post.key,
        "channel": post.channel,
        "direct": post.direct,
        "id": post.id,
        "state": "parked",
        "received_at": now,
        "referenced": [],
        "act": Act.PARK.value,
        "reason": Reason.UNREADABLE.value,
        "needs_review": True,
        "problem": post.problem,
        "decided_at": now,
    }


def mention_value(row: AnyRow) -> Mention:
    return Mention(
        channel=row.channel,
        id=row.id,
        post_id=row.post_id,
        text=row.text,
        author_id=row.author_id,
        username=row.username,
        created_at=row.created_at,
        direct=row.direct,
        conversation_id=row.conversation_id,
        in_reply_to=row.in_reply_to,
        author_location=row.author_location,
        referenced=tuple(Reference(Relation(kind), id_) for kind, id_ in row.referenced),
    )


def decided_row(extraction: Extraction, decision: Decision, now: datetime) -> Values:
    return {
        "state": "decided",
        "act": decision.act.value,
        "reason": decision.reason.value,
        "needs_review": needs_review(extraction, decision),
        "confidence": asdict(extraction.confidence),
        "belief": belief_json(extraction),
        "problem": ", ".join(extraction.reasons) or None,
        "decided_at": now,
    }


def needs_review(extraction: Extraction, decision: Decision) -> bool:
    """Say whether a moderator should look at what we made of a message."""
    match decision.act:
        case Act.OPEN_REPORT:
            return extraction.needs_review or extraction.emergency
        case Act.ADD_TO_REPORT:  # it may answer our question, or change what we believed
            return extraction.intent not in (Intent.THANKS, Intent.GREETING)
        case Act.HOLD:
            return True
        case _:
            return False


def belief_json(extraction: Extraction) -> Values:
    """Return a belief as plain JSON; ``belief_value`` undoes it."""
    return asdict(extraction)  # enums are strings to JSON


def belief_value(kept: Values | None) -> Extraction | None:
    """Return a kept belief; None when there is none, as of a message that was parked."""
    if kept is None:
        return None
    place, agency, other = kept["location"], kept["agency"], kept.get("alternatives")
    return Extraction(
        is_report=kept["is_report"],
        type=ReportType(kept["type"]) if kept["type"] else None,
        topic=Topic(kept["topic"]) if kept["topic"] else None,
        subtopic=kept["subtopic"],
        location=_location_of(place) if place else None,
        agency=Agency(**agency) if agency else None,
        visibility=Visibility(kept["visibility"]),
        emergency=kept["emergency"],
        pii=tuple(PiiSpan(**span) for span in kept["pii"]),
        confidence=Confidence(**kept["confidence"]),
        needs_review=kept["needs_review"],
        reasons=tuple(kept["reasons"]),
        intent=Intent(kept["intent"]),
        evidence=tuple(Evidence(**span) for span in kept["evidence"]),
        alternatives=_alternatives(other) if other else NO_ALTERNATIVES,
    )


def _location_of(kept: Values) -> Location:
    rest = {name: kept[name] for name in ("code", "province", "regency", "district", "village")}
    return Location(
        level=Level(kept["level"]),
        place_text=kept["place_text"],
        candidates=tuple(kept["candidates"]),
        **rest,
    )


def _alternatives(kept: Values) -> Alternatives:
    return Alternatives(
        topics=tuple(
            TopicGuess(
                Topic(guess["topic"]),
                guess["subtopic"],
                guess["probability"],
                Agency(**guess["agency"]) if guess["agency"] else None,
            )
            for guess in kept["topics"]
        ),
        places=tuple(kept["places"]),
        agencies=tuple(Agency(**agency) for agency in kept["agencies"]),
    )


def fields_of(belief: Extraction) -> Fields:
    """Return what a belief says of a matter that is no report yet."""
    return Fields(
        belief.type,
        belief.topic,
        belief.subtopic,
        belief.location,
        belief.agency,
        belief.visibility,
        belief.emergency,
    )


def fields_row(fields: Fields) -> Values:
    """Return the columns of a report that a moderator may change."""
    place = fields.location
    return {
        "visibility": fields.visibility.value,
        "emergency": fields.emergency,
        "type": fields.type and fields.type.value,
        "topic": fields.topic and fields.topic.value,
        "subtopic": fields.subtopic,
        "location_code": place and place.code,
        "location_level": place and place.level.value,
        "province": place and place.province,
        "regency": place and place.regency,
        "district": place and place.district,
        "village": place and place.village,
        "place_text": place and place.place_text,
        "candidates": list(place.candidates) if place else [],
        "agency_id": fields.agency and fields.agency.id,
        "agency_name": fields.agency and fields.agency.name,
    }


def fields_value(row: AnyRow) -> Fields:
    """Return the same columns as a value."""
    report = report_value(row)
    return Fields(
        report.type,
        report.topic,
        report.subtopic,
        report.location,
        report.agency,
        report.visibility,
        report.emergency,
    )


def event_row(move: Move, report_id: int, act_id: int | None) -> Values:
    return {
        "report_id": report_id,
        "status_from": move.status_from.value,
        "status": move.status_to.value,
        "at": move.at,
        "actor": move.actor.kind.value,
        "actor_id": move.actor.id,
        "actor_agency": move.actor.agency_id,
        "note": move.note,
        "reason": move.reason and move.reason.value,
        "into_id": move.into,
        "act_id": act_id,
    }


def move_value(row: AnyRow) -> Move:
    return Move(
        status_from=Status(row.status_from),
        status_to=Status(row.status),
        actor=Actor(ActorKind(row.actor), row.actor_id, row.actor_agency),
        note=row.note or "",
        at=row.at,
        reason=ArchiveReason(row.reason) if row.reason else None,
        into=row.into_id,
    )


def report_row(report: Report) -> Values:
    fields = Fields(
        report.type,
        report.topic,
        report.subtopic,
        report.location,
        report.agency,
        report.visibility,
        report.emergency,
    )
    return {
        "code": report.code,
        "status": report.status.value,
        "needs_review": report.needs_review,
        "reported_at": report.reported_at,
        **fields_row(fields),
    }


def report_value(row: AnyRow) -> Report:
    return Report(
        code=row.code,
        status=Status(row.status),
        visibility=Visibility(row.visibility),
        emergency=row.emergency,
        needs_review=row.needs_review,
        type=ReportType(row.type) if row.type else None,
        topic=Topic(row.topic) if row.topic else None,
        subtopic=row.subtopic,
        location=_location_value(row),
        agency=Agency(row.agency_id, row.agency_name) if row.agency_id else None,
        reported_at=row.reported_at,
    )


def _location_value(row: AnyRow) -> Location | None:
    if not row.location_code:
        return None
    return Location(
        code=row.location_code,
        level=Level(row.location_level),
        province=row.province,
        regency=row.regency,
        district=row.district,
        village=row.village,
        place_text=row.place_text,
        candidates=tuple(row.candidates),
    )


def reply_row(reply: Reply, mention: Mention, now: datetime) -> Values:
    return {
        "key": reply.key,
        "channel": mention.channel,
        "mention_key": mention.key,
        "kind": reply.kind.value,
        "via": reply.via.value,
        "to_post_id": reply.to_post_id,
        "to_author_id": reply.to_author_id,
        "text": reply.text,
        "urgent": reply.urgent,
        "state": ReplyState.PENDING.value,
        "attempts": 0,
        "created_at": now,
        "due_at": now,
    }


def reply_value(row: AnyRow) -> Reply:
    return Reply(
        key=row.key,
        kind=ReplyKind(row.kind),
        via=Via(row.via),
        to_post_id=row.to_post_id,
        to_author_id=row.to_author_id,
        text=row.text,
        urgent=row.urgent,
    )


def owed_value(row: AnyRow) -> OwedReply:
    return OwedReply(
        reply=reply_value(row),
        state=ReplyState(row.state),
        attempts=row.attempts,
        due_at=row.due_at,
        sending_since=row.sending_since,
    )


def quota_value(row: AnyRow) -> Quota:
    return Quota(row.endpoint, row.limit, row.remaining, row.resets_at)


def stream_value(row: AnyRow, gap_count: int) -> StreamState:
    return StreamState(row.name, row.read_at, row.paused_until, row.pause_reason, gap_count)


def review_item(row: AnyRow) -> ReviewItem:
    return ReviewItem(
        number=row.number,
        received_at=row.received_at,
        reason=Reason(row.reason),
        emergency=bool(row.emergency),
        visibility=Visibility(row.visibility) if row.visibility else None,
        status=Status(row.status) if row.status else None,
        topic=Topic(row.topic) if row.topic else None,
        place=", ".join(filter(None, [row.district, row.regency, row.province])) or None,
        agency_name=row.agency_name,
        confidence=Confidence(**row.confidence) if row.confidence else None,
        problem=row.problem,
    )


def person_value(row: AnyRow) -> Person:
    return Person(id=row.id, name=row.name, role=Role(row.role), agency_id=row.agency_id)


def account_value(row: AnyRow) -> Account:
    return Account(
        person=person_value(row),
        email=row.email,
        disabled_at=row.disabled_at,
        last_entered_at=row.last_entered_at,
    )
