"""Between rows and values, in both directions. Nothing else knows the columns' shapes."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from domain.model import (
    Act,
    Agency,
    Confidence,
    Decision,
    Extraction,
    Intent,
    Level,
    Location,
    Mention,
    OwedReply,
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
    Unreadable,
    Via,
    Visibility,
)
from domain.people import Account, Person, Role
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


def report_row(report: Report) -> Values:
    place = report.location
    return {
        "code": report.code,
        "status": report.status.value,
        "visibility": report.visibility.value,
        "emergency": report.emergency,
        "needs_review": report.needs_review,
        "type": report.type and report.type.value,
        "topic": report.topic and report.topic.value,
        "subtopic": report.subtopic,
        "location_code": place and place.code,
        "location_level": place and place.level.value,
        "province": place and place.province,
        "regency": place and place.regency,
        "district": place and place.district,
        "village": place and place.village,
        "place_text": place and place.place_text,
        "candidates": list(place.candidates) if place else [],
        "agency_id": report.agency and report.agency.id,
        "agency_name": report.agency and report.agency.name,
        "reported_at": report.reported_at,
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
