#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Drives the workbench in headless Chromium the way two officers do, and fails when anything is not as it should be.

ASSAY names the program; --screenshots FOLDER keeps a picture of every page, light and dark, English and Chinese."""
import argparse, json, os, pathlib, re, signal, subprocess, sys, tempfile, time, urllib.parse

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

ASSAY = os.environ.get("ASSAY", ".build/debug/assay")
PASSWORD = "a long enough password"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")

# Contrast of every text that shows against what lies behind it: WCAG 2.2, 1.4.3.
CONTRAST = r"""
const parse = (c) => { const m = c.match(/rgba?\(([^)]+)\)/); if (!m) return null;
  const v = m[1].split(/[ ,\/]+/).map(Number); return [v[0], v[1], v[2], v.length > 3 ? v[3] : 1]; };
const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
const light = (c) => { const f = c.slice(0, 3).map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
  return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
const ground = (e) => { const stack = [];
  for (let n = e; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor); if (c && c[3] > 0) { stack.push(c); if (c[3] === 1) break; } }
  let out = [255, 255, 255, 1]; for (const c of stack.reverse()) out = over(c, out); return out; };
const bad = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) { const t = walk.currentNode; const e = t.parentElement;
  if (!t.data.trim() || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
  const box = e.getBoundingClientRect(); if (box.width < 2 || box.height < 2 || box.right < 0 || e.closest("script, title, dialog:not([open])")) continue;
  const s = getComputedStyle(e); const svg = e instanceof SVGElement;
  const ink = parse(svg ? s.fill : s.color); if (!ink) continue;
  // Words in a drawing have a halo of the page's colour where they may lie over a mark.
  const behind = ground(svg ? e.ownerSVGElement.parentElement : e); const front = over(ink, behind);
  const [a, b] = [light(front), light(behind)]; const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  const size = parseFloat(s.fontSize); const large = size >= 24 || (size >= 18.66 && Number(s.fontWeight) >= 700);
  if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} "${t.data.trim().slice(0, 40)}" <${e.tagName.toLowerCase()} class="${e.getAttribute("class") || ""}">`); }
return bad;
"""
# Everything that can be acted on has a name, and a target of 24 by 24 px or is text in a line (WCAG 2.2, 4.1.2, 2.5.8).
NAMES = r"""
return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea")].filter((e) => e.checkVisibility())
  .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length)).map((e) => e.outerHTML.slice(0, 90));
"""
# What axe-core (https://github.com/dequelabs/axe-core) finds of WCAG 2.0 to 2.2 at A and AA.
AXE = r"""
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }).then(
  (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${rule.help}: ${node.html.slice(0, 140)}`))),
  (error) => done([String(error)]));
