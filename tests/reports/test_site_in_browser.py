"""The site in a headless browser: pages load without an error, filters filter, the keyboard suffices."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli import repotool
from tests.conftest import FIXTURES

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(BROWSER is None or DRIVER is None, reason="no Chromium with its driver is installed")

COURSES = FIXTURES / "courses"
YEARS = ("series_2022", "series_2023", "series_2024", "series_2025")
PHONE = {"width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": True}

Write = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for word in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert repotool("report", *YEARS, "-o", str(folder), cwd=COURSES).code == 0
    return folder


def shown(browser: Any, selector: str) -> int:
    """How many elements of a kind are visible."""
    script = "return Array.from(document.querySelectorAll(arguments[0])).filter((e) => e.offsetParent !== null).length"
    return int(browser.execute_script(script, selector))


def type_into(browser: Any, selector: str, words: str) -> None:
    browser.find_element("css selector", selector).send_keys(words)


def test_pages_load_without_errors_on_desk_and_phone(browser: Any, site: Path) -> None:
    for emulated in (None, PHONE):
        command = "Emulation.setDeviceMetricsOverride" if emulated else "Emulation.clearDeviceMetricsOverride"
        browser.execute_cdp_cmd(command, emulated or {})
        for page in sorted(site.glob("*.html")):
            browser.get(page.as_uri())
            assert browser.get_log("browser") == [], page.name
            width, window = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
            assert width <= window, f"{page.name} is wider than the screen"
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_findings_are_filtered(browser: Any, site: Path) -> None:
    browser.get((site / "repository-2024.html").as_uri())
    assert shown(browser, ".finding") == 3
    browser.find_element("css selector", "input[value=warning]").click()
    assert shown(browser, ".finding") == 2
    type_into(browser, "#search", "СЛОВАР")
    assert shown(browser, ".finding") == 1
    type_into(browser, "#search", " nowhere")
    assert shown(browser, ".finding") == 0
    assert shown(browser, "#nothing") == 1
    assert browser.find_element("css selector", "#shown").text == "0 of 3 shown"


def test_a_cell_of_the_overview_leads_to_its_family(browser: Any, site: Path) -> None:
    browser.get((site / "index.html").as_uri())
    browser.find_element("css selector", ".heat a[href='repository-2022.html#family=LNK']").click()
    assert browser.current_url.endswith("repository-2022.html#family=LNK")
    assert shown(browser, ".finding") == 2


def test_a_lesson_is_followed_by_keyboard(browser: Any, site: Path) -> None:
    browser.get((site / "lineage.html").as_uri())
    lit = "return document.querySelectorAll('.node.lit').length"
    browser.execute_script("document.querySelector('.node[data-title=Облачность]').focus()")
    assert browser.execute_script(lit) == 3
    browser.switch_to.active_element.send_keys("\ue007")  # Enter
    assert shown(browser, "details.story[open]") == 1


def test_a_lesson_is_found(browser: Any, site: Path) -> None:
    browser.get((site / "lineage.html").as_uri())
    type_into(browser, "#lesson", "снегомёры")
    assert browser.find_element("css selector", "#found").text == "2 found"
    assert shown(browser, ".story") == 2


def test_the_calendar_shows_the_chosen_years(browser: Any, site: Path) -> None:
    browser.get((site / "calendar.html").as_uri())
    assert shown(browser, ".course") == 4
    browser.find_element("css selector", "input[value=course-1]").click()
    assert shown(browser, ".course") == 3


def test_the_theme_is_switched_and_kept_readable(browser: Any, site: Path) -> None:
    browser.get((site / "index.html").as_uri())
    paper = "return getComputedStyle(document.body).backgroundColor"
    before = browser.execute_script(paper)
    browser.find_element("css selector", "#theme").click()
    assert browser.execute_script(paper) != before
    browser.find_element("css selector", "#theme").click()
    assert browser.execute_script(paper) == before


def test_no_script_of_a_stranger_runs(browser: Any, write: Write) -> None:
    attack = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    root = write(
        {
            "README.md": f"# {attack}\n\n[{attack}](gone.md) весна 2025\n\n| Дата | Тема |\n| --- | --- |\n"
            f"| 3.03.2025 | {attack} |\n| 10.03.2025 | [x](javascript:document.title='run') |\n",
            "repotool.toml": "",
        }
    )
    assert repotool("report", "-o", "site", cwd=root).code == 0
    for page in (root / "site").glob("*.html"):
        browser.get(page.as_uri())
        assert browser.title != "run"
        assert browser.execute_script("return document.images.length") == 0
        assert browser.get_log("browser") == []
