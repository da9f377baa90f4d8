"""Reads a picture as a browser does: where each shape is at a given time, by the transforms and their movements."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Matrix:
    """An affine map (a, b, c, d, e, f) as SVG writes it."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def __matmul__(self, o: "Matrix") -> "Matrix":
        return Matrix(
            self.a * o.a + self.c * o.b,
            self.b * o.a + self.d * o.b,
            self.a * o.c + self.c * o.d,
            self.b * o.c + self.d * o.d,
            self.a * o.e + self.c * o.f + self.e,
            self.b * o.e + self.d * o.f + self.f,
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def map_of(text: str) -> Matrix:
    whole = Matrix()
    for kind, inside in re.findall(r"(\w+)\(([^)]*)\)", text):
        numbers = [float(number) for number in inside.split()]
        if kind == "translate":
            whole = whole @ Matrix(e=numbers[0], f=numbers[1] if len(numbers) > 1 else 0)
        elif kind == "rotate":
            angle = math.radians(numbers[0])
            whole = whole @ Matrix(math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle))
        elif kind == "scale":
            whole = whole @ Matrix(a=numbers[0], d=numbers[1])
        else:
            raise ValueError(kind)
    return whole


def value_at(animation: ET.Element, time: float) -> list[float]:
    """Linear between the key times, as SMIL has it."""
    values = [[float(number) for number in value.split()] for value in animation.get("values", "").split(";")]
    keys = animation.get("keyTimes")
    times = (
        [float(key) for key in keys.split(";")]
        if keys
        else [i / (len(values) - 1) for i in range(len(values))]
    )
    share = (time / float(animation.get("dur", "1s")[:-1])) % 1
    for start, end, one, two in zip(times, times[1:], values, values[1:], strict=False):
        if start <= share <= end:
            part = (share - start) / (end - start) if end > start else 0
            return [a + (b - a) * part for a, b in zip(one, two, strict=True)]
    raise ValueError(f"no value at {share}")


def parsed(svg: str) -> ET.Element:
    """A picture that we have drawn ourselves."""
    return ET.fromstring(svg)  # noqa: S314


def shapes(svg: str, time: float) -> Iterator[tuple[ET.Element, Matrix]]:
    """Every path of a picture with where it is at `time` seconds."""
    yield from _walk(parsed(svg), Matrix(), time)


def _walk(element: ET.Element, outer: Matrix, time: float) -> Iterator[tuple[ET.Element, Matrix]]:
    own = element.get("transform", "")
    moves = [child for child in element if child.tag == f"{SVG}animateTransform"]
    if moves:
        numbers = " ".join(str(number) for number in value_at(moves[0], time))
        own = f"{moves[0].get('type')}({numbers})"
    here = outer @ map_of(own)
    if element.tag == f"{SVG}path":
        yield element, here
    for child in element:
        yield from _walk(child, here, time)


def length(svg: str) -> float:
    """Seconds of one round; 0 for a picture that stands still."""
    found = re.search(r'dur="([\d.]+)s"', svg)
    return float(found[1]) if found else 0.0
