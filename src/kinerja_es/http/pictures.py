"""The route to pictures: the answer of a query with .svg or .png behind its name."""

from hashlib import blake2b

from fastapi import Request, Response
from starlette.routing import BaseRoute

from kinerja_es.errors import Problem, Problems
from kinerja_es.http.asking import collect, position
from kinerja_es.http.desk import WAIT, Desk
from kinerja_es.http.negotiating import Held, tag
from kinerja_es.http.openapi import group
from kinerja_es.http.read_models import CACHED, known_of
from kinerja_es.readmodels.asking import check_whole, made_of, read_parameters
from kinerja_es.readmodels.plots import MEDIA_TYPES, check_form, drawn_query, picture_of


def routes(desk: Desk) -> list[BaseRoute]:
    router = group("/v1/read-models", "Model baca")
    models = desk.service.read_models

    @router.get("/{name}/{query}.{form}", include_in_schema=False)
    def draw(name: str, query: str, form: str, request: Request) -> Response:
        """The picture, or that it is still the one that the asker has."""
        asked = drawn_query(models.projection(name), query)
        check_form(form, "form")
        given = dict(request.query_params)
        at_least, known_at = given.pop("at_least", None), given.pop("known_at", None)
        problems: list[Problem] = []
        params = collect(problems, lambda: read_parameters(asked, given, desk.today))
        known = None if known_at is None else collect(problems, lambda: known_of(desk, known_at))
        least = None if at_least is None else collect(problems, lambda: position(at_least, "at_least"))
        collect(problems, lambda: check_whole(asked, given))
        if problems or params is None:
            raise Problems(problems)
        if least is not None:
            desk.wait_for(least)
        held = Held(request.headers.get("if-none-match"))
        with models.opened(name, query, params, known, wait=WAIT) as question:
            made = made_of(question, form)
            if same := held.tag_of_same(made):
                return Response(status_code=304, headers=CACHED | {"ETag": same})
            picture = picture_of(question, form)
        content = blake2b(picture, digest_size=9).hexdigest()
        headers = CACHED | {"ETag": tag(made, content)}
        if held.has(content):
            return Response(status_code=304, headers=headers)
        return Response(picture, 200, headers, MEDIA_TYPES[form])

    return router.routes
