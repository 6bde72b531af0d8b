"""The sandbox runs on loopback, in the reach of a browser that also visits other sites."""

import pytest

from tests.sandbox.conftest import TestClient, World

FORM = {"as": "sari_contoh", "text": "@lapor1708 halo"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
@pytest.mark.parametrize("path", ["/posts", "/dm", "/sandbox/reset"])
def test_another_site_can_change_nothing(world: World, path: str, headers: dict[str, str]) -> None:
    world.post()
    assert world.http.post(path, data=FORM, headers=headers).status_code == 403
    assert len(world.state()["posts"]) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {},
    ],
)
def test_our_own_page_and_programs_can(world: World, headers: dict[str, str]) -> None:
    world.http.post("/posts", data=FORM, headers=headers)
    assert len(world.state()["posts"]) == 1


@pytest.mark.parametrize("path", ["/", "/dm", "/sandbox/state", "/2/users/me", "/static/site.css"])
def test_a_foreign_name_for_this_machine_opens_nothing(world: World, path: str) -> None:
    assert world.http.get(path, headers={"Host": "jahat.example:8400"}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8400", "[::1]:8400", "LOCALHOST:1"])
def test_names_of_loopback_open(world: World, host: str) -> None:
    assert world.http.get("/", headers={"Host": host}).status_code == 200


def test_the_knobs_are_for_this_machine_only(world: World) -> None:
    from_afar = TestClient(world.app, client=("192.0.2.7", 4000))
    assert from_afar.get("/sandbox/state").status_code == 403
    from_here = TestClient(world.app, client=("127.0.0.1", 4000))
    assert from_here.get("/sandbox/state").status_code == 200


def test_pages_may_load_nothing_from_elsewhere(world: World) -> None:
    page = world.http.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "<script>" not in page.text
    assert "https://" not in page.text.replace('xmlns="http', "")


def test_there_is_no_schema_page_that_loads_scripts_from_elsewhere(world: World) -> None:
    assert [world.http.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [
        404,
        404,
        404,
    ]
