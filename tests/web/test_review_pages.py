"""The review pages over the real database: what a moderator's browser sends, and what it gets."""

import json
import re

import httpx
import pytest
from sqlalchemy import Engine

from domain.model import Visibility
from domain.people import Role
from domain.status import Status
from tests.clock import SetClock
from tests.desk import BAGUS, DOUBTFUL, SECRET, TEXT, Desk, doubtful
from tests.web.fakes import Browser
from tests.web.house import House
from web.access import proof_of


class Moderator:
    """Somebody signed in at the review pages, with short verbs."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def get(self, address: str) -> httpx.Response:
        return self.browser.get(address)

    def post(
        self, address: str, fields: dict[str, str], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send a form with the proof that every form of a page carries."""
        proof = proof_of(self.browser.cookies.get("sesi") or "")
        return self.browser.post(address, {"bukti": proof, **fields}, headers)

    def page(self, review_id: int) -> str:
        answer = self.get(f"/konsol/tinjauan/{review_id}")
        assert answer.status_code == 200
        return answer.text

    def sends(self, review_id: int, act: str, **fields: str) -> httpx.Response:
        """Send a form of the page of a matter, as it is there now."""
        page = self.page(review_id)
        version = re.findall(r'name="versi" value="(\d+)"', page)[0]
        key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]
        form = {"tindakan": act, "versi": version, "kunci": f"{key}-{act}", **fields}
        return self.post(f"/konsol/tinjauan/{review_id}", form)


@pytest.fixture
def desk(engine: Engine, clock: SetClock) -> Desk:
    return Desk(engine, clock)


@pytest.fixture
def house(desk: Desk) -> House:
    return House(desk.engine, desk.clock, review=desk.review, search=desk.search)


@pytest.fixture
def rina(house: House) -> Moderator:
    return Moderator(house.as_(Role.MODERATOR))


def test_the_queue_shows_what_waits_and_none_of_its_words(desk: Desk, rina: Moderator) -> None:
    desk.opens()
    desk.opens(belief=doubtful(emergency=True))
    page = rina.get("/konsol/tinjauan").text
    assert re.findall(r'data-item="(\d+)"', page) == ["2", "1"]
    assert "topik belum pasti" in page
    for word in ("berlubang", "0812", "warga_contoh"):
        assert word not in page


def test_filters_take_names_and_stay_while_going_on(desk: Desk, rina: Moderator) -> None:
    for _ in range(30):
        desk.opens()
    page = rina.get("/konsol/tinjauan?wilayah=luwu&topik=pekerjaan_umum&umur=&alasan=").text
    assert "Kabupaten Luwu, Sulawesi Selatan" in page
    (following,) = re.findall(r'<a href="([^"]+)" rel="next"', page)
    following = following.replace("&amp;", "&")
    assert "wilayah=73.17" in following
    assert len(re.findall(r"data-item", rina.get(following).text)) == 5
    answer = rina.post("/konsol/tinjauan/berikut", {"saring": "wilayah=73.17&topik=pekerjaan_umum"})
    assert answer.headers["location"] == "/konsol/tinjauan/1?topik=pekerjaan_umum&wilayah=73.17"
    assert "tidak ditemukan" in rina.get("/konsol/tinjauan?wilayah=atlantis&instansi=x").text


