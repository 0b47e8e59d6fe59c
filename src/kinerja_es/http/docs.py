"""The page at /docs: the description of all routes as plain HTML, so that it needs no internet and no script."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

Spec = Mapping[str, Any]

HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}

STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1d2530; }
h2 { border-bottom: 2px solid #c9d3df; margin-top: 2.5rem; }
code, pre { font: 14px/1.45 ui-monospace, monospace; background: #f2f5f8; border-radius: 4px; }
code { padding: .1em .3em; overflow-wrap: anywhere; } pre { padding: .7rem; overflow-x: auto; }
details { border: 1px solid #c9d3df; border-radius: 6px; margin: .5rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; } .method { display: inline-block; min-width: 3.2rem; font-weight: 700; }
.get { color: #14618c; } .post { color: #1c7038; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .5rem; }
tr { border-top: 1px solid #e3e9ef; } .required { color: #a02323; }
@media (prefers-color-scheme: dark) {
  body { background: #14181d; color: #dde4ec; } code, pre { background: #222932; }
  .get { color: #7fc1ea; } .post { color: #82d19b; } .required { color: #f09a9a; }
}
"""


def add(app: FastAPI) -> None:
    """Serve the page."""

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(page(app.openapi(), str(request.base_url).rstrip("/")), headers=HEADERS)


def page(spec: Spec, root: str) -> str:
    """The whole page; its command lines ask at `root`, the address that the page was asked for at."""
    title = escape(f"{spec['info']['title']} {spec['info']['version']}")
    schemas: Spec = spec["components"]["schemas"]
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>{title}</h1>{_text(spec['info']['description'])}"
        f'<p>OpenAPI: <a href="/openapi.json">/openapi.json</a></p>'
        f"{''.join(_group(tag, found, root) for tag, found in _by_tag(spec).items())}"
        f"<h2>Isian · Schemas</h2>{''.join(_schema(name, schema) for name, schema in sorted(schemas.items()))}"
        "</body></html>"
    )


def _by_tag(spec: Spec) -> dict[str, list[tuple[str, str, Spec]]]:
    groups: dict[str, list[tuple[str, str, Spec]]] = {}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation.get("tags", ["Lainnya"])[0], []).append((method, path, operation))
    return groups


def _group(tag: str, operations: Iterable[tuple[str, str, Spec]], root: str) -> str:
    return f"<h2>{escape(tag)}</h2>" + "".join(_operation(*operation, root) for operation in operations)


def _operation(method: str, path: str, operation: Spec, root: str) -> str:
    headline, _, rest = operation.get("description", operation["summary"]).partition("\n")
    content: Spec = operation.get("requestBody", {}).get("content", {})
    return (
        f'<details><summary><span class="method {method}">{method.upper()}</span> <code>{escape(path)}</code> '
        f"{escape(headline)}</summary>{_text(rest)}"
        f"{_parameters(operation.get('parameters', []))}"
        f"{''.join(_body(method, path, root, media, described) for media, described in content.items())}"
        f"{_answers(operation['responses'])}</details>"
    )


def _parameters(parameters: Iterable[Spec]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(p['name'])}</code> {_needed(p.get('required', False))}</td><td>{escape(p['in'])}</td>"
        f"<td>{_type(p['schema'])}</td><td>{escape(p.get('description', ''))} {_shown(p.get('example'))}</td></tr>"
        for p in parameters
    )
    return f"<h4>Parameter</h4><table>{rows}</table>" if rows else ""


def _body(method: str, path: str, root: str, media: str, described: Spec) -> str:
    """The body's examples; the first one as a command line to try."""
    examples: Spec = described.get("examples") or {media: {"value": described.get("example")}}
    shown = "".join(
        f"<details><summary>{escape(name)} · {escape(example.get('summary', ''))}</summary>"
        f"<pre>{escape(_json(example['value']))}</pre></details>"
        for name, example in examples.items()
    )
    return f"<h4>Isian · Body ({escape(media)})</h4>{_curl(method, f'{root}{path}', media, examples)}{shown}"


def _curl(method: str, address: str, media: str, examples: Spec) -> str:
    first = next(iter(examples.values()))["value"]
    body = "-F roster=@roster.csv -F 'sk=<SK.json'"
    if media == "application/json":
        body = f"-H 'Content-Type: {media}' \\\n  -d '{orjson.dumps(first).decode()}'"
    command = f"curl -X {method.upper()} {address} -H 'X-Actor: budi' {body}"
    return f"<pre>{escape(command)}</pre>"


def _answers(responses: Spec) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(status)}</code></td><td>{escape(answer['description'])} {_example_of(answer)}</td></tr>"
        for status, answer in responses.items()
    )
    return f"<h4>Jawaban · Answers</h4><table>{rows}</table>"


def _example_of(answer: Spec) -> str:
    found = [media["example"] for media in answer.get("content", {}).values() if "example" in media]
    return f"<pre>{escape(_json(found[0]))}</pre>" if found else ""


def _schema(name: str, schema: Spec) -> str:
    needed = schema.get("required", [])
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code> {_needed(field in needed)}</td><td>{_type(described)}</td>"
        f"<td>{escape(described.get('description', ''))}</td></tr>"
        for field, described in schema.get("properties", {}).items()
    )
    return (
        f'<details id="{escape(name)}"><summary>{escape(name)}</summary>{_text(schema.get("description", ""))}'
        f"{_type(schema) if not rows else f'<table>{rows}</table>'}</details>"
    )


def _type(schema: Spec) -> str:
    """What a field takes, in a few words; another schema as a link."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"] if one.get("type") != "null")
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}, ...]"
    words = [schema.get("type", ""), schema.get("format", ""), schema.get("const", "")]
    return escape(" ".join(str(word) for word in words if word))


def _needed(required: bool) -> str:
    return '<span class="required">wajib</span>' if required else ""


def _shown(example: Any) -> str:
    return "" if example is None else f"<code>{escape(str(example))}</code>"


def _text(text: str) -> str:
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
