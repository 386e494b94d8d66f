"""What the tests in a browser share: Debian's Chromium, started once a module, and a page of a visitor's own."""

import shutil

import pytest

#: Nothing goes out but to the page that is open.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def chromium():
    """The browser. It ends with the module: as long as it runs, no other event loop runs in this thread."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not there: run tools/debian.sh")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, assistant):
    """Open a page as a visitor of one's own (None: later); what is given goes to the browser, like a width."""
    contexts = []

    def opened(path="/", **settings):
        address = f"http://127.0.0.1:{assistant.port}"
        context = chromium.new_context(base_url=address, reduced_motion="reduce", **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
        if path:
            page.goto(path)
        return page

    yield opened
    complaints = [complaint for context in contexts for page in context.pages for complaint in page.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
