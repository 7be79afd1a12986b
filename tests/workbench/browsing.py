"""A real browser on a workbench that is really served."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from allegata.casebook import Casebook
from allegata.workbench import Settings, create_app
from allegata.workbench.page import manifest

PATIENCE = 120_000  # ms; a page may be slow where much else runs, and what is awaited must come all the same
expect.set_options(timeout=PATIENCE)

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
needs_islands = pytest.mark.skipif(
    not manifest(), reason="the workbench's islands are not built; run: python hatch_build.py"
)


@contextmanager
def served(book: Casebook, settings: Settings | None = None) -> Iterator[str]:
    """Serve a casebook on a free port of this machine; yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        config = uvicorn.Config(create_app(book, settings or Settings()), log_level="error", server_header=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)


def patient(page: Page) -> Page:
    """Return ``page``, which from now on waits as long as a slow machine may take."""
    page.set_default_timeout(PATIENCE)
    return page


@contextmanager
def browser(arguments: tuple[str, ...] = ARGUMENTS) -> Iterator[Browser]:
    """Yield a browser started with ``arguments``; the test is skipped where it does not start."""
    with sync_playwright() as play:
        try:
            found = play.chromium.launch(executable_path=CHROMIUM, args=list(arguments))
        except Error as error:
            pytest.skip(f"the browser does not start here: {str(error).splitlines()[0]}")
        try:
            yield found
        finally:
            found.close()
