"""Small decisions at the door: where a form comes from, and where to go next. Tables."""

import pytest
from starlette.datastructures import Headers

from web.access import (
    Cookie,
    Posted,
    comes_from_us,
    from_this_machine,
    is_guest,
    is_proof,
    proof_of,
    safe_next,
)
from web.kept import Kept

PUBLIC = "https://lacak.contoh.example"
LOCAL = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("/konsol", True),
        ("/konsol?hal=2", True),
        ("/konsol/laporan/17", True),
        ("/konsol/laporan?urut=terbaru&hal=2", True),
        ("", False),
        ("/", False),
        ("/lacak", False),
        ("/konsolan", False),
        ("konsol", False),
        ("//evil.example/konsol", False),
        ("/konsol/../lacak", False),
        ("/konsol\\evil", False),
        ("\\\\evil.example", False),
        ("https://evil.example/konsol", False),
        ("javascript:alert(1)//konsol", False),
        ("/konsol\r\nSet-Cookie: a=b", False),
        ("/konsol/ö", False),
        ("/konsol/masuk", False),
        ("/konsol/masuk?next=/konsol", False),
        ("/konsol/keluar", False),
        ("/konsol/" + "x" * 500, False),
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(address: str, is_safe: bool) -> None:
    assert safe_next(address) == (address if is_safe else None)


@pytest.mark.parametrize(
    ("headers", "public_url", "is_ours"),
    [
        ({"sec-fetch-site": "same-origin"}, PUBLIC, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, PUBLIC, True),
        ({"sec-fetch-site": "same-site", "origin": PUBLIC}, PUBLIC, False),
        ({"sec-fetch-site": "cross-site", "origin": PUBLIC}, PUBLIC, False),
        ({"sec-fetch-site": "none"}, PUBLIC, False),
        ({"sec-fetch-site": ""}, PUBLIC, False),
        ({"origin": PUBLIC}, PUBLIC, True),
        ({"origin": PUBLIC}, f"{PUBLIC}/lapor", True),
        ({"origin": "http://lacak.contoh.example"}, PUBLIC, False),
        ({"origin": "https://evil.example"}, PUBLIC, False),
        ({"origin": "https://evil.example", "host": "evil.example"}, PUBLIC, False),
        ({"origin": f"{PUBLIC}.evil.example"}, PUBLIC, False),
        ({"origin": "null"}, PUBLIC, False),
        ({}, PUBLIC, False),
        ({"origin": LOCAL, "host": "127.0.0.1:8000"}, PUBLIC, True),
        ({"origin": "http://localhost:8000", "host": "localhost:8000"}, LOCAL, True),
        ({"origin": "http://127.0.0.1:9000", "host": "127.0.0.1:8000"}, LOCAL, False),
        ({"origin": "http://evil.example", "host": "127.0.0.1:8000"}, LOCAL, False),
    ],
)
def test_a_form_must_come_from_our_own_page(
    headers: dict[str, str], public_url: str, is_ours: bool
) -> None:
    assert comes_from_us(Headers(headers), public_url) == is_ours


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1@evil", False),
        ("", False),
        (None, False),
    ],
)
def test_a_name_that_was_made_to_point_here_is_not_this_machine(
    host: str | None, is_here: bool
) -> None:
    assert from_this_machine(host) == is_here


def test_a_proof_is_good_for_its_own_token_only() -> None:
    assert is_proof(proof_of("a"), "a")
    assert not is_proof(proof_of("a"), "b")
    assert not is_proof("", "a")
    assert not is_proof("\ud83d", "a")
    assert not is_proof(proof_of(""), None)


def test_over_https_the_cookie_is_bound_to_the_host_and_to_encryption() -> None:
    assert Cookie.of(PUBLIC) == Cookie("__Host-sesi", secure=True)
    assert Cookie.of(LOCAL) == Cookie("sesi", secure=False)


def test_a_guests_token_is_known_as_such() -> None:
    assert is_guest(None)
    assert is_guest("tamu-abc")
    assert not is_guest("abc")


# ---------------------------------------------------------------- what is kept of a form

SENT = Posted(
    "/konsol/laporan/17/jawab",
    (("bukti", "b" * 64), ("pilihan", "ya"), ("isi", 'Sudah "diperbaiki".\r\nTerima kasih 🙏'),
     ("kata_sandi", "rahasia sekali, jangan disimpan di halaman")),
)  # fmt: skip


def test_what_was_typed_survives_being_kept_and_a_password_does_not() -> None:
    kept = Kept.of(SENT)
    assert kept is not None
    assert [(field.name, field.is_text) for field in kept.fields] == [
        ("pilihan", False),
        ("isi", True),
    ]
    assert kept.texts == ('Sudah "diperbaiki".\r\nTerima kasih 🙏',)
    assert Kept.of_text(kept.as_text()) == kept


@pytest.mark.parametrize("path", ["/konsol/keluar", "/lacak", "//evil.example/konsol"])
def test_only_forms_of_the_console_are_kept(path: str) -> None:
    assert Kept.of(Posted(path, (("isi", "halo"),))) is None
    assert Kept.of_text(f'["{path}", [["isi", "halo"]]]') is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '["/konsol"]', '["/konsol", [1]]', "[7, []]", "[" * 100_000]
)
def test_whatever_else_is_sent_as_kept_is_nothing(text: str) -> None:
    assert Kept.of_text(text) is None