"""


def axe_source():
    """The script as the wheel of axe-playwright-python carries it; nothing else of that package is used."""
    import importlib.util
    spec = importlib.util.find_spec("axe_playwright_python")
    check(spec, "axe-core is missing: run scripts/test-workbench, which installs it")
    return (pathlib.Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text()


class Failed(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failed(what)


def run(*arguments, ok=(0,), text_in=None, cwd=None):
    done = subprocess.run([ASSAY, *arguments], input=text_in, capture_output=True, text=True, cwd=cwd)
    check(done.returncode in ok, f"assay {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-600:]}")
    return done


class Server:
    def __init__(self, workspace, lists):
        self.process = subprocess.Popen(
            [ASSAY, "serve", "--workspace", workspace, "--lists", lists, "--accounts", "--port", "0"], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.address = f"http://127.0.0.1:{found[1]}"
                return
        raise Failed("the server did not start")

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


class Browser:
    def __init__(self, server, downloads, script=True, width=1360, language="en"):
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     f"--window-size={width},900", f"--lang={language}", "--force-color-profile=srgb",
                     "--no-first-run", "--force-prefers-reduced-motion"]:
            options.add_argument(flag)
        preferences = {"download.default_directory": str(downloads), "intl.accept_languages": language}
        if not script:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
        self.driver.set_page_load_timeout(60)
        self.server, self.script = server, script

    def close(self):
        self.driver.quit()

    def open(self, path):
        self.driver.get(self.server.address + path)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css):
        found = self.all(css)
        check(found, f"{self.path}: nothing matches {css}")
        return found[0]

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.server.address)

    @property
    def text(self):
        return self.one("body").text

    def click(self, css):
        """Clicks what leads to another page, and waits until that has come."""
        old = self.one("html")
        self.press(css)
        WebDriverWait(self.driver, 60).until(lambda _: self.gone(old))

    def press(self, css):
        target = self.one(css)
        # Out from under the head of the page, which stays in place.
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
        target.click()

    def gone(self, element):
        try:
            element.tag_name
            return False
        except Exception:
            return self.driver.execute_script("return document.readyState") == "complete" if self.script else True

    def fill(self, css, text):
        field = self.one(css)
        field.clear()
        field.send_keys(text)

    def sign_in(self, name):
        self.open("/")
        check("/sign-in" in self.path, f"who has not signed in is led to the door, not to {self.path}")
        self.fill("#f-user", name)
        self.fill("#f-password", PASSWORD)
        self.click("main form button")
        check(self.path == "/", f"signed in and led to {self.path}")

    def twin(self):
        """The JSON twin of the page, fetched by its own link."""
        link = self.one("link[rel=alternate]").get_attribute("href")
        return json.loads(self.driver.execute_async_script(
            "const done = arguments[1]; fetch(arguments[0]).then((r) => r.text()).then(done)", link))

    def axe(self, what):
        """No finding of axe-core on the page as it is."""
        if not self.driver.execute_script("return Boolean(window.axe)"):
            self.driver.execute_script(Browser.axe_script)
        found = self.driver.execute_async_script(AXE)
        check(not found, f"{what}: axe-core finds:\n  " + "\n  ".join(found[:14]))

    def point(self, element, x=0, y=0):
        """Moves the pointer to a place of an element, from its middle."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        webdriver.ActionChains(self.driver).move_to_element_with_offset(element, x, y).perform()

    def quiet(self):
        """No complaint of the browser: no refused style or script, nothing missing."""
        severe = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        severe = [message for message in severe if "favicon" not in message]
        check(not severe, f"{self.path}: the browser complains: {severe}")


def look(browser, name, shots, whole=True):
    """One page as a reader has it: contrast, names, no sideways scrolling, no missing word; a picture where asked."""
    for theme in ["light", "dark"]:
        browser.driver.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
        bad = browser.driver.execute_script(CONTRAST)
        check(not bad, f"{name}, {theme}: too little contrast:\n  " + "\n  ".join(bad[:12]))
        if browser.script:
            browser.axe(f"{name}, {theme}")
        if shots:
            height = browser.driver.execute_script("return document.documentElement.scrollHeight") if whole else 900
            browser.driver.set_window_size(1360, min(max(900, height + 90), 6000))
            browser.driver.save_screenshot(str(shots / f"{name}-{theme}.png"))
            browser.driver.set_window_size(1360, 900)
    browser.driver.execute_script("document.documentElement.dataset.theme = 'automatic'")
    unnamed = browser.driver.execute_script(NAMES)
    check(not unnamed, f"{name}: without a name: {unnamed[:3]}")
    for width in [1360, 390]:
        browser.driver.set_window_size(width, 900)
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        check(wide <= 1, f"{name}: the page is {wide} px wider than a window of {width}")
        if shots and width == 390:
            browser.driver.save_screenshot(str(shots / f"{name}-narrow.png"))
    browser.driver.set_window_size(1360, 900)
    missing = re.findall(r"\[[a-z]+[.-][a-z.-]+\]", browser.text)
    check(not missing, f"{name}: no words for {missing[:5]}")
    browser.quiet()


