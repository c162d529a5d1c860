"""What the stories do with a browser: sign in, look, take pictures, judge accessibility."""

import os
import pathlib
import subprocess

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PICTURES = os.environ.get("ZHENGJIAO_PICTURES")


class Browser:
    """One chromium, a fresh context for each account."""

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        self.axe = Axe()
        self.complaints = []
        return self

    def __exit__(self, *_):
        self.chromium.close()
        self.playwright.stop()

    def sign_in(self, world, account):
        """A page of an account that has signed in."""
        context = self.chromium.new_context(viewport=DESKTOP, locale="zh-CN",
                                            timezone_id="Asia/Shanghai", accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        # What is refused (4xx) is a story's own matter; what a server breaks on is not.
        page.on("console", lambda line: line.type == "error" and "status of 4" not in line.text
                and self.complaints.append(f"console: {line.text}"))
        page.goto(world.address + "/signin")
        page.fill("[name=name]", account)
        page.fill("[name=password]", world.password)
        page.click("main button")
        page.wait_for_selector("text=退出")
        return page

    def look(self, page, name):
        """Judges the page's accessibility and takes its pictures."""
        found = self.axe.run(page).response["violations"]
        for it in found:
            if it["impact"] in ("serious", "critical"):
                nodes = "; ".join(node["html"][:200] for node in it["nodes"][:3])
                self.complaints.append(f"{name}: {it['id']} ({it['impact']}): {nodes}")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.set_viewport_size(PHONE)
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0 or over > 0:
            self.complaints.append(f"{name}: {wide} and {over} pixels too wide")
        if PICTURES:
            self._picture(page, name)
        page.set_viewport_size(DESKTOP)

    def _picture(self, page, name):
        folder = pathlib.Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-phone.png", full_page=True)
        page.set_viewport_size(DESKTOP)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        paper = folder / f"{name}.pdf"
        page.pdf(path=paper, format="A4")
        subprocess.run(["pdftoppm", "-r", "60", "-png", paper, folder / f"{name}-print"],
                       check=True)
