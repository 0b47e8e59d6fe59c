"""Takes in an uploaded file: to a file of its own, never whole in memory, and no larger than allowed."""

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
    """A file on disk, the text of its SK (empty where none was sent), and the form's other fields."""

    path: Path
    sk: bytes
    fields: dict[str, str]


@asynccontextmanager
async def uploaded(request: Request, limit: int, field: str, *, needs_sk: bool) -> AsyncGenerator[Upload]:
    """The form's files, for as long as they are worked on; `field` is the name of the one that is not the SK."""
    form = await _form(request, limit, field)
    try:
        with TemporaryDirectory(prefix="kinerja-") as folder:
            yield await _kept(form, field, Path(folder) / field, needs_sk=needs_sk)
    finally:
        await form.close()


async def _form(request: Request, limit: int, field: str) -> FormData:
    """The form; reading ends where more comes than a file and its SK may have."""
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != "multipart/form-data":
        detail = f"Send multipart/form-data with the fields {field} and sk."
        raise Problems([ContentTypeInvalid(detail, field="Content-Type", value=given)])
    declared = request.headers.get("content-length", "")
    if is_digits(declared) and int(declared) > limit + MAX_BODY:
        raise _too_large(limit, field)
    stream = _limited(request.stream(), limit, field)
    try:
        return await MultiPartParser(request.headers, stream, max_files=2, max_fields=8, max_part_size=MAX_BODY).parse()
    except MultiPartException as error:
        raise Problems([BodyInvalid(error.message)]) from error


async def _limited(stream: AsyncGenerator[bytes, None], limit: int, field: str) -> AsyncGenerator[bytes, None]:
    come = 0
    async for chunk in stream:
        come += len(chunk)
        if come > limit + MAX_BODY:
            raise _too_large(limit, field)
        yield chunk


async def _kept(form: FormData, field: str, path: Path, *, needs_sk: bool) -> Upload:
    file, sk = form.get(field), form.get("sk")
    problems: list[Problem] = []
    if not isinstance(file, UploadFile):
        problems.append(ValueMissing("Send it as a file.", field=field))
    if needs_sk and sk is None and not form.get("opening"):
        problems.append(ValueMissing(field="sk"))
    if not isinstance(file, UploadFile) or problems:
        raise Problems(problems)
    text = await sk.read(MAX_BODY) if isinstance(sk, UploadFile) else (sk or "").encode()
    fields = {name: value for name, value in form.items() if isinstance(value, str) and name != "sk"}
    await run_in_threadpool(_copy, file, path)
    return Upload(path, text, fields)


def _copy(upload: UploadFile, path: Path) -> None:
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file, 1024 * 1024)
    except OSError as error:
        raise LogFull(f"The temporary folder: {error.strerror}.") from error


def _too_large(limit: int, field: str) -> Problems:
    return Problems([FileTooLarge(f"At most {limit / 1024 / 1024:g} MB are taken.", field=field)])
