"""The pictures of read models: the rows of a query, drawn as its projection file says."""

from kinerja_es.errors import PictureKindUnknown, PictureMissing, ReadModelUnknown
from kinerja_es.readmodels.answers import Row, plain
from kinerja_es.readmodels.asking import Question
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.kit import Query
from kinerja_es.readmodels.plots.reading import Unsuited

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
MOST = 100_000
"""Rows of one picture."""


def drawn_query(projection: Projection, name: str) -> Query:
    """The query of that name; it must have a picture."""
    query = projection.queries.get(name)
    if query is None:
        raise ReadModelUnknown(field="query", value=name)
    if query.plot is None:
        raise PictureMissing(field="query", value=name)
    return query


def check_form(form: str, field: str) -> None:
    """Refuse a form that no picture has."""
    if form not in MEDIA_TYPES:
        raise PictureKindUnknown(field=field, value=form)


def picture_of(question: Question, form: str) -> bytes:
    """The picture of all rows of an answer. The same rows give the same bytes."""
    from kinerja_es.readmodels.plots.drawing import drawn  # noqa: PLC0415 - takes a second to load, and only this needs it

    plot = question.query.plot
    if plot is None:
        raise PictureMissing(field="query", value=question.query.name)
    rows: list[Row] = []
    for page in question.pages():
        rows += page.items[: MOST - len(rows)]
    params = {name: plain(value) for name, value in question.params.items() if value is not None}
    if question.known is not None:
        params["known_at"] = question.known.at
    asked = " · ".join([question.name, *(f"{name}={value}" for name, value in params.items())])
    try:
        return drawn(plot, rows, form, asked, cut=len(rows) == MOST)
    except Unsuited as error:
        raise question.query.mistake(str(error)) from error
