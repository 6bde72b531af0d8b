"""A real browser and the whole running service."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.service import Service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# The browser must look up and report to nobody: tests stay on this machine.
QUIET = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# While Playwright runs, its thread has an event loop, which other rooms' tests may not meet: hence
# "package", not "session".
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: .ci/run installs Debian's package chromium")
        pytest.skip("no Chromium on this machine; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copy(migrated, folder / "lapor.sqlite3")
    with Service(folder) as service:
        yield service
