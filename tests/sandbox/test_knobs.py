"""/sandbox: what tests and players may change."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.conftest import US, World


def test_a_new_citizen_can_speak(world: World) -> None:
    user = world.admin("POST", "/users", username="wayan", name="Wayan", location="Gianyar")
    post_id = world.post(username="Wayan", text="@lapor1708 halo")
    (post,) = world.state()["posts"]
    assert (post["id"], post["author_id"], post["username"]) == (post_id, user["id"], "wayan")


def test_a_post_may_be_backdated_but_its_id_is_new(world: World) -> None:
    first = world.post()
    second = world.post(created_at="2026-08-01T07:00:00+07:00")
    assert int(second) > int(first)
    assert world.state()["posts"][1]["created_at"] == "2026-08-01T00:00:00.000Z"


def test_reset_leaves_the_citizens_only(world: World) -> None:
    last = world.post()
    world.dm()
    world.admin("POST", "/users", username="wayan", name="Wayan")
    world.admin("POST", "/faults", on="any", kind="drop")
    world.admin("POST", "/reset")
    state = world.state()
    assert (state["posts"], state["dms"], state["faults"]) == ([], [], [])
    assert len(state["users"]) == 6
    assert int(world.post()) > int(last)


def test_ids_grow_and_never_repeat_though_the_clock_stands_still_or_goes_back(world: World) -> None:
    ids = [world.post(), world.dm(), world.post()]
    world.clock.advance(hours=-1)
    ids += [world.post(), world.edit(world.post(), "b")]
    numbers = [int(given) for given in ids]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/users", {"username": "sari_CONTOH", "name": "Sari"}, 409),
        ("POST", "/users", {"username": "dengan spasi", "name": "Sari"}, 422),
        ("POST", "/users/tidak_ada/state", {"protected": True}, 404),
        ("POST", "/posts", {"username": "tidak_ada", "text": "a"}, 404),
        ("POST", "/posts", {"username": "sari_contoh", "text": " "}, 422),
        ("POST", "/posts", {"username": "sari_contoh", "text": "a", "in_reply_to": "1"}, 404),
        (
            "POST",
            "/posts",
            {"username": "sari_contoh", "text": "a", "created_at": "2026-01-01"},
            422,
        ),
        ("POST", "/posts/1/edit", {"text": "a"}, 404),
        ("DELETE", "/posts/1", None, 404),
        ("POST", "/dms", {"username": "tidak_ada", "text": "a"}, 404),
    ],
)
def test_mistakes_are_told(world: World, method: str, path: str, body: object, status: int) -> None:
    assert world.http.request(method, f"/sandbox{path}", json=body).status_code == status


def test_a_post_can_be_edited_for_30_minutes_and_five_times(world: World) -> None:
    late, often = world.post(), world.post()
    for n in range(5):
        world.edit(often, f"@lapor1708 {n}")
    assert world.http.post(f"/sandbox/posts/{often}/edit", json={"text": "a"}).status_code == 409
    world.clock.advance(minutes=29, seconds=59)
    world.edit(late, "@lapor1708 masih bisa")
    world.clock.advance(seconds=1)
    assert world.http.post(f"/sandbox/posts/{late}/edit", json={"text": "a"}).status_code == 409


def test_any_id_of_an_edited_post_deletes_it(world: World) -> None:
    first = world.post()
    world.edit(first, "@lapor1708 lagi")
    world.delete(first)
    assert world.mentions()["meta"]["result_count"] == 0


def test_many_threads_may_speak_at_once(world: World) -> None:
    platform = world.app.state.platform

    def speak(n: int) -> None:
        for turn in range(25):
            platform.publish("1000000000000000001", f"@lapor1708 {n} {turn}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(speak, range(8)))
    assert len({post.id for post in platform.mentions(US)}) == 200
