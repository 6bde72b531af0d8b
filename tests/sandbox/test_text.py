"""How X reads a text."""

import pytest

from sandbox import text


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("", 0),
        ("halo", 4),
        ("🙏", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("日本", 4),
        ("lapor.go.id", 23),
        ("https://lapor.go.id/" + "x" * 100, 23),
    ],
)
def test_weighted_length(said: str, weight: int) -> None:
    assert text.weighted_length(said) == weight


@pytest.mark.parametrize(
    ("said", "urls"),
    [
        ("cek lapor.go.id ya", ["lapor.go.id"]),
        ("(https://a.id/b?c=1&d=2).", ["https://a.id/b?c=1&d=2"]),
        (
            "http://localhost:8000/l/A, http://127.0.0.1/b.",
            ["http://localhost:8000/l/A", "http://127.0.0.1/b"],
        ),
        ("surel a@b.id", []),
        ("javascript:alert(1)", []),
    ],
)
def test_links(said: str, urls: list[str]) -> None:
    found = text.links(said)
    assert [span.value for span in found] == urls
    assert [said[span.start : span.end] for span in found] == urls


def test_a_shortened_text_weighs_no_more_than_told() -> None:
    for said in ("kata " * 200, "日本" * 200, "🙏" * 300):
        short = text.shorten(said, 280)
        assert short.endswith("…")
        assert 270 < text.weighted_length(short) <= 280


def test_a_short_text_stays_as_it_is() -> None:
    assert text.shorten("halo ", 280) == "halo "


def test_lone_surrogates_are_replaced_and_emoji_are_kept() -> None:
    assert text.well_formed("a\ud800b🙏") == "a\ufffdb🙏"
