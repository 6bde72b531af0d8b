"""A moderators' desk for tests: the real tables with a few matters on them, and people."""

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from sqlalchemy import Engine

from domain.codes import ALPHABET
from domain.model import (
    Act,
    Agency,
    Alternatives,
    Confidence,
    Decision,
    Evidence,
    Extraction,
    Level,
    Location,
    Mention,
    Page,
    PiiSpan,
    Reason,
    Report,
    TopicGuess,
    Visibility,
)
from domain.people import Person, Role
from domain.ports import Step
from domain.review import Denied, Done, FieldName, Filters, Matter, ReviewAct, Wish
from domain.status import Status
from domain.topics import Topic
from storage import reference
from storage.review import SqlReview
from storage.searching import SqlSearch
from storage.store import SqlStore
from tests.bot.beliefs import BELIEF, LUWU, MENTION
from tests.clock import SetClock

RINA = Person(101, "Rina", Role.MODERATOR)
BAGUS = Person(102, "Bagus", Role.MODERATOR)
ALL = Filters()

TEXT = (
    "@lapor1708 #lapor jalan berlubang besar di Kec. Bajo Kab. Luwu, sudah dua orang jatuh."
    " Hubungi saya di 081200000000"
)
PHONE = PiiSpan("phone", TEXT.index("0812"), len(TEXT))
GUESSES = (
    TopicGuess(
        Topic.PERHUBUNGAN,
        "perhubungan.lalu_lintas",
        0.2,
        Agency("73.17:perhubungan", "Dinas Perhubungan Kabupaten Luwu"),
    ),
    TopicGuess(Topic.LINGKUNGAN_HIDUP, "lingkungan_hidup.sampah", 0.1),
    TopicGuess(Topic.SOSIAL, "sosial.bencana", 0.05),
)
DOUBTFUL: Extraction = replace(
    BELIEF,
    pii=(PHONE,),
    needs_review=True,
    reasons=("topic_uncertain",),
    confidence=Confidence(0.9, 0.8, 0.45, 0.7, 0.6, 0.95),
    evidence=(
        Evidence("location", TEXT.index("Kec."), TEXT.index(", sudah")),
        Evidence("topic", TEXT.index("jalan"), TEXT.index(" besar")),
    ),
    alternatives=Alternatives(
        GUESSES,
        ("73.17", "73.22.05"),
        (Agency("73.17:pemda", "Pemerintah Kabupaten Luwu"),),
    ),
)


@dataclass(frozen=True)
class _Place:
    code: str
    level: Level
    name: str
    parent_code: str | None
    path: str


@dataclass(frozen=True)
class _Office:
    id: str
    name: str
    kind: str = "perangkat_daerah"
    place_code: str | None = None
    parent_id: str | None = None
    handles: tuple[str, ...] = ()


PLACES = [
    _Place("73", Level.PROVINCE, "Sulawesi Selatan", None, "Sulawesi Selatan"),
    _Place("73.17", Level.REGENCY, "Kabupaten Luwu", "73", "Kabupaten Luwu, Sulawesi Selatan"),
    _Place("73.17.04", Level.DISTRICT, "Bajo", "73.17", "Bajo, Kabupaten Luwu, Sulawesi Selatan"),
    _Place("73.22", Level.REGENCY, "Kabupaten Luwu Utara", "73",
           "Kabupaten Luwu Utara, Sulawesi Selatan"),
    _Place("73.22.05", Level.DISTRICT, "Bone-Bone", "73.22",
           "Bone-Bone, Kabupaten Luwu Utara, Sulawesi Selatan"),
    _Place("32", Level.PROVINCE, "Jawa Barat", None, "Jawa Barat"),
    _Place("32.75", Level.REGENCY, "Kota Bekasi", "32", "Kota Bekasi, Jawa Barat"),
]  # fmt: skip
OFFICES = [
    _Office("kemenpu", "Kementerian Pekerjaan Umum", "kementerian"),
    *(
        _Office(f"{code}:{key}", f"{name} {place}", place_code=code)
        for code, place in (
            ("73.17", "Kabupaten Luwu"),
            ("73.22", "Kabupaten Luwu Utara"),
            ("32.75", "Kota Bekasi"),
        )
        for key, name in (
            ("pupr", "Dinas Pekerjaan Umum dan Penataan Ruang"),
            ("perhubungan", "Dinas Perhubungan"),
        )
    ),
]