def drawings(browser, party, number):
    """Drawings answer to the pointer: a network, a series of months, a price among others."""
    def attribute(css, name):
        return browser.one(css).get_attribute(name)
    browser.open(f"/party?name={party}")
    circle = browser.one(".network [data-node] .shape")
    browser.point(circle)
    check("pointed" in attribute(".network svg.plot", "class"), "pointing at a party dims those it does not deal with")
    check(browser.all(".network .tie.near"), "and shows its ties")
    browser.press(".network .tools button")
    WebDriverWait(browser.driver, 10).until(lambda _: attribute(".network .stage", "transform"))
    browser.press(".network .tools button:last-child")
    before = circle.get_attribute("cx")
    browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", circle)
    webdriver.ActionChains(browser.driver).drag_and_drop_by_offset(circle, 40, 20).perform()
    check(circle.get_attribute("cx") != before, "a circle is dragged to another place")
    check(browser.path.startswith("/party?"), "and dragging does not follow its link")
    browser.quiet()
    browser.open("/flows")
    plot = browser.one(".series svg.plot")
    browser.point(plot)
    said = browser.one(".series .readout").text
    check(re.match(r"\d{4}-\d{2}: ", said), f"a month is read by pointing: {said}")
    webdriver.ActionChains(browser.driver).move_to_element_with_offset(plot, -60, 0).click_and_hold().move_by_offset(
        160, 0).release().perform()
    said = browser.one(".series .readout").text
    check("months:" in said and "a year before" in said, f"a stretch of months is added up: {said}")
    browser.axe("flows with a stretch chosen")
    browser.quiet()
    browser.open(f"/referrals/{number}")
    browser.point(browser.one(".measure svg.plot"))
    said = browser.one(".measure .readout").text
    check("other items lie below" in said, f"a price is read by pointing: {said}")
    browser.quiet()


def keyboard(browser):
    """From the list to the decision without a mouse."""
    browser.open("/")
    keys = lambda *what: webdriver.ActionChains(browser.driver).send_keys(*what).perform()
    active = lambda script: browser.driver.execute_script(f"return document.activeElement{script}")
    keys(Keys.TAB)
    check(active(".className") == "skip", "the first stop of Tab skips to the content")
    keys("j")
    keys("j")
    check(active(".matches('[data-row]')"), "j steps through the queue")
    keys("?")
    check(browser.driver.execute_script("return document.getElementById('keys').open"), "? shows the keys")
    keys(Keys.ESCAPE)
    keys("k")
    address = active(".getAttribute('href')")
    keys(Keys.ENTER)
    WebDriverWait(browser.driver, 30).until(lambda _: browser.path == address)
    keys("d")
    check(active(".name") == "reason", "d leads to the reason of the decision")
    keys(Keys.ESCAPE)
    keys("g")
    keys("a")
    WebDriverWait(browser.driver, 30).until(lambda _: browser.path == "/audit")


