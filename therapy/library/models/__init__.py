"""What the library holds: exercises and articles, each built in or a clinic's own."""

from therapy.library.models.articles import Article, ArticleQuerySet
from therapy.library.models.exercises import Exercise, ExerciseQuerySet

__all__ = ["Article", "ArticleQuerySet", "Exercise", "ExerciseQuerySet"]