def test_evidence_is_marked_in_place_and_in_words(desk: Desk, rina: Moderator) -> None:
    page = rina.page(desk.opens())
    marks = re.findall(r'<mark class="m-(\w+)"><span class="m-label">([^<]+)</span>([^<]+)', page)
    assert ("topic", "Topik", "jalan berlubang") in marks
    assert ("location", "Tempat", "Kec. Bajo Kab. Luwu") in marks
    assert ("pii", "Data pribadi", "081200000000") in marks
    words = re.sub(r'<span class="m-label">[^<]+</span>', "", page)
    (shown,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", words, re.S)
    assert re.sub(r"<[^>]+>", "", shown) == TEXT


def test_what_else_it_may_be_is_one_key_away(desk: Desk, rina: Moderator) -> None:
    page = rina.page(desk.opens())
    keys = re.findall(r'data-key="([^"]+)"', page)
    assert {"1", "2", "3", "4", "5", "7", "a", "l", "m", "b", "w", "g", "k"} <= set(keys)
    assert len(keys) == len(set(keys))
    assert "Perhubungan: lalu lintas" in page
    assert "45%" in page


def test_a_decision_leads_to_the_next_matter_and_can_be_undone(desk: Desk, rina: Moderator) -> None:
    first, second = desk.opens(), desk.opens()
    answer = rina.sends(first, "setujui")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/konsol/tinjauan/{second}?urung=1"
    page = rina.get(answer.headers["location"]).text
    assert "Disetujui dan diteruskan." in page
    undone = rina.post("/konsol/tinjauan/urung/1", {})
    assert undone.headers["location"] == f"/konsol/tinjauan/{first}"
    assert desk.sees(first).status is Status.PERLU_TINJAUAN
    desk.passes(seconds=11)
    assert "Disetujui dan diteruskan." not in rina.get(answer.headers["location"]).text


def test_when_nothing_waits_the_queue_says_so(desk: Desk, rina: Moderator) -> None:
    answer = rina.sends(desk.opens(), "lewati")
    assert answer.headers["location"] == "/konsol/tinjauan?urung=1"
    rina.sends(1, "bukan_laporan", alasan="spam")
    assert "Antrean kosong" in rina.get("/konsol/tinjauan").text


def test_the_same_form_twice_decides_once(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens()
    form = {"tindakan": "setujui", "versi": "1", "kunci": "sama"}
    answers = [rina.post(f"/konsol/tinjauan/{review_id}", form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len([said for said in desk.sees(review_id).thread if said.status]) == 2


def test_whoever_comes_second_is_told_and_keeps_what_they_wrote(
    desk: Desk, rina: Moderator
) -> None:
    review_id = desk.opens()
    desk.adds(review_id, "tolong cepat")  # a new version
    form = {
        "tindakan": "kembalikan",
        "versi": "1",
        "kunci": "k",
        "catatan": "sudah saya tulis <panjang>",
    }
    answer = rina.post(f"/konsol/tinjauan/{review_id}", form)
    assert answer.status_code == 409
    assert "Ada yang berubah" in answer.text
    assert "sudah saya tulis &lt;panjang&gt;" in answer.text


def test_a_matter_that_somebody_else_has_can_only_be_read(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens()
    desk.sees(review_id, BAGUS, take=True)
    page = rina.page(review_id)
    assert "Sedang dibuka oleh Bagus" in page
    assert 'name="tindakan"' not in page
    form = {"tindakan": "setujui", "versi": "1", "kunci": "k"}
    answer = rina.post(f"/konsol/tinjauan/{review_id}", form)
    assert answer.status_code == 409
    assert desk.sees(review_id).is_open


def test_the_lease_is_renewed_and_released(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens()
    rina.page(review_id)
    assert rina.post(f"/konsol/tinjauan/{review_id}/sewa", {}).json() == {
        "milik": True,
        "nama": "Nama Moderator",
    }
    rina.post(f"/konsol/tinjauan/{review_id}/lepas", {})
    assert desk.sees(review_id).lease is None
    rina.browser.ask("HEAD", f"/konsol/tinjauan/{review_id}")
    assert desk.sees(review_id).lease is None


def test_without_a_script_places_and_agencies_are_found_by_a_form(
    desk: Desk, rina: Moderator
) -> None:
    review_id = desk.opens()
    page = rina.get(f"/konsol/tinjauan/{review_id}?cari_tempat=bekasi&cari_instansi=hubung").text
    assert 'value="32.75"><span>Kota Bekasi, Jawa Barat</span>' in page
    assert page.index("73.17:perhubungan") < page.index("32.75:perhubungan")
    rina.sends(review_id, "ubah", bidang="tempat", nilai="32.75")
    agency = desk.sees(review_id).fields.agency
    assert agency is not None
    assert agency.id == "32.75:pupr"


def test_searching_answers_with_names_as_plain_values(desk: Desk, rina: Moderator) -> None:
    found = json.loads(rina.get("/konsol/cari/tempat?q=bajo").text)
    assert found == {
        "hasil": [{"nilai": "73.17.04", "nama": "Bajo, Kabupaten Luwu, Sulawesi Selatan"}]
    }
    assert rina.get("/konsol/cari/instansi?q=<b>").json() == {"hasil": []}


def test_words_are_hidden_and_shown_again_with_a_reason(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens()
    rina.sends(review_id, "samarkan", nilai="DUA ORANG")
    page = rina.page(review_id)
    assert "jalan berlubang besar di Kec. Bajo Kab. Luwu, sudah [disamarkan] jatuh" in page
    assert "081200000000" not in page[page.index('id="teks-publik"') :].split("</textarea>")[0]
    assert rina.sends(review_id, "buka_samaran", tanda="1").status_code == 422
    rina.sends(review_id, "buka_samaran", tanda="1", catatan="nomor kantor")
    assert desk.sees(review_id).redactions[-1].lifted == "nomor kantor"
    assert rina.sends(review_id, "samarkan", nilai="tidak ada").status_code == 422


def test_an_anonymous_report_gets_a_summary_that_may_not_quote(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens(belief=doubtful(visibility=Visibility.ANONIM))
    page = rina.page(review_id)
    assert "Pelapor menyampaikan pengaduan tentang Pekerjaan Umum dan Penataan Ruang" in page
    quoted = rina.sends(review_id, "teks_publik", nilai="Ada jalan berlubang besar di Kec. Bajo.")
    assert quoted.status_code == 422
    assert "jalan berlubang besar di kec" in quoted.text
    assert "Ada jalan berlubang besar di Kec. Bajo.</textarea>" in quoted.text
    assert rina.sends(review_id, "teks_publik", nilai="Jalan di sana rusak.").status_code == 303
    assert desk.sees(review_id).public_text == "Jalan di sana rusak."
    assert 'id="panel-teks"' not in rina.page(desk.opens(belief=SECRET))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} {% raw %}",
        "\u202egnurutnap\u202c \u200f\u200eabc مرحبا",
        "\"><b name='x'>",
    ],
)
def test_a_tweet_is_shown_as_text_whatever_it_holds(desk: Desk, rina: Moderator, text: str) -> None:
    belief = doubtful(evidence=DOUBTFUL.evidence, pii=())
    page = rina.page(desk.opens(text, belief))
    (shown,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.S)
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "<b " not in shown
    assert "\u202e" not in page
    assert 'dir="auto"' in page


@pytest.mark.parametrize(
    "address",
    ["0", "-1", "999", "abc", "9" * 30, "1%00", "²", "1/lain", "urung", "berikut"],
)
def test_an_unknown_number_is_a_page_that_is_not_there(
    desk: Desk, rina: Moderator, address: str
) -> None:
    desk.opens()
    answer = rina.get(f"/konsol/tinjauan/{address}")
    assert answer.status_code == 404
    assert rina.post(f"/konsol/tinjauan/urung/{address}", {}).status_code in (404, 405)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"tindakan": "setujui"}, 422),
        ({"tindakan": "hapus", "versi": "1", "kunci": "k"}, 422),
        ({"tindakan": "setujui", "versi": "x", "kunci": "k"}, 422),
        ({"tindakan": "setujui", "versi": "1", "kunci": ""}, 422),
        ({"tindakan": "setujui", "versi": "1", "kunci": "k" * 500}, 422),
        ({"tindakan": "setujui", "versi": "7", "kunci": "k"}, 409),
        ({"tindakan": "ubah", "versi": "1", "kunci": "k", "bidang": "status", "nilai": "x"}, 422),
        ({"tindakan": "gabung", "versi": "1", "kunci": "k", "induk": "9" * 40}, 422),
        ({"tindakan": "kembalikan", "versi": "1", "kunci": "k", "catatan": "x" * 5000}, 422),
        ({"tindakan": "kembalikan", "versi": "1", "kunci": "k", "catatan": "x" * 1_000_000}, 413),
        ({"tindakan": "kembalikan", "versi": "1", "kunci": "k", "catatan": "\x00\ud7ff "}, 303),
    ],
)
def test_bad_input_gets_a_clear_answer(
    desk: Desk, rina: Moderator, fields: dict[str, str], status: int
) -> None:
    review_id = desk.opens()
    answer = rina.post(f"/konsol/tinjauan/{review_id}", fields)
    assert answer.status_code == status
    if status != 303:
        assert desk.sees(review_id).status is Status.PERLU_TINJAUAN
        assert desk.sees(review_id).version == 1
    if "catatan" in fields and status != 303:
        assert re.search(r"paling banyak 4\.?000 karakter|Persingkat tulisan", answer.text)


def test_a_form_of_another_site_is_refused(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens()
    form = {"tindakan": "setujui", "versi": "1", "kunci": "k"}
    address = f"/konsol/tinjauan/{review_id}"
    answer = rina.post(address, form, {"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert desk.sees(review_id).is_open
    assert rina.post(address, form).status_code == 303


def test_a_form_without_its_proof_waits_to_be_confirmed(desk: Desk, rina: Moderator) -> None:
    review_id = desk.opens()
    form = {"tindakan": "kembalikan", "versi": "1", "kunci": "k", "catatan": "belum jelas"}
    answer = rina.browser.post(f"/konsol/tinjauan/{review_id}", form)
    assert answer.status_code == 403
    assert "belum jelas" in answer.text
    assert desk.sees(review_id).version == 1


def test_every_form_that_changes_something_carries_its_proof(desk: Desk, rina: Moderator) -> None:
    shown = desk.opens(belief=doubtful(visibility=Visibility.ANONIM))
    taken = desk.opens()
    desk.sees(taken, BAGUS, take=True)
    undo = rina.sends(shown, "ubah", bidang="topik", nilai="kesehatan").headers["location"]
    for address in (undo, f"/konsol/tinjauan/{taken}", "/konsol/tinjauan?urung=1"):
        forms = re.findall(r'<form[^>]*method="post".*?</form>', rina.get(address).text, re.S)
        assert len(forms) > 1
        assert all('name="bukti"' in form for form in forms)


def test_what_is_read_and_decided_stands_in_the_audit_log(
    desk: Desk, house: House, rina: Moderator
) -> None:
    rina.sends(desk.opens(), "setujui")
    page = house.as_(Role.AUDITOR).get("/konsol/jejak").text
    assert "Membaca tulisan pelapor" in page
    assert "Meneruskan ke instansi" in page


def test_scripts_are_allowed_here_and_only_from_here(desk: Desk, rina: Moderator) -> None:
    page = rina.get(f"/konsol/tinjauan/{desk.opens()}")
    assert "script-src 'self'; connect-src 'self'" in page.headers["content-security-policy"]
    assert "script-src" not in rina.get("/").headers["content-security-policy"]
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert len(scripts) == 1
    assert 'src="/static/review.js' in scripts[0]
    assert "style=" not in page.text
    assert not re.search(r"\son\w+=", page.text)
    ids = re.findall(r'\bid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    pointed_at = re.findall(r'(?:aria-labelledby|aria-controls|\bfor)="([^"]+)"', page.text)
    assert set(pointed_at) <= set(ids)
