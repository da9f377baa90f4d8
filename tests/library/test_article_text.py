"""The text of an article: Markdown without HTML, safe links, citations that lead to their sources."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from therapy.library.articles import text


def test_paragraphs_lists_and_headings():
    html = text.html("# One\n\nA *b*.\n\n## Two\n\n- c\n- d\n", [])
    assert '<section class="article-part part-one">\n<h2>One</h2>\n<p>A <em>b</em>.</p>' in html
    assert '<section class="article-part part-two">\n<h2>Two</h2>\n<ul>\n<li>c</li>' in html
    assert html.count("<section") == html.count("</section>") == 2


def test_a_table_can_be_scrolled_by_keyboard():
    html = text.html("| a | b |\n|---|---|\n| 1 | 2 |\n", [])
    assert '<div class="table-scroll" role="region" aria-label="Table" tabindex="0"><table' in html
    assert "<td>2</td>" in html
    assert html.endswith("</table></div>\n")


def test_a_mark_shows_the_number_of_its_source():
    html = text.html("73% weaker [IMM-STR]. And [KINO], [IMM-STR].", ["KINO", "IMM-STR"])
    assert html.count('<a href="#source-2" aria-label="Source 2">2</a>') == 2
    assert html.count('<a href="#source-1" aria-label="Source 1">1</a>') == 1
    assert "IMM-STR" not in html
    assert html.startswith('<p>73% weaker<sup class="source-mark">')


def test_what_is_no_mark_stays_as_it_was_typed():
    assert "[GONE] and [lower] and [ ]" in text.html("[GONE] and [lower] and [ ]", ["KINO"])
    assert '<a href="/library/">KINO</a>' in text.html("[KINO](/library/)", ["KINO"])
    assert "<code>[KINO]</code>" in text.html("`[KINO]`", ["KINO"])


def test_unknown_marks_are_found_with_their_lines():
    assert text.unknown_citations("a [KINO]\n\nb [GONE] [1](/x/) [2]", {"KINO"}) == [(3, "GONE"), (3, "2")]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.nhs.uk/x",
        "http://example.org",
        "/library/heel-raise-single/",
        "#part-two",
        "/learn/?q=a%20b",
    ],
)
def test_links_of_the_web_and_of_the_site_are_linked(address):
    assert text.is_safe_link(address)
    assert f'href="{address}"' in text.html(f"[a]({address})", [])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https:///x",
        "evil.example",
        "//[",
    ],
)
def test_no_other_address_is_linked(address):
    assert not text.is_safe_link(address)
    assert "href" not in text.html(f"[a]({address}) <{address}>", [])


def test_html_and_pictures_are_not_shown():
    html = text.html("<script>x()</script>\n\na <b onclick='x'>b</b> ![c](https://evil.example/c.png)", [])
    assert "<script" not in html
    assert "<b " not in html
    assert "<img" not in html


# An empty address leads nowhere but to the page itself.
ALLOWED = re.compile(
    r"</?(?:p|em|strong|ul|li|h[2-6]|blockquote|code|pre|hr|br|section|sup|table|thead|tbody|tr|th|td|div)\b[^<>]*>|"
    r'<ol(?: start="\d+")?>|</ol>|<a href="(?:https?://[^"<>]+|[/#][^"<>]*|)"[^<>]*>|</a>'
)


@example("[]()")
@given(st.text(alphabet=st.sampled_from(list("<>ab\"'`[]()#-*\\/:&=!\n K1|")), max_size=120))
def test_whatever_is_typed_no_other_tag_comes_out(typed):
    left = ALLOWED.sub("", text.html(typed, ["K1"]))
    assert "<" not in left


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (400, 2), (600, 3), (601, 4)]
)
def test_reading_time(words, minutes):
    assert text.minutes("word " * words) == minutes


def test_marks_and_dashes_are_no_words():
    assert text.minutes("## A\n\n" + "- don’t [K1]\n" * 99 + "\n--- | |\n" * 300) == 1