def path(server, folder, shots):
    downloads = folder / "downloads"
    downloads.mkdir()
    ana = Browser(server, downloads)
    ana.open("/sign-in")
    look(ana, "sign-in", shots)
    ana.sign_in("ana")
    check("Nothing waits" in ana.text, "an empty desk says so")

    ana.open("/upload")
    ana.one("#f-file").send_keys(str(folder / "month.csv"))
    ana.one("#f-licences").send_keys(str(folder / "licences.csv"))
    look(ana, "upload", shots)
    ana.click("#upload button.primary")
    check(ana.path == "/?done=screened", f"after the upload: {ana.path} {ana.text[:200]}")
    today = ana.twin()
    check(today["open"] > 5 and len(today["queue"]) > 5, "the queue holds what was referred")
    check(sum(today["lanes"].values()) == 3000, "every row stands in a lane")
    look(ana, "today", shots)
    ana.open("/upload")
    check(ana.twin()["runs"][0]["rows"] == 3000, "the run is listed")
    look(ana, "upload-after", shots)
    keyboard(ana)

    red = next(entry for entry in today["queue"] if entry["lane"] == "red")
    ana.open(f"/referrals/{red['id']}")
    item = ana.twin()
    for heading in ["As declared", "As it most likely is", "Evidence", "What the law says", "Price and packing", "Route",
                    "Parties", "What would make it lawful", "Decision"]:
        check(heading in ana.text, f"the referral shows: {heading}")
    check(item["price"]["value"] > 0 and len(item["price"]["others"]) > 5, "the price stands among like goods")
    check(ana.all(".map .way") and ana.driver.execute_script(
        "return document.querySelector('.map use').getBoundingClientRect().width > 50"), "the way is on a map that shows")
    look(ana, "referral", shots)

    # Cases of record, re-expressed: goods that their price gives away are asked about as what they most likely are.
    ana.open("/upload")
    ana.one("#f-file").send_keys(str(pathlib.Path("Examples/cases/cases.csv").resolve()))
    ana.one("#f-licences").send_keys(str(pathlib.Path("Examples/cases/licences.csv").resolve()))
    ana.click("#upload button.primary")
    hidden = next(entry for entry in ana.twin()["queue"] if "ART SUPPLIES" in entry["goods"])
    check((hidden["declared"], hidden["likely"]) == ("not controlled", "licence required"), "the law is asked twice")
    ana.open(f"/referrals/{hidden['id']}")
    check("The law is stricter" in ana.text and "gallium metal" in ana.one(".side.likely").text, "and the difference shown")
    look(ana, "referral-hidden", shots)
    ana.open(f"/referrals/{red['id']}")

    # A red item is asked for by one and let go by another; this one is held and becomes a case.
    ana.fill("#f-reason", "No licence is cited; the price speaks for another metal.")
    ana.click("#decide button[value=held]")
    check("Decided" in ana.text and "held" in ana.one("#decision").text, "the decision stands")
    ana.click("#open-case")
    number = re.match(r"/cases/(\d+)", ana.path)[1]
    ana.fill("#f-text", "Asked the exporter for the analysis certificate. <script>alert(1)</script>")
    ana.click("#comments button")
    check("<script>alert(1)</script>" in ana.text, "what is written is shown as written")
    ana.press("#record details summary")
    Select(ana.one("#f-status")).select_by_value("examining")
    Select(ana.one("#f-priority")).select_by_value("high")
    ana.click("#record form button")
    (folder / "photo.txt").write_text("Photographs of the drums, taken at the gate.\n")
    ana.one("#f-file").send_keys(str(folder / "photo.txt"))
    ana.click("#files form button")
    ana.press("#findings details summary")
    Select(ana.one("#f-label")).select_by_value("smuggled")
    ana.fill("#f-note", "Metal, not oxide.")
    ana.click("#findings form button")
    case = ana.twin()
    check(case["row"]["status"] == "examining" and case["files"] and case["findings"], "the case holds what was added")
    look(ana, "case", shots)
    Select(ana.one("#f-outcome")).select_by_value("seized")
    ana.fill("#f-reason", "Examined and seized.")
    ana.click("#closing form button.primary")
    check(not ana.all("#closing .approve"), "whoever asks cannot agree")
    ana.open("/cases")
    look(ana, "cases", shots)

    sue = Browser(server, downloads)
    sue.sign_in("sue")
    check("Waits for a second officer" in sue.text, "today shows what waits")
    sue.open(f"/cases/{number}")
    sue.fill("#f-approval-reason", "The finding is clear.")
    look(sue, "case-approval", shots)
    sue.click("#closing button[value=approve]")
    check(sue.twin()["row"]["status"] == "closed", "two officers closed the case")
    look(sue, "case-closed", shots)
    sue.open("/audit")
    sue.click("#verify-now")
    check("intact" in sue.one("#verdict").get_attribute("class"), "the audit is whole")
    look(sue, "audit", shots)

    ana.open(f"/referrals/{red['id']}")
    ana.press("#rests button[value=json]")
    ana.press("#rests button[value=html]")
    wanted = [downloads / f"certificate-{red['id']}.{kind}" for kind in ["json", "html"]]
    for _ in range(100):
        if all(file.exists() for file in wanted):
            break
        time.sleep(0.1)
    for file in wanted:
        check(file.exists(), f"{file.name} was saved; there are {os.listdir(downloads)}")
        check("intact" in run("verify", str(file)).stdout, f"{file.name} is intact")
        forged = file.with_name("forged-" + file.name)
        forged.write_bytes(file.read_bytes().replace(b"licence", b"licenze", 1))
        run("verify", str(forged), ok=(1, 2))
    ana.open("/flows")
    (folder / "antimony.csv").write_text(statistics())
    ana.one("#f-file").send_keys(str(folder / "antimony.csv"))
    Select(ana.one("#f-source")).select_by_value("generic")
    ana.fill("#f-code", "811010")
    ana.click("#hand-in form button")
    check(ana.all("article.alert") and ana.all(".lanes .bow"), "the lane that rose is an alert, on the map and below")
    party = urllib.parse.quote(red_exporter(server, ana, red["id"]), safe="")
    drawings(ana, party, red["id"])
    exception(ana, server, downloads, shots)
    for name, address in PAGES:
        ana.open(address.format(party=party))
        check(ana.all("main h1"), f"{address} is a page")
        ana.twin()
        look(ana, name, shots)
    ana.close()

    sue.click("button[name=language][value=zh]")
    for name, address in [("today", "/"), ("referral", f"/referrals/{red['id']}"), ("case", f"/cases/{number}"),
                          ("audit", "/audit"), ("upload", "/upload")] + PAGES:
        sue.open(address.format(party=party))
        check(sue.one("html").get_attribute("lang") == "zh-Hans", "the page says which language it is in")
        look(sue, name + "-zh", shots)
    sue.open("/")
    check(sue.one("h1").text == "今日", "the page speaks Chinese")
    sue.close()
    return today


