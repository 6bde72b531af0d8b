"""The audit log as auditors meet it: who did what, in plain words, and nothing to change."""

import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import Engine, text

from domain.audit import (
    NOTHING_YET,
    AuditAct,
    AuditEvent,
    AuditObject,
    AuditPage,
    AuditRow,
    AuditSearch,
    Detail,
    Flaw,
    Head,
    ObjectKind,
    Problem,
    Verdict,
)
from domain.people import Role
from storage.engine import transaction
from tests.clock import SetClock
from tests.web.fakes import MOMENT
from tests.web.house import House, email_of, proof_in
from tests.web.looks import assert_safe, assert_self_contained, assert_usable_unseen
from web.audit_views import ACT_NAMES, FLAW_NAMES, OBJECT_NAMES, AuditView, audit_view

WHOLE = Verdict(NOTHING_YET, (), 0)
ROW = AuditRow(
    number=1204,
    at=MOMENT,
    actor="7",
    actor_name="Sari",
    role="moderator",
    act="forward",
    object_kind="report",
    object_id="17",
    object_name=None,
    details=(),
)


@pytest.fixture
def house(engine: Engine, clock: SetClock) -> House:
    return House(engine, clock)


def acts_on(page: str) -> list[str]:
    return re.findall(r"data-entry>.*?<strong>([^<]*)</strong>", page, re.S)


def shown(row: AuditRow) -> AuditView:
    return audit_view(AuditPage((row,), has_older=False, end=WHOLE), AuditSearch())


# ---------------------------------------------------------------- a day in the console


def test_what_people_did_is_told_newest_first_with_their_names(house: House) -> None:
    house.accounts.disable(email_of(Role.INSTANSI), house.clock.now())
    moderator = house.as_(Role.MODERATOR)
    moderator.get("/konsol/dasbor/instansi.csv?hari=7")
    moderator.post("/konsol/keluar", {"bukti": proof_in(moderator.get("/konsol").text)})
    page = house.as_(Role.AUDITOR).get("/konsol/jejak").text
    assert acts_on(page) == [
        "Masuk ke konsol", "Keluar dari konsol", "Mengunduh berkas", "Masuk ke konsol",
        "Menutup akun", *["Membuat akun"] * 4,
    ]  # fmt: skip
    assert "24 November 2026, 12.00 WIB" in page
    assert "Nama Moderator" in page
    assert "Berkas instansi" in page
    assert "7 hari terakhir" in page
    assert "Operator, lewat baris perintah" in page
    assert "instansi 32.76:pemda, peran Petugas instansi" in page


def test_it_can_be_narrowed_to_an_act_and_to_an_object(house: House) -> None:
    auditor = house.as_(Role.AUDITOR)
    page = auditor.get("/konsol/jejak?tindakan=add_person").text
    assert acts_on(page) == ["Membuat akun"] * 4
    assert '<option value="add_person" selected>' in page
    page = auditor.get("/konsol/jejak?objek=person&nomor=%202%20").text
    assert acts_on(page) == ["Membuat akun"]
    assert "Akun 2, Nama Moderator" in page
    assert 'name="nomor" type="text" maxlength="80"' in page
    assert 'value="2">' in page
    page = auditor.get("/konsol/jejak?tindakan=erase&objek=&nomor=&sebelum=").text
    assert "Tidak ada yang cocok." in page


@pytest.mark.parametrize(
    "query",
    ["tindakan=x", "objek=x", "sebelum=0", "sebelum=-1", "sebelum=1.0", "sebelum=%D9%A3",
     "sebelum=9999999999999999999", "tindakan=VERIFY"],
)  # fmt: skip
def test_what_cannot_be_asked_for_does_not_exist(house: House, query: str) -> None:
    assert house.as_(Role.ADMIN).get(f"/konsol/jejak?{query}").status_code == 404


@pytest.mark.parametrize("typed", ["<b>", "%00", "%ED%A0%BD", "a" * 5000, "'; DROP TABLE users"])
def test_whatever_is_typed_finds_nothing_and_harms_nothing(house: House, typed: str) -> None:
    page = house.as_(Role.ADMIN).get(f"/konsol/jejak?nomor={typed}")
    assert page.status_code == 200
    assert "Tidak ada yang cocok." in page.text
    assert "<b>" not in page.text


def test_older_pages_are_a_link_away_and_keep_what_was_asked(house: House) -> None:
    about = AuditObject(ObjectKind.REPORT, "17")
    for number in range(120):
        act = AuditAct.VERIFY if number % 2 else AuditAct.VIEW_REPORT
        house.journal.note(AuditEvent(house.clock.now(), "1", "admin", act, about))
    auditor = house.as_(Role.AUDITOR)
    address, pages = "/konsol/jejak?tindakan=verify&objek=report", []
    while address:
        page = auditor.get(address).text
        pages.append(len(acts_on(page)))
        links = re.findall(r'<a href="([^"]*)">Lebih lama</a>', page)
        address = unescape(links[0]) if links else ""
    assert pages == [50, 10]
    back = re.findall(r'<a href="([^"]*)">Kembali ke yang terbaru</a>', page)
    assert unescape(back[0]) == "/konsol/jejak?tindakan=verify&objek=report"


