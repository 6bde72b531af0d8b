"""Labelled texts as values. The labels are explained in README.md beside this file."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.model import ReportType, Visibility
from nlp.agency.reference import national_bodies, offices
from nlp.place.gazetteer import Gazetteer, load_gazetteer, name_key
from nlp.text.tables import DataError
from nlp.topics import subtopic

CORPUS = Path(__file__).parent
# A place is named that exists in several regencies, and nothing in the text decides.
UNDECIDED = "?"
_WISHES = frozenset({"anonim", "rahasia", "fear"})
_NO_WISHES = frozenset({"refused", "talk"})
_REPORT_KEYS = frozenset({"text", "type", "sub", "place", "agency", "vis", "em", "pii"})
_OTHER_KEYS = frozenset({"text", "no", "place", "agency", "vis", "em", "pii"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with what a fair expert would say of it.

    ``subtopics`` and ``agencies`` are all acceptable answers, best first; agencies are ids of
    national bodies or keys of offices, perhaps followed by ``@province``. ``place`` is an official
    code, None when the text names none, ``UNDECIDED`` when it cannot be told which. ``kind`` says
    what a text is that is no report. ``pii`` are the exact words that identify somebody.
    """

    source: str
    text: str
    type: ReportType | None
    subtopics: tuple[str, ...]
    place: str | None
    agencies: tuple[str, ...]
    visibility: Visibility
    emergency: bool
    pii: tuple[str, ...]
    kind: str

    @property
    def is_report(self) -> bool:
        return self.type is not None

    @property
    def topics(self) -> tuple[str, ...]:
        """The acceptable topics, best first."""
        return tuple(dict.fromkeys(code.partition(".")[0] for code in self.subtopics))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A problem in a few words, without a place."""

    text: str
    subtopic: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A text labelled in one respect only. ``kind`` says what makes it easy or hard."""

    source: str
    text: str
    label: str
    kind: str


def mentions(folder: Path = CORPUS / "mentions") -> list[Labelled]:
    """Return all whole mentions below a folder. Raises DataError for a line that cannot be."""
    return [
        _labelled(source, line)
        for path in sorted(folder.rglob("*.jsonl"))
        for source, line in _lines(path)
    ]


def phrases(folder: Path = CORPUS / "phrases") -> list[Phrase]:
    """Return all phrases of a folder."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for source, line in _lines(path):
            code, tab, text = line.partition("\t")
            if not tab or not text.strip() or not _is_subtopic(code):
                raise DataError(f"{source}: not a subtopic, a tab and a phrase")
            found.append(Phrase(text.strip(), code))
    return found


def judged(path: Path, field: str) -> list[Judged]:
    """Return the texts of a file that are labelled in one field."""
    found = []
    for source, line in _lines(path):
        data = _object(source, line)
        try:
            found.append(Judged(source, data["text"], str(data[field]), data["kind"]))
        except KeyError as error:
            raise DataError(f"{source}: no {error.args[0]!r}") from None
    return found


@dataclass(frozen=True, slots=True)
class Telling:
    """A text, or one clause, that holds a wish to be hidden or a fear to be known, or does not."""

    text: str
    wished: bool
    is_clause: bool


def tellings() -> list[Telling]:
    """Return what is said of being hidden and of being seen, by itself and in whole texts."""
    found = []
    for source, line in _lines(CORPUS / "wishes.tsv"):
        label, tab, clause = line.partition("\t")
        if not tab or label not in _WISHES | _NO_WISHES:
            raise DataError(f"{source}: not a label, a tab and a clause")
        found.append(Telling(clause, label in _WISHES, is_clause=True))
    found.extend(
        Telling(one.text, one.kind in ("wish", "fear"), is_clause=False)
        for one in judged(CORPUS / "visibility.jsonl", "vis")
        if one.kind != "unasked"  # hidden for what they tell, not for a wish
    )
    return found


def digest() -> str:
    """Return what changes when any text that is learnt from changes."""
    paths = [
        *CORPUS.glob("*.jsonl"),
        *CORPUS.glob("*.tsv"),
        *CORPUS.glob("mentions/*/*"),
        *CORPUS.glob("phrases/*"),
    ]
    found = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(CORPUS).as_posix()):
        found.update(path.relative_to(CORPUS).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{path.name}:{number}", line


def _object(source: str, line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise DataError(f"{source}: {error}") from None
    if not isinstance(data, dict):
        raise DataError(f"{source}: not an object")
    return data


def _labelled(source: str, line: str) -> Labelled:
    data = _object(source, line)
    allowed = _OTHER_KEYS if "no" in data else _REPORT_KEYS
    if unknown := set(data) - allowed:
        raise DataError(f"{source}: unknown keys {sorted(unknown)}")
    kind = data.get("no", "")
    try:
        return Labelled(
            source=source,
            text=data["text"],
            type=None if kind else ReportType(data["type"]),
            subtopics=tuple(_known_subtopics(source, data.get("sub", ()))),
            place=_place(source, data.get("place")),
            agencies=tuple(_known_agencies(source, data.get("agency", ()))),
            visibility=Visibility(data.get("vis", "publik")),
            emergency=bool(data.get("em", False)),
            pii=tuple(data.get("pii", ())),
            kind=kind,
        )
    except DataError:
        raise
    except (KeyError, ValueError) as error:
        raise DataError(f"{source}: {error}") from None


def _known_subtopics(source: str, codes: list[str]) -> Iterator[str]:
    for code in codes:
        if not _is_subtopic(code):
            raise DataError(f"{source}: unknown subtopic {code!r}")
        yield code


def _is_subtopic(code: str) -> bool:
    try:
        subtopic(code)
    except KeyError:
        return False
    return True


def _known_agencies(source: str, agencies: list[str]) -> Iterator[str]:
    for agency in agencies:
        if agency not in national_bodies() and agency.removesuffix("@province") not in offices():
            raise DataError(f"{source}: unknown agency {agency!r}")
        yield agency


def _place(source: str, path: str | None) -> str | None:
    """Return the code of "Kabupaten Tegal/Slawi/Kudaile"."""
    if path is None or path == UNDECIDED:
        return path
    first, *rest = path.split("/")
    code = load_gazetteer().code_of(first)
    for name in rest:
        below = _children(load_gazetteer()).get(code or "", {})
        code = below.get(name_key(name).replace(" ", ""))
    if code is None:
        raise DataError(f"{source}: no place {path!r}")
    return code


@cache
def _children(gazetteer: Gazetteer) -> dict[str, dict[str, str]]:
    """Return the codes by parent and name without spaces."""
    found: dict[str, dict[str, str]] = {}
    for place in gazetteer:
        parent = place.code.rpartition(".")[0]
        found.setdefault(parent, {})[name_key(place.name).replace(" ", "")] = place.code
    return found