def exception(ana, server, downloads, shots):
    """A list hit that is another party: one asks on its page, another agrees there, one ends it."""
    address = "/party?name=" + urllib.parse.quote(LISTED, safe="")
    ana.open(address)
    ana.press(".listhit details summary")
    ana.driver.find_element(By.NAME, "reason").send_keys("Another firm: other number, other town.")
    look(ana, "party-except", shots)
    ana.click(".listhit form.except button")
    check("another officer must answer" in ana.text, "whoever asks waits for another")
    sue = Browser(server, downloads)
    sue.sign_in("sue")
    sue.open(address)
    sue.fill("#f-approval-reason", "The registers show two firms.")
    sue.click(".listhit button[value=approve]")
    check("Set aside: ana asked, sue agreed" in sue.text, "the exception stands on the page")
    look(sue, "party-excepted", shots)
    sue.press(".listhit details summary")
    sue.driver.find_element(By.NAME, "reason").send_keys("The list has changed.")
    sue.click(".listhit details form button")
    check("This is another party" in sue.text, "and has ended")
    sue.close()


# A list with one entry, and a party that is like it.
LISTED = "Browser Example Alloys Trading"
LIST = """id,name,schema,country
1,Browser Example Alloys Trading Co Ltd,Company,HK
"""

# Pages to look things up; {party} is the exporter of the referral.
PAGES = [("law", "/law"), ("law-asked", "/law?goods=gallium%20metal&to=US&day=2025-02-01"),
         ("act", "/law/instruments/CN-MOFCOM-GAC-2025-18"), ("licences", "/licences"), ("licence", "/licences/B-1"),
         ("search", "/search?q=dysprosium"), ("flows", "/flows"), ("party", "/party?name={party}")]


