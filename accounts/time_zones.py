"""Time zones for a list to choose from, grouped by part of the world."""

from functools import cache
from zoneinfo import available_timezones

# Old names such as "US/Pacific" and bare abbreviations are still accepted where stored, but not offered.
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]


@cache
def _by_region() -> dict[str, list[Choice]]:
    groups: dict[str, list[Choice]] = {region: [] for region in REGIONS}
    for zone in sorted(available_timezones()):
        region, slash, place = zone.partition("/")
        if slash and region in groups:
            groups[region].append((zone, place.replace("_", " ").replace("/", ", ")))
    return groups


def time_zone_choices(current: str) -> list[Choice | Group]:
    """Choices for a select: `current` in front if it is none of the places, then a group a region."""
    groups: list[Choice | Group] = [(region, list(zones)) for region, zones in _by_region().items()]
    if current and not any(zone == current for zones in _by_region().values() for zone, _place in zones):
        groups.insert(0, (current, current))
    return groups
