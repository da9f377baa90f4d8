"""Static files: the few that come from ``node_modules``, and their hashed, compressed names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Only what the pages use; whole `dist` folders hold files that hashed collection stops over. The
# map is named by the style sheet, and so has to be there, but only developer tools fetch it.
NODE_FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",
    "idb/build/index.js",
)

# htmx's extensions, which no page uses; one has an import in a comment, over which collecting stops.
NOT_COLLECTED = ("django_htmx/ext/*",)


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also for the imports inside ES modules, with gzip and Brotli beside them."""

    support_js_module_import_aggregation = True
    # A pass carries a new name one import further at the least, and five passes, Django's number, are fewer than the
    # player's modules may need: their longest chain has eight files. A circle, which has no end, is still found.
    max_post_process_passes = 12


class AppFilesFinder(AppDirectoriesFinder):
    """Finds the apps' files, without those that cannot be collected."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every file of the apps but the ones of `NOT_COLLECTED`."""
        yield from super().list([*(ignore_patterns or ()), *NOT_COLLECTED])


class NodeModulesFinder(BaseFinder):
    """Finds the `NODE_FILES` below ``node_modules``, each under the path that it has there."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.BASE_DIR) / "node_modules"
        self.storage = FileSystemStorage(location=self.folder)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure, nothing to check."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's place on disk if it is one of ours, else an empty list."""
        if path not in NODE_FILES or not self.storage.exists(path):
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every file of ours; one that is missing stops the collecting."""
        for path in NODE_FILES:
            if not self.storage.exists(path):
                raise FileNotFoundError(f"node_modules/{path} is missing: run npm ci")
            yield path, self.storage
