"""A new user's day, in a real browser: from a folder of dispatches to an export that holds what was judged."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from allegata.casebook import Casebook, Person
from allegata.cli import main
from tests.workbench.browsing import browser, needs_browser, needs_islands, patient, served
from tests.workbench.conftest import ROOT

pytestmark = [needs_browser, needs_islands]
STARTS = ("01-", "02-", "03-", "15-", "16-")


def command(*arguments: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 0


def mark(page: Page, words: str) -> None:
    """Select words of the text as a person does with the pointer."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector(".reading"), NodeFilter.SHOW_TEXT);
            const nodes = []; let text = "";
            while (walker.nextNode()) {
                nodes.push([text.length, walker.currentNode]);
                text += walker.currentNode.data;
            }
            const start = text.indexOf(words), end = start + words.length;
            const at = offset => {
                const [from, node] = nodes.filter(([from]) => from <= offset).at(-1);
                return [node, offset - from];
            };
            const range = document.createRange();
            range.setStart(...at(start));
            const [last, into] = at(end - 1);
            range.setEnd(last, into + 1);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    page.wait_for_function("words => document.getElementById('marked-words').textContent === words", arg=words)


def test_a_new_user_judges_and_exports(tmp_path: Path) -> None:
    cases = tmp_path / "cases.db"
    inbox = [path for path in sorted((ROOT / "examples" / "dispatches").iterdir()) if path.name.startswith(STARTS)]
    command("casebook", "create", str(cases), "--by", "noor")
    command("add", str(cases), *map(str, inbox), "--by", "noor")
    with Casebook.open(cases) as book, served(book) as address, browser() as chromium:
        page = patient(chromium.new_page(viewport={"width": 1440, "height": 900}, accept_downloads=True))
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
        view = book.view(Person(name="noor"))

        # The queue, by key.
        page.goto(address)
        expect(page.locator("[data-item]")).to_have_count(len(view.incidents().items))
        page.keyboard.press("j")
        expect(page.locator("[data-item].at")).to_have_count(1)
        page.get_by_role("link", name=re.compile("Baghouz")).click()
        page.wait_for_url("**/incidents/*")

        # Accepting in one key.
        first = page.locator("article.claim").first
        expect(first).to_contain_text("proposed")
        page.keyboard.press("j")
        page.keyboard.press("a")
        expect(page.locator("article.claim.is-accepted")).to_have_count(1)

        # Correcting a figure.
        counted = page.locator("article.claim", has_text="71 or more")
        counted.get_by_role("link", name="Correct").click()
        form = page.locator("#correct form").first
        form.get_by_label("At least").fill("70")
        form.get_by_label("Why").fill("the letter says seventy")
        form.get_by_role("button", name="Save").click()
        expect(page.locator("article.claim.is-corrected")).to_have_count(1)
        expect(page.locator(".tiles")).to_contain_text("70 or more")

        # Taking it back, and once more.
        page.locator("article.claim.is-corrected").get_by_role("button", name="Undo").click()
        expect(page.locator(".tiles")).to_contain_text("71 or more")

        # Splitting an incident that several documents tell, by key, and undoing that.
        page.goto(address)
        page.get_by_role("link", name=re.compile("Dahyan")).first.click()
        page.wait_for_url("**/incidents/*")
        whole = page.url
        before = page.locator("article.claim").count()
        red_cross = page.locator("article.claim", has_text="Example Herald")
        moved = red_cross.count()
        assert 0 < moved < before
        for n in range(moved):
            red_cross.nth(n).locator("input[name=claims]").check()
        page.keyboard.press("s")
        panel = page.locator("#weigh")
        expect(panel).to_contain_text("What held them together")
        panel.get_by_label("Why").fill("another strike")
        panel.get_by_role("button", name="Split").click()
        expect(page.locator("article.claim")).to_have_count(before - moved)
        expect(page.locator("ul.near li[data-incident]").first).to_be_visible()

        # Merging again by dragging the incident close by: the earlier judgement is in the way, and is told.
        page.locator("ul.near li[data-incident]").first.drag_to(page.locator("[data-drop-here]"))
        expect(panel).to_contain_text("This goes against what was decided before")
        expect(panel).to_contain_text("another strike")
        panel.get_by_label("Why").fill("the same bus after all")
        panel.get_by_role("button", name="Merge").click()
        expect(page.locator("article.claim")).to_have_count(before)
        assert page.url.split("#")[0] == whole or "/incidents/" in page.url

        # A claim that the reader missed, by marking words in the text.
        page.goto(f"{address}/documents")
        page.get_by_role("link", name=re.compile("Damascus protests")).click()
        page.wait_for_url("**/documents/*")
        page.get_by_text("Add a claim").click()
        mark(page, "strikes hit a camp")
        page.keyboard.press("e")
        expect(page.locator("#m-event")).to_have_value("strikes hit a camp")
        page.locator("h1").click()
        mark(page, "hundreds of civilians")
        page.get_by_role("button", name="Take the marked words as: Killed").click()
        page.locator("#m-killed-low").fill("9")
        page.locator("#m-killed-high").fill("9")
        page.locator("#m-place").fill("al-Baghouz")
        page.locator("#m-type").select_option("airstrike")
        page.locator("#m-accused").fill("the US-led coalition")
        page.locator("#m-time").fill("Tuesday")
        page.locator("#m-start").fill("2019-03-19")
        page.locator("#m-why").fill("told in the second paragraph")
        page.get_by_role("button", name="Add this claim").click()
        page.wait_for_url("**?claim=c-*")
        expect(page.locator("aside")).to_contain_text("9 killed")
        added = page.url.partition("claim=")[2]
        held = view.claims([added])[0]
        assert held.standing == "added"
        document = view.document(held.document).document
        assert document is not None
        assert held.claim is not None
        assert document.text[slice(*held.claim.event.span)] == "strikes hit a camp"

        # The correction of a figure, in the export.
        page.goto(f"{address}/claims/{added}/correct")
        form = page.locator("#correct form").first
        form.get_by_label("At least").fill("13")
        form.get_by_label("At most").fill("13")
        form.get_by_label("Why").fill("counted again")
        form.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("13 killed")
        page.goto(f"{address}/export")
        page.locator("input[value=ucdp-ged]").check()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download").click()
        waiting.value.save_as(tmp_path / "ged.zip")
        with zipfile.ZipFile(tmp_path / "ged.zip") as archive:
            table = archive.read("ucdp-ged/GEDEvent.csv").decode("utf-8-sig")
            refused = archive.read("ucdp-ged/refused.jsonl") if "ucdp-ged/refused.jsonl" in archive.namelist() else b""
        rows = list(csv.DictReader(io.StringIO(table)))
        of_baghouz = [row for row in rows if "Baghouz" in row["where_coordinates"] + row["where_description"]]
        assert [row["best"] for row in of_baghouz] == ["13"], refused
        assert faults == []
        assert book.verify().fault is None
