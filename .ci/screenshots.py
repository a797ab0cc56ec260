#!/usr/bin/env python3
"""Screenshots of pages and images in headless Chromium: light and dark, phone, tablet and desktop.

    .ci/screenshots.py OUTPUT_FOLDER FILE.html|FILE.svg ...

Needs Chromium with its driver and Selenium (Debian: chromium chromium-driver python3-selenium). Exits with 1 if a page
scrolls sideways, reports an error, asks for anything on the network, or if sorting or hovering does not work.
"""
import base64
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

SIZES = [("phone", 390, 844, 2), ("tablet", 820, 1180, 1), ("desktop", 1440, 900, 1)]


def browser():
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--no-sandbox", "--hide-scrollbars"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def capture(driver, path, full_page):
    height = driver.execute_script("return document.documentElement.scrollHeight")
    width = driver.execute_script("return innerWidth")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    arguments = {"captureBeyondViewport": True, "clip": clip} if full_page else {}
    image = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", **arguments})
    path.write_bytes(base64.b64decode(image["data"]))


def check_page(driver, problems):
    if driver.execute_script("return document.documentElement.scrollWidth > innerWidth"):
        problems.append("scrolls sideways")
    requests = driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    problems.extend(f"loads {name[:80]}" for name in requests if not name.startswith("data:"))
    problems.extend(entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE")


def check_sorting(driver, problems):
    broken = driver.execute_script(
        """
        const broken = [];
        for (const details of document.querySelectorAll("details")) details.open = true;
        for (const head of document.querySelectorAll("th.n")) {
          const table = head.closest("table"), column = head.cellIndex;
          for (const sign of [1, -1]) {
            head.firstChild.click();
            const values = Array.from(table.tBodies[0].rows, row => parseFloat(row.cells[column].dataset.v))
              .filter(value => !isNaN(value));
            if (values.some((value, index) => index > 0 && sign * (value - values[index - 1]) < 0))
              broken.push(head.title);
          }
        }
        for (const details of document.querySelectorAll("details")) details.open = false;
        return broken;
        """
    )
    problems.extend(f"column {name} does not sort" for name in broken)


def check_hovering(driver, problems):
    """Points at every kind of mark; a note must appear inside the window."""
    marks = driver.find_elements(By.CSS_SELECTOR, "svg.chart [data-tip]")
    visible = [mark for mark in marks if mark.rect["width"] > 0]
    for mark in visible[:: max(1, len(visible) // 12)]:
        # Scrolling hides the numbers, so it must be over.
        driver.execute_async_script(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'});"
            "requestAnimationFrame(() => requestAnimationFrame(arguments[1]))",
            mark,
        )
        box = driver.execute_script("return arguments[0].getBoundingClientRect().toJSON()", mark)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
        tip = driver.execute_script(
            "const tip = document.getElementById('tip'), box = tip.getBoundingClientRect();"
            "return tip.hidden ? null : [tip.textContent, box.left >= 4 && box.right <= innerWidth - 4 && box.top >= 0]"
        )
        if not tip or not tip[0]:
            problems.append("no numbers at a mark")
        elif not tip[1]:
            problems.append(f"numbers leave the window: {tip[0]!r}")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    driver = browser()
    failed = False
    for file in map(pathlib.Path, sys.argv[2:]):
        is_page = file.suffix == ".html"
        for name, width, height, scale in SIZES:
            for scheme in ["light", "dark"]:
                driver.execute_cdp_cmd(
                    "Emulation.setDeviceMetricsOverride",
                    {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": name == "phone"},
                )
                feature = {"name": "prefers-color-scheme", "value": scheme}
                driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
                driver.get(file.resolve().as_uri())
                problems = []
                if is_page:
                    check_page(driver, problems)
                capture(driver, folder / f"{file.stem}-{name}-{scheme}.png", full_page=is_page)
                if is_page:
                    check_sorting(driver, problems)
                    check_hovering(driver, problems)
                    capture(driver, folder / f"{file.stem}-{name}-{scheme}-hover.png", full_page=False)
                for problem in problems:
                    failed = True
                    print(f"{file.name}, {name}, {scheme}: {problem}")
    driver.quit()
    sys.exit(1 if failed else 0)


main()
