"""Where the joints of every frame are, against what was looked at: numbers, not the text of a picture.

After a wanted change: `python -m tests.library.figures.write_geometry`, and look at `/figures/` before you commit it.
"""

import json

import pytest

from tests.support.geometry import FROM_THE_SIDE, KEPT, of


@pytest.mark.parametrize("slug", FROM_THE_SIDE)
def test_the_joints_are_where_they_were_looked_at(slug: str):
    kept = json.loads(KEPT.read_text(encoding="utf-8"))[slug]
    found = of(slug)
    assert len(found) == len(kept)
    for now, then in zip(found, kept, strict=True):
        assert now.keys() == then.keys()
        for name, place in now.items():
            assert place == pytest.approx(then[name], abs=0.0015), name
