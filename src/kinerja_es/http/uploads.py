"""Takes in an uploaded roster: to a file of its own, never whole in memory, and no larger than allowed."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from kinerja_es.domain.values import is_digits
from kinerja_es.errors import BodyInvalid, ContentTypeInvalid, FileTooLarge, LogFull, Problem, Problems, ValueMissing
from kinerja_es.http.asking import MAX_BODY


@dataclass(frozen=True)
class Upload:
    """A roster on disk, the text of its SK, and the form's other fields."""

    roster: Path
    sk: bytes
    fields: dict[str, str]


@asynccontextmanager
async def uploaded(request: Request, limit: int) -> AsyncGenerator[Upload]:
    """The form's files, for as long as they are worked on."""
    form = await _form(request, limit)
    try:
        with TemporaryDirectory(prefix="kinerja-") as folder:
            yield await _kept(form, Path(folder) / "roster")
    finally:
        await form.close()


async def _form(request: Request, limit: int) -> FormData:
    """The form; reading ends where more comes than a roster and its SK may have."""
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != "multipart/form-data":
        detail = "Send multipart/form-data with the fields roster and sk."
        raise Problems([ContentTypeInvalid(detail, field="Content-Type", value=given)])
    declared = request.headers.get("content-length", "")
    if is_digits(declared) and int(declared) > limit + MAX_BODY:
        raise _too_large(limit)
    stream = _limited(request.stream(), limit)
    try:
        return await MultiPartParser(request.headers, stream, max_files=2, max_fields=8, max_part_size=MAX_BODY).parse()
    except MultiPartException as error:
        raise Problems([BodyInvalid(error.message)]) from error


async def _limited(stream: AsyncGenerator[bytes, None], limit: int) -> AsyncGenerator[bytes, None]:
    come = 0
    async for chunk in stream:
        come += len(chunk)
        if come > limit + MAX_BODY:
            raise _too_large(limit)
        yield chunk


async def _kept(form: FormData, path: Path) -> Upload:
    roster, sk = form.get("roster"), form.get("sk")
    problems: list[Problem] = []
    if not isinstance(roster, UploadFile):
        problems.append(ValueMissing("Send it as a file.", field="roster"))
    if sk is None:
        problems.append(ValueMissing(field="sk"))
    if not isinstance(roster, UploadFile) or sk is None:
        raise Problems(problems)
    text = sk.encode() if isinstance(sk, str) else await sk.read(MAX_BODY)
    fields = {name: value for name, value in form.items() if isinstance(value, str) and name != "sk"}
    await run_in_threadpool(_copy, roster, path)
    return Upload(path, text, fields)


def _copy(roster: UploadFile, path: Path) -> None:
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(roster.file, file, 1024 * 1024)
    except OSError as error:
        raise LogFull(f"The temporary folder: {error.strerror}.") from error


def _too_large(limit: int) -> Problems:
    return Problems([FileTooLarge(f"At most {limit / 1024 / 1024:g} MB are taken.", field="roster")])
