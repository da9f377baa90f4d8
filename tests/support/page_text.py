"""What a page says."""

import re


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def tight(html: str) -> str:
    """Markup without white space that makes no difference: doubled, beside a tag, or at the ends of an attribute.

    So a test of what stands in a page does not hang on how its templates are laid out.
    """
    html = re.sub(r"[ \t\r\n]+", " ", html)
    html = re.sub(r" ?(</?[a-zA-Z][^<>]*?) ?(/?>) ?", r"\1\2", html)
    return re.sub(r'="([^"]*)"', lambda found: f'="{found[1].strip()}"', html)