# A licence that two invented declarations draw on.
LICENCE = """licence_number,holder_name,holder_id,control_code,commodity_code,quantity,unit,valid_from,valid_to
B-1,Browser Test Metals,X1,1C905.a.1,,100,KG,2025-01-01,2027-12-31
"""


def red_exporter(server, browser, number):
    """The exporter of a referral, as its page names it."""
    browser.open(f"/referrals/{number}")
    return next(party["name"] for party in browser.twin()["parties"] if party["role"] == "exporter")


def statistics():
    """Generated monthly imports of antimony: one lane rises threefold with a control, three stay."""
    lines = ["period,reporter,partner,flow,code,kilograms,usd"]
    for step in range(48):
        year, month = 2022 + step // 12, step % 12 + 1
        for place, (partner, base) in enumerate([("THA", 40_000), ("BEL", 60_000), ("KOR", 30_000), ("MEX", 20_000)]):
            rise = 3 if partner == "THA" and (year, month) >= (2024, 9) else 1
            mass = base * rise * (1 + ((step * 37 + place * 17) % 21 - 10) / 100)
            lines.append(f"{year}{month:02d},USA,{partner},import,811010,{mass:.0f},{mass * 12:.0f}")
    return "\n".join(lines) + "\n"


def plain(server, folder, today):
    """The same work in a browser that runs no script."""
    bea = Browser(server, folder, script=False)
    bea.sign_in("bea")
    yellow = next(entry for entry in today["queue"] if entry["state"] == "open" and entry != today["queue"][0])
    bea.open(f"/referrals/{yellow['id']}")
    bea.fill("#f-reason", "The papers are in order.")
    bea.click("#decide button[value=examine]")
    check("to be examined" in bea.one("#decision").text, "a decision without script")
    bea.click("button[name=theme][value=dark]")
    check(bea.one("html").get_attribute("data-theme") == "dark", "dark without script")
    bea.click("footer .who button")
    check("/sign-in" in bea.path, "signed out without script")
    bea.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of the pages")
    shots = arguments.parse_args().screenshots
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        workspace = str(folder / "desk")
        run("generate", "--rows", "3000", "--seed", "20250601", "--month", "2025-06", "--out", str(folder / "month.csv"),
            "--licences", str(folder / "licences.csv"), "--truth", str(folder / "truth.csv"))
        run("init", workspace)
        for user, role in [("ana", "analyst"), ("bea", "analyst"), ("sue", "supervisor")]:
            run("user", "add", user, "--role", role, "--workspace", workspace, text_in=PASSWORD + "\n")
        (folder / "ledger.csv").write_text(LICENCE)
        run("licence", "add", str(folder / "ledger.csv"), "--workspace", workspace)
        for line in ["2025-A:B-1:40kg", "2025-B:B-1:25kg"]:
            declaration, number, quantity = line.split(":")
            run("licence", "lodge", declaration, "--line", f"1:{number}:EP:{quantity}", "--workspace", workspace)
        run("licence", "settle", "2025-A", "--workspace", workspace)
        (folder / "list.csv").write_text(LIST)
        server = Server(workspace, str(folder / "list.csv"))
        Browser.axe_script = axe_source()
        try:
            known = json.loads(subprocess.run(
                ["python3", "-c", "import sys,urllib.request as u;print(u.urlopen(sys.argv[1]).read().decode())",
                 server.address + "/openapi.json"], capture_output=True, text=True).stdout)
            check(known["openapi"].startswith("3.1"), "the interface describes itself")
            today = path(server, folder, shots)
            plain(server, folder, today)
        finally:
            server.stop()
        run("audit", "verify", "--workspace", workspace)
        check(subprocess.run([sys.executable, "Tools/verify_audit.py", workspace]).returncode == 0,
              "the independent verifier agrees")
    print(f"the workbench holds in a browser: upload to closed case, two languages, light and dark, with and without "
          f"script ({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(f"workbench: {problem}")
