"""A bureau hands in a flawed list, mends it and sends it; a town hands in its own people."""

import csv
import pathlib
import sys
import time
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from board_world import SCHEME, World  # noqa: E402
from browser import Browser  # noqa: E402

HEADER = ["序号", "姓名", "身份证号", "单位", "类别"]


def write_workbook(path, rows):
    """Writes a list as a bureau does: numbers of persons are text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    book.save(path)


def read_workbook(download):
    """Opens a download, whose temporary name has no ending."""
    with open(download.path(), "rb") as file:
        return openpyxl.load_workbook(file)


class UploadStory(unittest.TestCase):
    """One season, one browser; the steps build on each other in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.world = cls.enterClassContext(World())
        cls.browser = cls.enterClassContext(Browser())
        cls.base = f"{cls.world.address}/season/{SCHEME}"
        cls.people = cls.world.free_people(4)
        assert len(cls.people) == 4, "the season has too few people on no list"

    def tearDown(self):
        complaints, self.browser.complaints = self.browser.complaints, []
        self.assertEqual(complaints, [])

    def upload(self, page, path, list_id, **fields):
        """Hands a file in and waits for the verdicts."""
        page.goto(self.base + "/uploads")
        if "kind" in fields:
            page.select_option("#kind", fields["kind"])
        if "category" in fields:
            page.select_option("#category", fields["category"])
        page.fill("#list", list_id)
        page.fill("#snapshot", "2022-10-08")
        page.set_input_files("#file", path)
        page.click("#upload-form button")
        page.wait_for_url("**/uploads/*")
        self.assertNotIn(pathlib.Path(path).name, page.url)
        page.wait_for_selector("h2:has-text('核对结果')")

    def rows(self, broken):
        """The rows of the list: the second and third spoilt on request."""
        rows = [[number + 1, person["姓名"], person["身份证号"], person["单位"], "低保对象"]
                for number, person in enumerate(self.people)]
        if broken:
            rows[1][2] = int(rows[1][2][:17] + "0")
            rows[2][4] = "重度残疾人"
        return rows

    def test_1_bureau_reads_verdicts(self):
        """F-039 F-040 A flawed list is told row by row, and nothing of it is sent."""
        page = self.browser.sign_in(self.world, "minzheng")
        page.goto(self.base + "/uploads")
        self.browser.look(page, "uploads")
        with page.expect_download() as download:
            page.click("text=市民政局名单模板")
        template = read_workbook(download.value)
        self.assertEqual([cell.value for cell in template["名单"][1]][:3], HEADER[:3])

        path = self.world.folder / "名单（含错误）.xlsx"
        write_workbook(path, self.rows(broken=True))
        self.upload(page, path, "dibao-flawed", category="civilAffairs/")
        self.assertIn("可接收 2 行", page.inner_text("main"))
        self.assertIn("身份证号被表格软件当作数值截断", page.inner_text("main"))
        self.assertIn("该类别不由本部门提供", page.inner_text("main"))
        self.assertNotIn(self.people[0]["身份证号"], page.content())
        self.browser.look(page, "verdicts")

        with page.expect_download() as download:
            page.click("text=下载核对结果")
        copy = read_workbook(download.value)["名单"]
        self.assertEqual([cell.value for cell in copy[1]],
                         HEADER + ["结果", "代码", "说明", "处理"])
        self.assertEqual([row[5].value for row in copy.iter_rows(min_row=2)],
                         ["已接收", "未接收", "未接收", "已接收"])
        self.assertEqual(copy["G3"].value, "identity_rounded")
        self.assertEqual(copy["G4"].value, "category_not_of_bureau")
        self.assertEqual(copy["C2"].value, self.people[0]["身份证号"])
        self.assertEqual(copy["C2"].number_format, "@")

        page.on("dialog", lambda dialog: dialog.accept())
        page.click("text=撤回并删除文件")
        page.wait_for_selector("text=文件已删除")
        page.context.close()

    def test_2_bureau_mends_and_confirms(self):
        """F-039 F-041 The mended list is sent once, however often it is handed in."""
        page = self.browser.sign_in(self.world, "minzheng")
        path = self.world.folder / "名单.xlsx"
        write_workbook(path, self.rows(broken=False))
        self.upload(page, path, "dibao-mended", category="civilAffairs/")
        self.assertIn("可接收 4 行", page.inner_text("main"))
        page.click("text=确认发送可接收的 4 行")
        page.wait_for_selector("text=已发送 4 行")
        self.browser.look(page, "sent")

        self.upload(page, path, "dibao-mended", category="civilAffairs/")
        page.click("text=确认发送可接收的 4 行")
        page.wait_for_selector("text=重复报送")

        write_workbook(path, self.rows(broken=False)[:3])
        self.upload(page, path, "dibao-mended", category="civilAffairs/")
        page.click("text=确认发送可接收的 3 行")
        page.wait_for_selector("text=已用于另一份内容不同的名单")
        page.context.close()

    def test_3_hostile_files_are_refused(self):
        """Files that are no table are refused in Chinese, and the server goes on."""
        page = self.browser.sign_in(self.world, "minzheng")
        cases = [("x.xlsx", b"PK\x03\x04" + bytes(200), "已损坏"),
                 ("x.pdf.xlsx", b"%PDF-1.7\n" + bytes(50), "既不是工作簿也不是文本"),
                 ("x.csv", "姓名,电话\n张三,1\n".encode("gb18030"), "表头")]
        for name, content, sentence in cases:
            path = self.world.folder / name
            path.write_bytes(content)
            self.upload(page, path, "hostile", category="civilAffairs/")
            self.assertIn(sentence, page.inner_text("main"))
        self.browser.look(page, "refused")
        empty = self.world.folder / "empty.csv"
        empty.write_bytes(b"")
        page.goto(self.base + "/uploads")
        page.set_input_files("#file", empty)
        page.click("#upload-form button")
        page.wait_for_selector("#upload-live:has-text('文件是空的')")
        page.context.close()

    def test_4_office_audits(self):
        """F-042 The medical insurance office audits the list; from then on it counts."""
        page = self.browser.sign_in(self.world, "yibao")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            page.goto(self.base + "/lists")
            if page.locator("text=审核通过 dibao-mended").count():
                break
            page.wait_for_timeout(500)
        self.browser.look(page, "lists")
        page.click("text=审核通过 dibao-mended")
        while time.monotonic() < end:
            page.goto(self.base + "/lists")
            row = page.locator("tr", has=page.locator("td:text-is('dibao-mended')"))
            if "已生效" in row.inner_text():
                break
            page.wait_for_timeout(500)
        self.assertIn("已生效", row.inner_text())
        page.select_option("#from", "dibao-mended")
        page.click("text=看差异")
        page.wait_for_selector("text=人次")
        self.browser.look(page, "difference")
        page.context.close()

    def test_5_town_hands_in_its_own(self):
        """F-132 A town's registrations of other units are refused; it sees no bureau's files."""
        page = self.browser.sign_in(self.world, "zhen")
        own = self.world.free_people(2, self.world.town)
        other = next(row for row in self.world.roster
                     if row["单位"].split("/")[0] != self.world.town and row["身份证号"])
        path = self.world.folder / "登记.csv"
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["序号", "姓名", "身份证号", "单位", "户籍"])
            for number, row in enumerate(own + [other]):
                writer.writerow([number + 1, row["姓名"], row["身份证号"], row["单位"], "本地"])
        self.upload(page, path, "town-1", kind="registrations")
        self.assertIn("该行不属于本单位", page.inner_text("main"))
        self.assertIn(f"可接收 {len(own)} 行", page.inner_text("main"))
        self.browser.look(page, "town")
        page.goto(self.base + "/uploads")
        self.assertNotIn("dibao", page.inner_text("main"))
        page.click("text=退出")
        page.wait_for_selector("[name=password]")
        self.assertEqual(page.goto(self.base + "/uploads").url.split("?")[0],
                         self.world.address + "/signin")
        page.context.close()


if __name__ == "__main__":
    unittest.main()