# ---------------------------------------------------------------- the chain


def test_the_page_says_that_the_end_of_the_chain_is_whole(house: House) -> None:
    page = house.as_(Role.AUDITOR).get("/konsol/jejak").text
    assert 'role="status" data-chain="whole"' in page
    assert "Ujung jejak cocok: baris 5." in page
    assert re.search(r'<code class="hash">5:[0-9a-f]{64}</code>', page)


def test_the_page_says_that_the_end_of_the_chain_was_cut_off(house: House) -> None:
    auditor = house.as_(Role.AUDITOR)
    with transaction(house.engine) as tx:
        tx.execute(text("DROP TRIGGER audit_log_no_delete"))
        tx.execute(text("DELETE FROM audit_log WHERE number > 3"))
    page = auditor.get("/konsol/jejak").text
    assert 'role="alert" data-chain="broken"' in page
    assert "Ujung jejak tidak cocok: baris terakhir hilang." in page


def test_two_flaws_at_once_are_both_told() -> None:
    flaws = (Problem(Flaw.CHANGED, 3, 3), Problem(Flaw.HEAD_CHANGED, 3, 3))
    page = AuditPage((), has_older=False, end=Verdict(Head(3, "a" * 64), flaws, 2))
    assert audit_view(page, AuditSearch()).end.says == (
        "Ujung jejak tidak cocok: baris terakhir diubah setelah ditulis; baris terakhir bukan yang"
        " diingat sebagai ujung."
    )


def test_an_empty_log_says_so() -> None:
    page = AuditPage((), has_older=False, end=WHOLE)
    assert audit_view(page, AuditSearch()).end.says == "Jejak masih kosong."


# ---------------------------------------------------------------- words


def test_everything_that_can_stand_in_the_log_has_a_name() -> None:
    assert set(ACT_NAMES) == set(AuditAct)
    assert set(OBJECT_NAMES) == set(ObjectKind)
    assert set(FLAW_NAMES) == set(Flaw)
    assert len(set(ACT_NAMES.values())) == len(AuditAct)


def test_a_row_is_said_in_plain_words() -> None:
    (entry,) = shown(ROW).entries
    assert (entry.number, entry.at) == ("1.204", "25 November 2026, 01.04 WIB")
    assert (entry.who, entry.account, entry.role) == ("Sari", "7", "Moderator")
    assert (entry.act, entry.about) == ("Meneruskan ke instansi", "Laporan 17")
    assert entry.details == "–"


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"way": "password"}, "dengan kata sandi"),
        ({"way": "openid", "is_first": True}, "dengan akun instansi, untuk pertama kali"),
        ({"is_first": False, "way": "openid"}, "dengan akun instansi"),
        ({"what": "password"}, "yang diubah kata sandi"),
        ({"role": "instansi", "first": True}, "peran Petugas instansi, admin pertama"),
        ({"days": 30}, "30 hari terakhir"),
        ({"what": "jenis", "to": "aspirasi"}, "yang diubah jenis, menjadi aspirasi"),
        ({"unnamed": "baru", "other": None}, "unnamed baru, other tidak"),
    ],
)
def test_details_are_said_in_plain_words(details: dict[str, Detail], said: str) -> None:
    assert shown(replace(ROW, details=tuple(details.items()))).entries[0].details == said


def test_a_forged_row_is_shown_as_it_stands_and_escaped(house: House) -> None:
    auditor = house.as_(Role.AUDITOR)
    with transaction(house.engine) as tx:
        tx.execute(text("DROP TRIGGER audit_log_no_update"))
        tx.execute(
            text(
                "UPDATE audit_log SET act = '<i>x</i>', at = 'kemarin', details = '[',"
                " object_kind = '<i>', actor = '<i>9' WHERE number = 5"
            )
        )
    page = auditor.get("/konsol/jejak").text
    assert acts_on(page)[0] == "&lt;i&gt;x&lt;/i&gt;"
    assert page.count("Tidak terbaca") == 2
    assert "<i>" not in page
    assert 'data-chain="broken"' in page


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("role", "is_led"), [(Role.ADMIN, True), (Role.AUDITOR, True), (Role.MODERATOR, False)]
)
def test_the_console_leads_to_it_whoever_may_read_it(
    house: House, role: Role, is_led: bool
) -> None:
    page = house.as_(role).get("/konsol").text
    assert ('href="/konsol/jejak"' in page) == is_led


def test_the_page_is_like_every_other(house: House) -> None:
    auditor = house.as_(Role.AUDITOR)
    answer, head = auditor.get("/konsol/jejak"), auditor.ask("HEAD", "/konsol/jejak")
    assert_safe("/konsol/jejak", False, dict(answer.headers))
    assert (head.status_code, head.headers) == (200, answer.headers)
    assert_self_contained(answer.text)
    assert_usable_unseen(answer.text)
