"""What identifies a person, as exact spans of the text."""

import pytest

from tests.nlp.conftest import Read


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("NIK saya 3374015503900001 tidak aktif", "nik", "3374015503900001"),
        ("nik 3374 0155 0390 0001 ganda", "nik", "3374 0155 0390 0001"),
        ("no kk: 3374011203150002", "kk", "3374011203150002"),
        ("hub 081200000000 ya", "phone", "081200000000"),
        ("wa 0812-0000-0000", "phone", "0812-0000-0000"),
        ("telp +62 812 0000 0000", "phone", "+62 812 0000 0000"),
        ("wa 6281200000000", "phone", "6281200000000"),
        ("email korban.umrah@example.com.", "email", "korban.umrah@example.com"),
        ("platnya F 9999 XYZ ngebut", "plate", "F 9999 XYZ"),
        ("nopol: b 1234 xyz", "plate", "b 1234 xyz"),
        ("nama saya Contoh Nama Orang, warga sini", "name", "Contoh Nama Orang"),
        ("a.n. Contoh Nama belum jadi", "name", "Contoh Nama"),
    ],
)
def test_it_is_found_exactly(read: Read, text: str, kind: str, secret: str) -> None:
    found = [(p.kind, text[p.start : p.end]) for p in read(text).pii]
    assert found == [(kind, secret)]


@pytest.mark.parametrize(
    "text",
    [
        "sudah telepon 110 dan 112",
        "call center 1500-123 tidak diangkat",
        "tanggal 2022-05-13 jam 20.30",
        "RT 01 RW 02 No 15",
        "RT 05 RW 01",
        "Blok B 12 NO 4",
        "harga 150000 rupiah",
        "rekening 9999999999999999",
        "nama saya tidak terdaftar",
        "bantuan. Terima kasih Bapak",
        "@lapor1708 tolong",
    ],
)
def test_what_identifies_nobody_is_left_alone(read: Read, text: str) -> None:
    assert read(text).pii == ()


def test_offsets_hold_behind_emoji_and_unsafe_characters(read: Read) -> None:
    text = "😭😭 \u202e\ud83d hub 081200000000"
    (span,) = read(text).pii
    assert text[span.start : span.end] == "081200000000"
