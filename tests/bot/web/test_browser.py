"""The pages in a real browser: signed in through a provider, by keyboard, at phone width, on paper, for everybody."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.quoted import documents_in
from bot.record.database import Database
from bot.record.record import Record
from bot.web.app import web_app
from bot.web.audit.app import open_audit
from bot.web.audit.links import Links
from bot.web.settings import SignIn, WebSettings
from index.build import build
from knowledge.catalogue import load_catalogue
from tests.bot.record.made import ADA, ANSWER, AUDITOR, CLARIFY, GRACE, NOT_FOUND, answered, incoming
from tests.bot.web.conftest import AUDITORS, opened_reports
from tests.word_embedder import WordEmbedder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ABSENT = (
    "NO BROWSER: the pages for auditors were NOT tried in one. Run `sudo apt-get install chromium`, then test again."
)
SHOTS = os.environ.get("ROLECALL_SHOTS")  # a folder to keep screenshots in, for looking at
WORDS = "# Leave\n\n## Parental leave\n\nAsk early.\n\nParents take 16 weeks of paid leave. It is paid in full.\n"
PATIENCE_MS = 120_000
PHONE = {"width": 360, "height": 740}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENCE_MS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(sqlite_template, issuer, tmp_path_factory) -> Iterator[tuple[str, Links]]:
    """Address and links of the pages, served as `rolecall serve` does, over some answers."""
    import uvicorn

    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "record.sqlite")
    record = Record(Database.open(f"sqlite:///{folder}/record.sqlite"))
    fill(record, folder)
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://localhost:{listening.getsockname()[1]}"
    sign_in = SignIn(issuer, "rolecall", "Example", client_secret="a secret of the client")
    settings = WebSettings(public_url=address, sign_in=sign_in, links=True, timezone="Europe/London")
    audit = open_audit(record, documents_in(folder / "index"), settings, AUDITORS, opened_reports(record))
    config = uvicorn.Config(web_app({"/audit": audit.app}), access_log=False, proxy_headers=False, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield address, audit.links
    server.should_exit = True
    thread.join(60)
    record.close()


def fill(record, folder: Path) -> None:
    documents = folder / "documents"
    documents.mkdir()
    (documents / "leave.md").write_text(WORDS, encoding="utf-8")
    built = build(documents, folder / "index", WordEmbedder(), load_catalogue(None))
    document = documents_in(folder / "index")(built.snapshot)["leave.md"]
    quote = "Parents take 16 weeks of paid leave."
    start = document.text.index(quote)
    cited = replace(
        ANSWER.citations[0], document="leave.md", version=document.digest, start=start, end=start + len(quote)
    )
    answered(record, incoming("<script>document.title = 'broken'</script> " + "w" * 400), NOT_FOUND)
    answered(record, incoming("هل أستطيع أن آخذ إجازة؟ \u202e", person=GRACE), CLARIFY)
    for _ in range(55):
        answered(
            record,
            incoming("How long is parental leave?"),
            replace(ANSWER, citations=(cited,), snapshot=built.snapshot),
        )
    last = answered(record, incoming("May I work on Saturdays?", person=ADA), NOT_FOUND)
    record.feedback(last.number, ADA, False, "I wanted to know.")
    record.review(last.number, AUDITOR, "right", "No document says so.")


@pytest.fixture
def page(chromium, site):
    """A page that fails the test where the browser complains of anything."""
    context = chromium.new_context(base_url=site[0])
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    complaints = []
    opened.on("console", lambda message: complaints.append(message) if message.type == "error" else None)
    opened.on("pageerror", lambda problem: complaints.append(problem))
    opened.on("dialog", lambda dialog: complaints.append(dialog))
    yield opened
    ours = [each for each in complaints if not hasattr(each, "location") or each.location["url"].startswith(site[0])]
    context.close()
    assert [text for text in map(str, ours) if "403" not in text and "422" not in text] == []


def enter(page, links):
    """Signed in by a link, looking at the list."""
    page.goto(links.create(AUDITOR))
    page.get_by_role("button", name="Go to the answers").click()
    page.wait_for_url("**/audit/answers")


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_signing_in_through_the_provider_and_out_again(page, site):
    page.goto("/audit/answers?outcome=not_found")
    shoot(page, "sign-in")
    page.get_by_role("link", name="Sign in with Example").click()
    page.locator("input[name=sub]").fill("audrey-id")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/audit/answers?outcome=not_found")
    assert page.get_by_role("heading", level=1).inner_text() == "Answers"
    assert page.get_by_label("Outcome").input_value() == "not_found"
    [cookie] = [each for each in page.context.cookies() if each["name"] == "__Host-rolecall"]
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Lax")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/audit/sign-in")
    page.goto("/audit/chain")
    assert "/audit/sign-in" in page.url


def test_a_link_leaves_no_secret_in_the_address(page, site):
    link = site[1].create(AUDITOR)
    page.goto(link)
    page.goto(link)
    page.get_by_role("button", name="Go to the answers").click()
    page.wait_for_url("**/audit/answers")
    page.goto(link)
    assert "used already" in page.inner_text("main")


def test_all_of_it_by_keyboard_alone(page, site):
    enter(page, site[1])
    keys = page.keyboard
    keys.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    keys.press("Enter")
    page.locator("#main:focus").wait_for()
    keys.press("Tab")
    keys.type("Saturdays")
    keys.press("Enter")
    page.wait_for_url("**text=Saturdays**")
    tab_to(page, "May I work on Saturdays?")
    keys.press("Enter")
    page.wait_for_url("**/audit/answers/RC-*")
    tab_to(page, "right")  # the verdict given before; arrows move among the others
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.type("Look again.")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**#review")
    assert "Look again." in page.inner_text("#review")
    tab_to(page, "Who is P-")
    keys.press("Enter")
    tab_to(page, "Reason")
    keys.type("A complaint.")
    keys.press("Enter")
    page.wait_for_url("**/reveal")
    assert "Ada Lovelace" in page.inner_text("main")
    shoot(page, "revealed")
    for _ in range(3):
        keys.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) != "none"


def tab_to(page, name):
    """Press Tab until what has the focus is called so."""
    named = "e => (e.innerText || [...(e.labels || [])].map(l => l.innerText).join()).trim()"
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(f"({named})(document.activeElement)").startswith(name):
            return
    raise AssertionError(f"Tab leads to nothing called {name!r}")


def paths(page):
    receipt = page.get_by_role("link", name="How long is parental leave?").first.get_attribute("href")
    hostile = "/audit/answers?text=broken"
    return {
        "list": "/audit/answers?before=10",
        "receipt": receipt,
        "hostile": hostile,
        "chain": "/audit/chain",
        "print": "/audit/print",
        "trends": "/audit/trends",
        "trends-by-group": "/audit/trends?by=document&unit=day&feedback=none",
        "asked": "/audit/asked",
        "unanswered": "/audit/unanswered",
        "documents": "/audit/documents",
        "export": "/audit/export?outcome=answered",
        "problem": "/audit/trends?since=yesterday",
    }


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_nothing_is_cut_off_and_nobody_is_kept_out(page, site, width):
    from axe_playwright_python.sync_playwright import Axe

    if width == "phone":
        page.set_viewport_size(PHONE)
    page.goto("/audit/sign-in")
    found = [("sign-in", Axe().run(page).response["violations"])]
    enter(page, site[1])
    for name, path in paths(page).items():
        page.goto(path)
        shoot(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        found.append((name, Axe().run(page).response["violations"]))
    page.goto("/audit/answers")
    page.get_by_text("More filters").click()
    shoot(page, f"filters-{width}")
    found.append(("filters", Axe().run(page).response["violations"]))
    serious = [
        f"{name}: {each['impact']} {each['id']}: {[node['html'][:120] for node in each['nodes']][:3]}"
        for name, violations in found
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == [], "\n".join(serious)


def test_the_quote_is_marked_within_its_passage(page, site):
    enter(page, site[1])
    page.get_by_role("link", name="How long is parental leave?").first.click()
    passage = page.locator("blockquote").first
    assert (
        " ".join(passage.inner_text().split()) == "Ask early. Parents take 16 weeks of paid leave. It is paid in full."
    )
    assert passage.locator("mark").inner_text() == "Parents take 16 weeks of paid leave."
    assert "from the snapshot" in page.inner_text("main")


def test_verifying_fills_the_page(page, site):
    enter(page, site[1])
    page.get_by_role("link", name="Chain").click()
    page.get_by_role("button", name="Verify").click()
    page.get_by_role("status").filter(has_text="as they were written").wait_for()
    shoot(page, "verified")


def test_an_export_says_how_much_it_is_and_is_downloaded(page, site):
    enter(page, site[1])
    page.goto("/audit/documents?document=leave.md")
    page.get_by_role("link", name="Export them").click()
    page.wait_for_url("**/audit/export**")
    assert page.get_by_role("heading", level=2).inner_text() == "55 answers"
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export these").click()
    with zipfile.ZipFile(downloading.value.path()) as archive:
        assert json.loads(archive.read("manifest.json"))["rows"] == 55


def test_what_is_printed_has_the_words_and_none_of_the_forms(page, site):
    from pypdfium2 import PdfDocument

    enter(page, site[1])
    for name, path in paths(page).items():
        if name not in ("receipt", "print"):
            continue
        page.goto(path)
        printed = page.pdf(path=Path(SHOTS) / f"{name}.pdf" if SHOTS else None, format="A4")
        document = PdfDocument(io.BytesIO(printed))
        text = " ".join(" ".join(each.get_textpage().get_text_range().split()) for each in document)
        document.close()
        assert "Parents take 16 weeks of paid leave." in text
        assert "Sign out" not in text
        assert "Store the review" not in text
