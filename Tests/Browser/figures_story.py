"""What offices see: one person's assessment, a ranking that changes by itself, every page."""

import csv
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from board_world import SCHEME, World  # noqa: E402
from browser import Browser  # noqa: E402

# Account and the pages of its navigation beyond those that every account sees.
PAGES = ["", "ranking", "periods", "groups", "calendar", "teams", "publicity", "contacts",
         "documents"]
OFFICE_PAGES = ["decisions", "unpaid", "enquiry", "rejections", "uploads", "lists"]


class FiguresStory(unittest.TestCase):
    """One season, one browser; the steps build on each other in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.world = cls.enterClassContext(World())
        cls.browser = cls.enterClassContext(Browser())
        cls.base = f"{cls.world.address}/season/{SCHEME}"

    def tearDown(self):
        complaints, self.browser.complaints = self.browser.complaints, []
        self.assertEqual(complaints, [])

    def send_list(self, list_id, people):
        """A bureau's list by command and its audit, as another office sends them meanwhile."""
        path = self.world.folder / f"{list_id}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["序号", "姓名", "身份证号", "单位"])
            for number, row in enumerate(people):
                writer.writerow([number + 1, row["姓名"], row["身份证号"], row["单位"]])
        world = self.world
        world.run("subsidy-list-producer", "--scheme", SCHEME, "--bureau", "civilAffairs",
                  "--category", "低保对象", "--list-id", list_id, "--snapshot-date", "2022-10-08",
                  *world.log, *world.keys, *world.policies, path)
        audit = world.folder / f"{list_id}.jsonl"
        audit.write_text('{"type":"ListAudited","id":"audit-%s","at":"2022-12-30T10:00:00",'
                         '"by":{"office":"医保局","role":"auditor"},"list":"%s"}\n'
                         % (list_id, list_id), encoding="utf-8")
        world.run("operations-producer", "--scheme", SCHEME, *world.log, *world.keys,
                  *world.policies, audit)

    def test_1_person_is_explained(self):
        """F-014 The medical insurance office finds a person by number and sees why."""
        person = self.world.free_people(1)[0]
        self.send_list("dibao-by-command", [person])
        page = self.browser.sign_in(self.world, "yibao")
        for _ in range(60):
            page.goto(self.base + "/enquiry")
            page.fill("[name=number]", person["身份证号"])
            page.click("main form button")
            page.wait_for_load_state()
            if "低保" in page.inner_text("main"):
                break
            page.wait_for_timeout(500)
        self.assertIn("低保", page.inner_text("main"))
        self.assertNotIn(person["身份证号"], page.url)
        self.assertNotIn(person["身份证号"], page.inner_text("main"))
        self.browser.look(page, "person")
        page.context.close()

    def test_2_ranking_changes_without_reloading(self):
        """F-110 A payment that is sent meanwhile changes the ranking on the screen."""
        page = self.browser.sign_in(self.world, "duban")
        page.goto(self.base + "/ranking")
        page.wait_for_selector("[data-live-state]:has-text('自动更新')")
        page.evaluate("window.untouched = true")
        town = self.world.town
        cell = page.locator(f"table[data-live] tr[data-unit='{town}'] [data-cell=counted]").first
        before = cell.inner_text()
        person = self.world.free_people(3, town)[-1]
        path = self.world.folder / "late.csv"
        path.write_text("event_id,identity_number,name,unit,amount_yuan,channel,paid_at\n"
                        f"late-1,{person['身份证号']},{person['姓名']},{town},350.00,wechat,"
                        "2022-12-20T10:15:30\n", encoding="utf-8")
        self.world.run("payment-producer", "--scheme", SCHEME, "--source", "tax-bureau",
                       *self.world.log, *self.world.keys, path)
        for _ in range(120):
            if cell.inner_text() != before:
                break
            page.wait_for_timeout(500)
        self.assertEqual(int(cell.inner_text().replace(",", "")),
                         int(before.replace(",", "")) + 1)
        self.assertTrue(page.evaluate("window.untouched"), "the page was loaded anew")
        self.browser.look(page, "ranking-live")
        page.context.close()

    def test_3_every_page_is_accessible(self):
        """F-132 Each account's pages open, and no serious fault of accessibility is on one."""
        for account, pages in [("duban", PAGES), ("yibao", OFFICE_PAGES)]:
            page = self.browser.sign_in(self.world, account)
            for name in pages:
                answer = page.goto(f"{self.base}/{name}".rstrip("/"))
                self.assertEqual(answer.status, 200, name)
                self.browser.look(page, f"page-{name or 'home'}")
            page.context.close()

    def test_4_town_sees_its_own_people(self):
        """F-132 F-105 A town's list of who has not paid names its own people and no others."""
        page = self.browser.sign_in(self.world, "zhen")
        answer = page.goto(self.base + "/unpaid")
        self.assertEqual(answer.status, 200)
        others = {row["单位"].split("/")[0] for row in self.world.roster} - {self.world.town}
        shown = page.inner_text("main")
        self.assertEqual([unit for unit in others if unit in shown], [])
        other = sorted(others)[0]
        refused = page.goto(f"{self.base}/unpaid?unit={other}")
        self.assertIn(refused.status, (403, 404))
        page.goto(self.base + "/unpaid")
        self.browser.look(page, "town-unpaid")
        page.context.close()


if __name__ == "__main__":
    unittest.main()
