"""What every page must be, whoever sees it."""

import re


def assert_safe(address: str, kept: bool, headers: dict[str, str]) -> None:
    policy = [part.strip() for part in headers["content-security-policy"].split(";")]
    scripted = address.startswith("/konsol/tinjauan")
    assert policy == [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        *(["script-src 'self'", "connect-src 'self'"] if scripted else []),
    ]
    inside = address.startswith("/konsol")
    assert headers["referrer-policy"] == ("same-origin" if inside else "no-referrer")
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]
    assert ("x-robots-tag" in headers) == (address != "/")
    assert headers.get("x-robots-tag", "noindex").startswith("noindex")
    assert ("no-store" in headers["cache-control"]) == (not kept)
    assert "set-cookie" not in headers


def assert_self_contained(page: str) -> None:
    loaded = re.findall(r'<(?:link|img|script|iframe)[^>]*(?:href|src)="([^"]*)"', page)
    assert loaded
    assert all(source.startswith("/static/") for source in loaded)
    assert "<script" not in page
    assert "style=" not in page
    assert " onclick" not in page


def assert_usable_unseen(page: str) -> None:
    assert '<html lang="id">' in page
    assert '<a class="skip" href="#isi">' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    pointed_at = re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page)
    assert set(pointed_at) <= set(ids)
