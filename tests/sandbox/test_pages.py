"""The pages, as a person without JavaScript uses them."""

from html.parser import HTMLParser

import pytest

from tests.sandbox.conftest import World

Attributes = dict[str, str | None]


class Elements(HTMLParser):
    """All elements of a page, in order, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[Attributes]:
        return [a for t, a in self.found if t == tag and wanted.items() <= a.items()]


def page_at(world: World, path: str = "/") -> str:
    answer = world.http.get(path)
    assert answer.status_code == 200
    return str(answer.text)


def authors(page: str) -> list[str | None]:
    return [post["data-author"] for post in Elements(page).all("article")]


def test_the_composer_offers_the_citizens_and_our_name(world: World) -> None:
    page = page_at(world)
    elements = Elements(page)
    assert elements.all("form", id="tweet", method="post")
    assert "<title>Kotak pasir X</title>" in page
    assert ">\n@lapor1708 </textarea>" in page
    assert len(elements.all("option")) == 6


def test_a_post_appears_at_the_top(world: World) -> None:
    world.post(username="uni_contoh")
    answer = world.http.post("/posts", data={"as": "sari_contoh", "text": "@lapor1708\r\njalan"})
    assert answer.status_code == 200  # after the redirect
    assert authors(answer.text) == ["sari_contoh", "uni_contoh"]
    assert world.state()["posts"][1]["text"] == "@lapor1708\njalan"


def test_the_chosen_citizen_stays_chosen(world: World) -> None:
    answer = world.http.post("/posts", data={"as": "uni_contoh", "text": "@lapor1708 halo"})
    (chosen,) = Elements(answer.text).all("option", value="uni_contoh")[:1]
    assert "selected" in chosen


def test_our_answer_stands_under_the_post_and_says_it_is_automatic(world: World) -> None:
    world.reply(world.post(), "Pantau di https://lapor.go.id/l/ABC")
    page = page_at(world)
    assert authors(page) == ["sari_contoh", "lapor1708"]
    assert page.index('data-author="sari_contoh"') < page.index('data-author="lapor1708"')
    answer = page[page.index('data-author="lapor1708"') :]
    assert '<span class="badge">otomatis</span>' in answer
    assert 'href="https://lapor.go.id/l/ABC"' in answer
    assert "t.co" not in page


def test_replies_nest_and_say_whom_they_answer(world: World) -> None:
    first = world.post()
    ours = world.reply(first, "Di mana?").body["data"]["id"]
    answer = world.http.post(
        "/posts", data={"as": "sari_contoh", "text": "di Belopa", "in_reply_to": ours}
    )
    assert authors(answer.text) == ["sari_contoh", "lapor1708", "sari_contoh"]
    assert 'Membalas <span class="mention">@lapor1708</span>' in answer.text


def test_citizens_can_edit_and_delete_their_posts_but_not_ours(world: World) -> None:
    first = world.post(text="@lapor1708 jlan")
    ours = world.reply(first, "Baik").body["data"]["id"]
    page = world.http.post(f"/posts/{first}/edit", data={"text": "@lapor1708 jalan baru"}).text
    assert "disunting" in page
    assert "jalan baru" in page
    world.http.post(f"/posts/{ours}/delete")
    world.http.post(f"/posts/{ours}/edit", data={"text": "palsu"})
    assert [(p["text"], p["deleted"]) for p in world.state()["posts"]] == [
        ("@lapor1708 jalan baru", False),
        ("Baik", False),
    ]
    page = world.http.post(f"/posts/{first}/delete").text
    assert "Postingan ini sudah dihapus." in page
    assert "jalan baru" not in page


def test_after_30_minutes_there_is_nothing_to_edit(world: World) -> None:
    post_id = world.post()
    world.clock.advance(minutes=31)
    page = page_at(world)
    assert "Sunting" not in page
    page = world.http.post(f"/posts/{post_id}/edit", data={"text": "a"}).text
    assert "30 menit pertama" in page


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"as": "sari_contoh", "text": "   "}, "Tulis sesuatu dulu."),
        ({"as": "sari_contoh", "text": "a" * 4001}, "Terlalu panjang"),
        ({"as": "tidak_ada", "text": "halo"}, "Pilih salah satu warga"),
        ({"as": "lapor1708", "text": "palsu"}, "Pilih salah satu warga"),
        ({}, "Pilih salah satu warga"),
    ],
)
@pytest.mark.parametrize("path", ["/posts", "/dm"])
def test_a_mistake_is_explained_and_nothing_typed_is_lost(
    world: World, path: str, form: dict[str, str], message: str
) -> None:
    answer = world.http.post(path, data=form)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'role="alert"' in answer.text
    assert form.get("text", "") in answer.text
    assert world.state()["posts"] == world.state()["dms"] == []


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_an_example_fills_the_composer(world: World, number: int) -> None:
    page = page_at(world, f"/?contoh={number}")
    filled = page.partition('id="text"')[2].partition("</textarea>")[0]
    assert len(filled.partition("@lapor1708")[2]) > 20


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "²", ""])
def test_an_example_that_does_not_exist_fills_nothing(world: World, number: str) -> None:
    assert ">\n@lapor1708 </textarea>" in page_at(world, f"/?contoh={number}")


HOSTILE = '<script>alert(1)</script> "\'> {{ 7*7 }} \u202e https://contoh.id/?a="><b>'


def test_what_people_write_is_shown_and_never_run(world: World) -> None:
    world.admin("POST", "/users", username="jahil", name="<b>Jahil</b>", location="<i>")
    post_id = world.post(username="jahil", text=f"@lapor1708 {HOSTILE}")
    world.post(username="jahil", text=HOSTILE, quotes=post_id)
    world.post(username="jahil", text="", retweets=post_id)
    world.dm(username="jahil", text=HOSTILE)
    for path in ("/", "/dm?as=jahil", "/?as=<script>alert(1)</script>"):
        page = page_at(world, path)
        assert "<script>alert" not in page
        assert "<b>" not in page
        assert "<i>" not in page
    assert "{{ 7*7 }}" in page_at(world)


def test_every_text_finds_its_own_direction(world: World) -> None:
    world.post(text="@lapor1708 שלום")
    texts = Elements(page_at(world)).all("p", **{"class": "text"})
    assert [text["dir"] for text in texts] == ["auto"]


def test_messages_show_both_sides_of_one_conversation(world: World) -> None:
    world.dm(username="uni_contoh", text="rahasia orang lain")
    page = world.http.post("/dm", data={"as": "sari_contoh", "text": "halo min"}).text
    world.send("/dm_conversations/with/1000000000000000001/messages", {"text": "Halo juga"})
    page = page_at(world, "/dm?as=sari_contoh")
    assert [dm["data-from"] for dm in Elements(page).all("li") if "data-from" in dm] == [
        "sari_contoh",
        "lapor1708",
    ]
    assert "rahasia orang lain" not in page


def test_every_field_has_a_label(world: World) -> None:
    world.post()
    world.dm()
    for path in ("/", "/dm?as=sari_contoh"):
        elements = Elements(page_at(world, path))
        labelled = {label["for"] for label in elements.all("label")}
        fields = elements.all("textarea") + elements.all("select")
        assert {field["id"] for field in fields} <= labelled
        ids = [attrs["id"] for _, attrs in elements.found if "id" in attrs]
        assert len(ids) == len(set(ids))


def test_a_very_long_thread_is_shown_whole(world: World) -> None:
    last = world.post()
    for n in range(60):
        last = world.post(text=f"lanjutan {n}", in_reply_to=last)
    assert len(authors(page_at(world))) == 61


def test_only_the_newest_threads_are_shown(world: World) -> None:
    for n in range(101):
        world.app.state.platform.publish("1000000000000000001", f"kabar {n}")
    page = page_at(world)
    assert len(authors(page)) == 100
    assert "kabar 100" in page


def test_a_suspended_citizen_cannot_be_chosen(world: World) -> None:
    world.admin("POST", "/users/uni_contoh/state", suspended=True)
    assert not Elements(page_at(world)).all("option", value="uni_contoh")


@pytest.mark.parametrize("name", ["site.css", "timeline.js", "icon.svg"])
def test_static_files_are_served(world: World, name: str) -> None:
    assert world.http.get(f"/static/{name}").status_code == 200
