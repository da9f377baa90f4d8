"""Writes of articles."""

from django.db import transaction

from accounts.tenancy import walls
from therapy.library import built_in
from therapy.library.articles.files import Entry
from therapy.library.models import Article


@transaction.atomic
def load_built_in(entries: list[Entry]) -> built_in.Brought:
    """Makes the built-in articles be as `entries`, matched by slug; clinics' own are left alone.

    One whose file is gone is archived, and comes back with its file. Running it once more writes nothing.
    """
    with walls.widened(walls.Scope.BUILT_IN):
        return built_in.bring(Article, entries)
