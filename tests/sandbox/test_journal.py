"""What a restarted sandbox remembers."""

from pathlib import Path

import pytest

from tests.sandbox.conftest import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "deep" / "journal.jsonl")


def test_everything_said_is_there_after_a_restart(world: World) -> None:
    world.admin("POST", "/users", username="wayan", name="Wayan")
    first = world.post(username="wayan", text="@lapor1708 🙏 jalan\nrusak")
    second = world.edit(first, "@lapor1708 jalan")
    world.reply(second, "Terima kasih")
    world.dm()
    world.delete(world.post())
    world.admin("POST", "/users/uni_contoh/state", suspended=True)
    before = world.state()
    world.start()
    assert world.state() == before


def test_ids_go_on_after_a_restart(world: World) -> None:
    before = world.post()
    world.clock.advance(days=-1)
    world.start()
    assert int(world.post()) > int(before)


def test_a_reset_is_remembered_and_its_ids_are_not_used_again(world: World) -> None:
    before = world.post()
    world.admin("POST", "/reset")
    world.start()
    assert world.state()["posts"] == []
    assert int(world.post()) > int(before)


def test_quotas_and_faults_are_not_remembered(world: World) -> None:
    world.ask("/users/me")
    world.admin("POST", "/faults", on="any", kind="drop")
    world.start()
    assert world.state()["faults"] == []
    assert world.ask("/users/me").headers["x-rate-limit-remaining"] == "74"


def test_a_line_torn_by_a_crash_is_dropped(world: World) -> None:
    kept = world.post()
    assert world.journal is not None
    with world.journal.open("a") as file:
        file.write('{"post": {"author_id": "10000')
    world.start()
    added = world.post()
    world.start()
    assert [post["id"] for post in world.state()["posts"]] == [kept, added]


def test_without_a_journal_a_restart_forgets() -> None:
    world = World()
    world.post()
    world.start()
    assert world.state()["posts"] == []
