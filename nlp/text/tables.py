"""Reading our own data files: tab-separated lines, ``#`` comments, errors that name the line."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


class DataError(ValueError):
    """One of our data files, or a line of it, is not what it must be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One data line, split at tabs and stripped."""

    file: str
    number: int
    fields: tuple[str, ...]

    def error(self, problem: str) -> DataError:
        """Return an error that names this line."""
        return DataError(f"nlp/data/{self.file}:{self.number}: {problem}")

    def alternatives(self, column: int) -> tuple[str, ...]:
        """Return the phrases of a field, which are separated by ``|``; ``-`` means none."""
        if self.fields[column] == "-":
            return ()
        phrases = tuple(phrase.strip() for phrase in self.fields[column].split("|"))
        if not all(phrases):
            raise self.error("an empty phrase")
        return phrases


def read_text(file: str) -> str:
    """Return the whole of a data file. Raises DataError when it cannot be read."""
    try:
        return read_bytes(file).decode()
    except UnicodeDecodeError as error:
        raise DataError(f"nlp/data/{file} is not UTF-8: {error}; restore it") from error


def read_bytes(file: str) -> bytes:
    """Return the bytes of a data file. Raises DataError when it is missing."""
    try:
        return files("nlp.data").joinpath(file).read_bytes()
    except OSError as error:
        raise DataError(f"nlp/data/{file} cannot be read ({error}); install anew") from error


def parse_table(file: str, text: str, columns: int) -> Iterator[Line]:
    """Yield the data lines of ``text``. Raises DataError when one has not ``columns`` fields."""
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        line = Line(file, number, tuple(field.strip() for field in raw.split("\t")))
        if len(line.fields) != columns:
            raise line.error(f"{len(line.fields)} fields where {columns} are expected")
        if not all(line.fields):
            raise line.error("an empty field")
        yield line


def read_table(file: str, columns: int) -> Iterator[Line]:
    """Yield the lines of a data file, each with exactly ``columns`` fields, none of them empty."""
    return parse_table(file, read_text(file), columns)


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for line in read_table("word_lists.tsv", 2):
        name, words = line.fields
        lists[name] = lists.get(name, frozenset()) | frozenset(words.split())
    return lists


def word_list(name: str) -> frozenset[str]:
    """Return a list of data/word_lists.tsv. Raises KeyError when there is none of that name."""
    return _word_lists()[name]
