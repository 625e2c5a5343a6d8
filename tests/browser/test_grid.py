"""The grid that numbers are typed into, in a real browser under the policy that the server sends."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

from tests.browser.loaded_page import new_page
from tests.browser.tools import paste

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"

# Three rows of: a number, a number that may be read-only, a ratio of two numbers, a choice, a text.
ROW = """<tr><th>{n}</th><td><input id="a{n}" value="{n}"></td><td><input id="b{n}" value="" {more}></td>
<td><input id="c{n}"><input id="d{n}"></td><td><select id="s{n}"><option>x<option>y</select></td>
<td><input id="t{n}" data-text></td></tr>"""
PAGE = f"""<!doctype html><html lang="zh-hans"><meta charset="utf-8"><title>grid</title>
<link rel="icon" href="data:,">
<body data-leave-words="x"><form data-warn-unsaved id="form"><table data-grid>
<tr><th>head</th></tr>{ROW.format(n=1, more="")}{ROW.format(n=2, more="readonly")}{ROW.format(n=3, more="")}
</table></form>
<script type="module" src="/pages/app.js"></script><script type="module" src="/pages/grid.js"></script>"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        return self.wfile.write(PAGE.encode())

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=STATIC))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def page(browser, address):
    page = new_page(browser)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.evaluate(
        """window.heard = [];
        document.querySelector("table").addEventListener("grid:change", (event) =>
          heard.push([event.detail.cause, event.detail.inputs.map((input) => input.id)]))"""
    )
    yield page
    page.close()
    assert faults == []


def focus(page):
    return page.evaluate("document.activeElement.id")


def values(page, *names):
    return [page.input_value(f"#{name}") for name in names]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize(
    ("start", "keys", "end"),
    [
        ("a1", ["ArrowDown"], "a2"),
        ("a3", ["ArrowDown"], "a3"),
        ("a1", ["ArrowUp"], "a1"),
        ("a1", ["Enter", "Enter"], "a3"),
        ("a3", ["Shift+Enter"], "a2"),
        ("a1", ["ArrowRight", "ArrowRight", "ArrowRight"], "d1"),
        ("d1", ["ArrowLeft", "ArrowLeft"], "b1"),
        ("b1", ["ArrowDown"], "b2"),  # read-only cells take the focus
        ("c2", ["Control+Home"], "a2"),
        ("a2", ["Control+End"], "t2"),
        ("a1", ["Tab", "Tab"], "c1"),
        ("c1", ["Shift+Tab"], "b1"),
    ],
)
def test_keys_move(page, start, keys, end):
    page.focus(f"#{start}")
    press(page, *keys)
    assert focus(page) == end


def test_an_arrow_stays_inside_a_text_until_its_end(page):
    page.focus("#a1")
    page.keyboard.type("123")
    press(page, "ArrowLeft")
    assert focus(page) == "a1"
    press(page, "End", "ArrowRight")
    assert focus(page) == "b1"


@pytest.mark.parametrize("typed", ["１２，３４５", "1,234.50", "12①", "5²", "12 34", "1 234", "−5", "无", "-"])
def test_what_is_typed_stays_as_it_is_typed(page, typed):
    page.focus("#a1")
    page.keyboard.insert_text(typed)
    press(page, "Enter")
    assert values(page, "a1") == [typed]
    assert page.evaluate("heard") == [["type", ["a1"]]]


def test_a_text_is_left_alone(page):
    page.focus("#t1")
    page.keyboard.insert_text("1,234 人")
    press(page, "Enter")
    assert values(page, "t1") == ["1,234 人"]


def test_a_block_is_pasted_around_what_is_read_only(page):
    page.focus("#a1")
    paste(page, "１０\t20\t30\t40\r\n11\t21\t31\t41\r\n12\t22\t32\t42\r\n13\t23\t33\t43\r\n")
    assert values(page, "a1", "b1", "c1", "d1") == ["１０", "20", "30", "40"]
    assert values(page, "a2", "b2", "c2", "d2") == ["11", "", "31", "41"]
    assert values(page, "a3", "b3", "c3", "d3") == ["12", "22", "32", "42"]
    [[cause, inputs]] = page.evaluate("heard")
    assert cause == "paste"
    assert len(inputs) == 11


def test_quoted_cells_keep_their_line_breaks_and_quotes(page):
    page.focus("#c1")
    paste(page, '"3"\t4\tx\t"a ""b"" c"\n5\t6\n')
    assert values(page, "c1", "d1", "t1", "c2", "d2") == ["3", "4", 'a "b" c', "5", "6"]


def test_undo_takes_back_a_paste_and_then_what_was_typed(page):
    page.focus("#a1")
    page.keyboard.type("7")
    press(page, "Enter")
    paste(page, "8\t9\t10\n8\t9\t10")
    assert values(page, "a1", "a2", "c2", "a3") == ["7", "8", "10", "8"]
    press(page, "Control+z")
    assert values(page, "a1", "a2", "c2", "a3") == ["7", "2", "", "3"]
    press(page, "Control+z")
    assert values(page, "a1") == ["1"]
    assert focus(page) == "a1"


def test_enter_in_the_last_cell_finishes_it(page):
    page.focus("#a3")
    page.keyboard.type("99")
    press(page, "Enter")
    assert focus(page) == "a3"
    assert page.evaluate("heard") == [["type", ["a3"]]]


def test_escape_gives_back_what_the_cell_had(page):
    page.focus("#a2")
    page.keyboard.type("99")
    press(page, "Escape")
    assert values(page, "a2") == ["2"]


def test_a_choice_keeps_its_own_arrows(page):
    page.focus("#s1")
    press(page, "ArrowDown")
    assert focus(page) == "s1"
    assert values(page, "s1") == ["y"]


def test_leaving_with_something_pasted_asks_first(page):
    asks = """() => { const leaving = new Event("beforeunload", {cancelable: true});
      window.dispatchEvent(leaving); return leaving.defaultPrevented; }"""
    page.focus("#a1")
    assert page.evaluate(asks) is False
    paste(page, "1\t2\n3\t4")
    assert page.evaluate(asks) is True
