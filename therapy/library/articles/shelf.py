"""Puts articles in the order in which somebody is shown them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from therapy.library.articles.article_labels import why_shown
from therapy.library.models import Article
from therapy.library.models.articles import WHEN_TO_GET_HELP


@dataclass(frozen=True)
class Group:
    """Articles under one heading; the heading is empty where there is but one group."""

    heading: str
    articles: list[Article]


@dataclass(frozen=True)
class Shelf:
    """What the page shows: the pinned article where it is loaded, then the groups in their order."""

    pinned: Article | None
    groups: list[Group]


def shelf(articles: Iterable[Article], causes: Sequence[str], rest: str) -> Shelf:
    """Those of each of `causes` first, each article once and under the first cause that it is about; then the `rest`.

    `rest` is the heading of what is left; without anything before it there is none.
    """
    left = list(articles)
    pinned = next((one for one in left if one.clinic_id is None and one.slug == WHEN_TO_GET_HELP), None)
    left = [one for one in left if one is not pinned]
    groups = []
    for cause in dict.fromkeys(causes):
        about = [one for one in left if cause in one.causes]
        left = [one for one in left if cause not in one.causes]
        if about:
            groups.append(Group(why_shown(cause), about))
    if left:
        groups.append(Group(rest if groups else "", left))
    return Shelf(pinned, groups)
