"""JupyterLab itself, in Chromium without a window: open a notebook, run it, drive it, look at it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]

# Nothing that asks the network, and every cell in the page whether it is in sight or not.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE = 120_000
"""Milliseconds to wait for a notebook: a loaded machine is slow, and a hang still ends."""
CLICK = 20_000
"""And for what a click does."""

_READY = (
    # The first alone is not enough: a kernel can be idle before the page can send it cells.
    "() => document.querySelector('.jp-Notebook-ExecutionIndicator')"
    "?.getAttribute('data-status') === 'idle'"
    " && /\\| Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText || '')"
)
_RUN = (
    "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
    ".every(prompt => /\\[\\d+\\]/.test(prompt.textContent))"
)


def chromium() -> str | None:
    """Return where Chromium is; None if it is not on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def clone(into: Path) -> Path:
    """Copy what a reader opens: the notebooks and the corpus, and nothing that was made since."""
    for name in ("notebooks", "corpus"):
        shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns(".ipynb*"))
    return into


@contextmanager
def server(folder: Path, scratch: Path) -> Iterator[str]:
    """Serve a folder with settings of its own; yield the address, with ``{}`` for a notebook."""
    for name, settings in SETTINGS.items():
        file = scratch / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    own = {
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    wishes = (
        *("--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--allow-root", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"),
        "--LabApp.extension_manager=readonly",
    )
    with (scratch / "lab.log").open("w") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *wishes],
            env={**os.environ, **own},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/api/status?token={token}", running, scratch / "lab.log")
        yield f"http://127.0.0.1:{port}/doc/tree/{{}}?token={token}&reset"
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until and running.poll() is None:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError(f"JupyterLab does not answer:\n{log.read_text()[-2000:]}")


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium; yield a page of it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(), headless=True, args=list(FLAGS)
        )
        try:
            page = started.new_page(viewport={"width": 1400, "height": 1400})
            page.set_default_timeout(CLICK)
            yield page
        finally:
            started.close()


def run(page: Any, address: str) -> None:
    """Open a notebook and run all of its cells, to the last."""
    page.goto(address, wait_until="domcontentloaded", timeout=PATIENCE)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=PATIENCE)
    page.wait_for_function(_READY, timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(_RUN, timeout=PATIENCE)


_CUT = """() => [...document.querySelectorAll(
    '.gxkit-desk label, .gxkit-desk button, .gxkit-desk .widget-label, .gxkit-desk select:not([size])'
)].filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.tagName} ${one.textContent.slice(0, 40)}`)"""


def cut(page: Any) -> list[str]:
    """Return the labels and buttons of desks that do not fit where they stand."""
    return [str(text) for text in page.evaluate(_CUT)]


def in_english(folder: Path, notebook: str) -> str:
    """Write the notebook of the desks with desks in English; return its name."""
    text = (folder / notebook).read_text(encoding="utf-8")
    for call in ("explorer(corpus", 'by=\\"读者\\"', "concordance(corpus", 'coder=\\"读者\\"'):
        assert call in text, call
        text = text.replace(call, call + ', lang=\\"en\\"')
    text = text.replace("读者", "a reader").replace('.csv\\"', '_en.csv\\"')
    name = notebook.replace(".ipynb", "_en.ipynb")
    (folder / name).write_text(text, encoding="utf-8")
    return name


def complaints(page: Any) -> list[str]:
    """Return what is red under the cells: warnings, errors, widgets that could not be shown."""
    red = page.locator(
        ".jp-OutputArea-output[data-mime-type*='stderr'], "
        ".jp-OutputArea-output[data-mime-type*='error'], .jupyter-widgets-error-widget"
    )
    return [str(text) for text in red.all_inner_texts()]
