"""The table of `make breaks` fits the project: whoever moves a line brings its break along."""

import pytest

from tests.breaks import BREAKS, PROJECT, Break, place_of


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.what)
def test_a_break_is_of_a_line_that_is_there_and_names_tests_that_are(one: Break) -> None:
    place_of(one, PROJECT)
    for test in one.tests:
        path, _, name = test.partition("::")
        assert name.split("[")[0] in (PROJECT / path).read_text()


def test_a_line_that_is_gone_or_there_twice_is_told() -> None:
    for old, told in (("no such line", "found nowhere"), ("def ", "in tests/breaks.py")):
        with pytest.raises(SystemExit, match=told):
            place_of(Break("it breaks", "tests/breaks.py", old, "", ()), PROJECT)
