"""What a request says of the answer that it wants: in which form (Accept), and whether it has it already (ETag)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
_TAG = re.compile(r'"([^"]*)"')


class _Range(NamedTuple):
    """A media type that is taken, with `*` for any, and how gladly."""

    kind: str
    subtype: str
    quality: float


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type that is taken most gladly, of several the first one offered; None if none is taken.

    Without a word about it anything is taken. Of the ranges that a type falls under, the most specific one decides.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = list(_ranges(accept))
    best = max(offered, key=lambda media_type: _quality(media_type, ranges))
    return best if _quality(best, ranges) > 0 else None


def _ranges(accept: str) -> Iterator[_Range]:
    """The ranges of an Accept header; what is none is passed over."""
    for part in accept.lower().split(","):
        media_range, *params = (piece.strip() for piece in part.split(";"))
        kind, slash, subtype = media_range.partition("/")
        named = {name.strip(): value.strip() for name, _, value in (param.partition("=") for param in params)}
        quality = named.get("q", "1")
        if slash and _QUALITY.fullmatch(quality) and (kind != "*" or subtype == "*"):
            yield _Range(kind, subtype, float(quality))


def _quality(media_type: str, ranges: Sequence[_Range]) -> float:
    kind, _, subtype = media_type.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        if found := [given.quality for given in ranges if given[:2] == wanted]:
            return max(found)
    return 0


class Held:
    """The answers that the asker has, by If-None-Match.

    A tag says what an answer is made of and what it is. While it is made of the same it need not be asked for again;
    and where other rows were touched since, it may still be the same.
    """

    def __init__(self, if_none_match: str | None) -> None:
        self._any = (if_none_match or "").strip() == "*"
        self._tags = [tag.partition(".") for tag in _TAG.findall(if_none_match or "")]

    def tag_of_same(self, made_of: str) -> str | None:
        """The tag of an answer that was made of the same."""
        return next((tag(made, content) for made, _, content in self._tags if made == made_of), None)

    def has(self, content: str) -> bool:
        """Whether an answer with this content is among them; `*` is any answer."""
        return self._any or any(held == content for _, _, held in self._tags)


def tag(made_of: str, content: str) -> str:
    """The tag of an answer: a weak one, because JSON also tells the position at which it holds."""
    return f'W/"{made_of}.{content}"'
