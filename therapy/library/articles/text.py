"""The text of an article: Markdown, read as CommonMark with tables and without HTML or pictures.

A citation such as `[IMM-STR]`, or `[2]` in a clinic's own article, names one of its sources; the page shows it as a
small number that links to the list of sources.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# How fast a patient reads: a default of this project.
WORDS_A_MINUTE = 200

# Capitals and figures, in groups; what is followed by an address is a link.
CITATION = re.compile(r"\[([A-Z0-9]+(?:-[A-Z0-9]+)*)\](?!\()")
_WORD = re.compile(r"\w[\w'’.,-]*")


def minutes(body: str) -> int:
    """Minutes to read `body`, rounded up, and at least 1."""
    return max(1, math.ceil(len(_WORD.findall(CITATION.sub("", body))) / WORDS_A_MINUTE))


def citations(body: str) -> Iterator[tuple[int, str]]:
    """Every citation, with the line it is in, counted from 1."""
    for number, line in enumerate(body.splitlines(), start=1):
        yield from ((number, found[1]) for found in CITATION.finditer(line))


def unknown_citations(body: str, keys: Collection[str]) -> list[tuple[int, str]]:
    """Citations of none of the sources `keys`, with their lines."""
    return [(line, key) for line, key in citations(body) if key not in keys]


def is_safe_link(address: str) -> bool:
    """Whether an address may be linked: of the web by its whole name, or of this site from its root."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https"} and bool(parts.netloc)
    # A browser takes a backslash for a slash, and two of them for the name of a host.
    return address.startswith(("/", "#")) and "\\" not in address and "%5C" not in address.upper()


def html(body: str, keys: Iterable[str]) -> SafeString:
    """`body` as HTML whose headings begin at the second level, each with a section of its own.

    `keys` are those of its sources in the order of their list, which is the number that a citation shows.
    """
    return _html(body, tuple(keys), get_language())


@lru_cache(maxsize=256)
def _html(body: str, keys: tuple[str, ...], _language: str | None) -> SafeString:
    env = {"numbers": {key: number for number, key in enumerate(keys, start=1)}}
    tokens = list(_in_sections(_lowered(_MARKDOWN.parse(body, env))))
    return mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))  # noqa: S308  # nosec B308, B703 # HTML is off: every piece of it is written here or by the renderer


def _lowered(tokens: list[Token]) -> list[Token]:
    """The page's own title is the one heading of the first level."""
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    return tokens


def _in_sections(tokens: list[Token]) -> Iterator[Token]:
    """Each heading of the second level begins a section, named by its words: `part-call-if`."""
    is_open = False
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            if is_open:
                yield _raw("</section>\n")
            name = slugify(tokens[index + 1].content) or "section"
            yield _raw(format_html('<section class="article-part part-{}">\n', name))
            is_open = True
        yield token
    if is_open:
        yield _raw("</section>\n")


def _raw(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


def _citation(state: StateInline, silent: bool) -> bool:
    """Reads a citation; one of no known source is left as it was typed."""
    found = CITATION.match(state.src, state.pos)
    if found is None or found[1] not in state.env["numbers"]:
        return False
    if not silent:
        state.pending = state.pending.rstrip()  # the number hangs on to what it supports
        state.push("citation", "sup", 0).content = found[1]
    state.pos = found.end()
    return True


def _render_citation(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    number = env["numbers"][tokens[index].content]
    label = _("Source %(number)d") % {"number": number}
    return format_html(
        '<sup class="source-mark"><a href="#source-{}" aria-label="{}">{}</a></sup>', number, label, number
    )


def _render_table(
    _renderer: RendererProtocol, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
) -> str:
    return format_html(
        '<div class="table-scroll" role="region" aria-label="{}" tabindex="0"><table class="table table-slim">\n',
        _("Table"),
    )


def _render_table_end(
    _renderer: RendererProtocol, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
) -> str:
    return "</table></div>\n"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = is_safe_link  # type: ignore[method-assign, assignment]
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.add_render_rule("citation", _render_citation)
    markdown.add_render_rule("table_open", _render_table)
    markdown.add_render_rule("table_close", _render_table_end)
    return markdown


_MARKDOWN = _markdown()