class Desk:
    """Matters to review, and short verbs for what moderators do with them."""

    def __init__(self, engine: Engine, clock: SetClock) -> None:
        self.engine, self.clock = engine, clock
        self.store, self.review, self.search = (
            SqlStore(engine), SqlReview(engine), SqlSearch(engine)
        )  # fmt: skip
        self._numbers = count(1)
        reference.seed(engine, "tests", PLACES, OFFICES, lambda _: None)

    def hears(self, text: str = TEXT, **changes: Any) -> Mention:
        """Receive a mention, on which nobody has decided yet."""
        number = next(self._numbers)
        said = replace(
            MENTION, id=str(number), post_id=str(number), text=text, created_at=self.clock.now(),
            conversation_id=str(number), **changes,
        )  # fmt: skip
        self.store.receive("twitter:mentions", Page((said,), (), said.id), self.clock.now())
        return said

    def opens(self, text: str = TEXT, belief: Extraction = DOUBTFUL, **changes: Any) -> int:
        """Let the bot open a doubtful report of a mention; return the number of its matter."""
        said = self.hears(text, **changes)
        reason = Reason.EMERGENCY if belief.emergency else Reason.UNSURE
        decision = Decision(Act.OPEN_REPORT, reason, Status.PERLU_TINJAUAN)
        opened = Report(
            code_of(int(said.id)), Status.PERLU_TINJAUAN, belief.visibility, belief.emergency, True,
            belief.type, belief.topic, belief.subtopic, belief.location, belief.agency,
            said.created_at,
        )  # fmt: skip
        self.store.carry_out(Step(said, belief, decision, report=opened), self.clock.now())
        return self._newest()

    def holds(self, text: str = TEXT, belief: Extraction = DOUBTFUL) -> int:
        """Let the bot hold a mention that may be a report; return the number of its matter."""
        said = self.hears(text)
        decision = Decision(Act.HOLD, Reason.MAYBE_A_REPORT)
        self.store.carry_out(Step(said, belief, decision), self.clock.now())
        return self._newest()

    def adds(self, review_id: int, text: str, **changes: Any) -> None:
        """Let the citizen of a report say something more in its thread."""
        matter = self.sees(review_id)
        said = self.hears(text, **changes)
        belief = replace(BELIEF, is_report=False, topic=None, agency=None, location=None)
        decision = Decision(Act.ADD_TO_REPORT, Reason.FOLLOW_UP)
        code = code_of(matter.number or 0)
        self.store.carry_out(Step(said, belief, decision, adds_to=code), self.clock.now())

    def _newest(self) -> int:
        page = self.review.queue(ALL, None, 100, self.clock.now())
        return max(row.id for row in page.rows)

    def sees(self, review_id: int, person: Person = RINA, *, take: bool = False) -> Matter:
        matter = self.review.look(review_id, person, self.clock.now(), take=take)
        assert matter is not None
        return matter

    def tries(
        self, review_id: int, act: ReviewAct, person: Person = RINA, **more: Any
    ) -> Done | Denied:
        """Act on what is on the screen now; the form key is new unless given."""
        key = more.pop("form_key", f"key-{next(self._numbers)}")
        version = more.pop("version", None) or self.sees(review_id, person).version
        wish = Wish(act, key, version, **more)
        outcome = self.review.act(review_id, wish, person, self.clock.now())
        assert outcome is not None
        return outcome

    def does(self, review_id: int, act: ReviewAct, person: Person = RINA, **more: Any) -> Done:
        outcome = self.tries(review_id, act, person, **more)
        assert isinstance(outcome, Done), outcome
        return outcome

    def is_denied(
        self, review_id: int, act: ReviewAct, person: Person = RINA, **more: Any
    ) -> Denied:
        outcome = self.tries(review_id, act, person, **more)
        assert isinstance(outcome, Denied), outcome
        return outcome

    def changes(self, review_id: int, field: FieldName, value: str, **more: Any) -> Done:
        return self.does(review_id, ReviewAct.CHANGE, field=field, value=value, **more)

    def passes(self, **time: float) -> None:
        self.clock.advance(**time)

    def waits(self) -> list[int]:
        return [row.id for row in self.review.queue(ALL, None, 100, self.clock.now()).rows]


def code_of(number: int) -> str:
    """Return a code that looks like ours, another for each number."""
    return "".join(ALPHABET[(number // 31**place) % 31] for place in range(17))


def at(code: str, regency: str) -> Location:
    return replace(LUWU, code=code, level=Level.REGENCY, regency=regency, district=None)


def doubtful(**changes: Any) -> Extraction:
    return replace(DOUBTFUL, **changes)


SECRET = doubtful(visibility=Visibility.RAHASIA)
