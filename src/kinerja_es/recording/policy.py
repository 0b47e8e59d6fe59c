"""Policy files: TOML that a government adopts by an SK. All that is wrong with one is told at once, line by line."""

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, cast
from uuid import UUID

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from kinerja_es.domain.catalogue import Command, SkRef, command_of, short_name
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, new_id, stream_name
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.instansi import PolicyAdopted, version_taken
from kinerja_es.domain.policy import Policies, Policy
from kinerja_es.domain.values import Day
from kinerja_es.errors import BodyInvalid, FileTooLarge, Problem, Problems, SkFileUnreadable
from kinerja_es.errors.instansi import PolicyFileUnreadable, PolicySettingUnknown
from kinerja_es.log.application import Write
from kinerja_es.recording.judge import problems_of
from kinerja_es.recording.record import Decided, Reading, Recorder, Request, told_of

LARGEST = 256 * 1024
"""The largest policy file, in bytes."""

EXAMPLE = """\
# Kebijakan kepegawaian / personnel policy, for `kinerja policy adopt`.
#
# Apa yang diserahkan hukum kepada pemerintah daerah. Setiap nilai di bawah ini sama dengan yang berlaku tanpa
# kebijakan: ubah yang perlu, keluarkan yang lain.
# What the law leaves to a government. Each value below is what holds without a policy: change what you need, leave
# out the rest. A fact is judged by the policy of the day of its SK, or of its own day; the past is not judged again.

# Nomor versi: lebih besar daripada semua yang pernah ditetapkan. / Greater than every version adopted before.
policy_version = 1

# Zona waktu "hari ini": WIB, WITA, atau WIT. / The time zone of "today". Without it: --timezone.
timezone = "WIB"

# Jangka perjanjian kerja, per jenis pegawai. / How long an employment contract runs, per kind of employee.
[contract.PPPK]
# Paling singkat dan paling lama, dalam tahun; tanpa most_years tidak ada batas. / Least and greatest number of years;
# without most_years there is no limit. (PP 49/2018 art 37)
least_years = 1
# most_years = 5
# Bila dilanggar: WARN mencatat dengan peringatan, REFUSE menolak. / A breach is recorded with a warning, or refused.
breach = "WARN"

[contract.PPPK_PARUH_WAKTU]
# KepmenPANRB 16/2025 diktum 13: setiap 1 tahun. / One year each.
least_years = 1
most_years = 1
breach = "WARN"

# Naik status dari paruh waktu menjadi penuh waktu. / Upgrade from part-time to full-time.
[upgrade]
# Berapa bulan sebelum usul harus dievaluasi tanpa jeda. / Months before a proposal that are evaluated without a gap.
window_months = 12
# Predikat evaluasi terakhir paling rendah: 1 Sangat Baik ... 5 Sangat Kurang. / Least predikat of the last evaluation.
least_predikat = 2

# Evaluasi kinerja berkala. / Periodic evaluation.
[evaluation]
# BULANAN atau TRIWULAN; tanpa ini keduanya diterima. / Monthly or quarterly; without it both are taken.
# cadence = "TRIWULAN"

# Perjanjian kinerja. / Performance agreements.
[agreement]
# Bila ditandatangani sebelum pelantikan: WARN atau REFUSE. / What if it is signed before the oath.
before_oath = "WARN"
# Eselon yang menandatangani: kode atau nama SIASN (`kinerja reference eselon`). / Whose officials sign, by SIASN's
# code or name.
eselon = ["II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b"]

# Pelantikan dan sumpah. / Oaths.
[oath]
# Paling lambat berapa hari kerja setelah SK. / At most so many working days after the SK. (PerBKN 7/2017)
working_days = 30

# Hari libur nasional dan cuti bersama, per tahun; selain itu Senin sampai Jumat adalah hari kerja.
# Public holidays and joint leave, year by year; otherwise Monday to Friday are working days.
[holidays]
# 2026 = [2026-01-01, 2026-08-17, 2026-12-25]

# Siapa yang boleh membatalkan SK; tanpa daftar ini siapa pun yang disebut UU 30/2014 pasal 66: PEJABAT (yang
# menetapkan), ATASAN, PENGADILAN. Jabatan dan kapasitas (D, PLT, PLH, PJ, PJS) membatasi; tanpa itu semua.
# Who may annul an SK; without this list whoever UU 30/2014 art 66 names: the issuer, a superior, a court. Office and
# capacity narrow it down; without them any.
# [[annulment]]
# by = "PEJABAT"
# kapasitas = ["D", "PJ"]
#
# [[annulment]]
# by = "ATASAN"
# jabatan = ["Gubernur Banten"]
#
# [[annulment]]
# by = "PENGADILAN"
"""
"""A policy file to start from: every setting, explained, with the value that holds without a policy."""


class PolicyFile(Policy):
    """A policy as a file states it: its version, and its settings."""

    policy_version: Annotated[int, Field(ge=1, le=9999)]

    def content(self) -> Policy:
        """The settings alone, as they are adopted."""
        return Policy.model_validate({name: getattr(self, name) for name in Policy.model_fields})


def read_policy_file(path: Path, adopted: Policies) -> PolicyFile:
    """The policy file on disk, or everything that is wrong with it."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Problems([PolicyFileUnreadable(f"{path}: {error.strerror}.", field="policy")]) from error
    return read_policy(content, adopted)


def read_policy(content: bytes, adopted: Policies) -> PolicyFile:
    """A policy from the bytes of a file. Raises Problems with all that is wrong, each with its line."""
    if len(content) > LARGEST:
        raise Problems([FileTooLarge(f"At most {LARGEST // 1024} kB are taken.", field="policy")])
    text, stated = _parsed(content)
    problems: list[Problem] = []
    version = stated.get("policy_version")
    if isinstance(version, int):
        problems += version_taken(adopted, version)
    policy = None
    try:
        # By way of JSON: what is strict there takes a date for a date and a word for a member of its list.
        policy = PolicyFile.model_validate_json(json.dumps(stated, default=str))
    except ValidationError as error:
        # A name that is not known is the one thing here that is wrong with a body.
        found = problems_of(error)
        problems += [PolicySettingUnknown(field=p.field) if isinstance(p, BodyInvalid) else p for p in found]
        problems += _contradictions(stated, [p.field for p in found])
    else:
        problems += policy.problems()
    if policy is None or problems:
        raise Problems(sorted((p.at_row(_line(text, p.field)) for p in problems), key=lambda p: p.row or 0))
    return policy


def _contradictions(stated: dict[str, Any], wrong: list[str | None]) -> list[Problem]:
    """What contradicts itself in the rest of a file, without the settings (and their tables) that are wrong already."""
    rest: dict[str, Any] = {**stated}
    for table, *names in ((field or "").split(".") for field in wrong):
        held = rest.get(table)
        if isinstance(held, dict) and names:
            rest[table] = {name: value for name, value in cast("dict[str, Any]", held).items() if name != names[0]}
        else:
            rest.pop(table, None)
    rest.pop("policy_version", None)
    try:
        return [*Policy.model_validate_json(json.dumps(rest, default=str)).problems()]
    except ValidationError:
        return []


def _parsed(content: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        # Numbers with a point are no setting's: as texts they are refused with their place.
        return text, tomllib.loads(text, parse_float=str)
    except UnicodeDecodeError as error:
        raise Problems([PolicyFileUnreadable("It is not UTF-8.", field="policy")]) from error
    except RecursionError as error:
        raise Problems([PolicyFileUnreadable("It is nested too deeply.", field="policy")]) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        problem = PolicyFileUnreadable(f"{error}.", field="policy")
        raise Problems([problem.at_row(int(found[1])) if found else problem]) from error


def _line(text: str, field: str | None) -> int:
    """The line on which a setting stands: its own, that of its table, or the first one."""
    wanted = [part for part in (field or "").split(".") if part]
    table: list[str] = []
    counts: dict[str, int] = {}
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            table = _keys(header[2])
            if header[1] == "[[":
                name = ".".join(table)
                counts[name] = counts.get(name, -1) + 1
                table.append(str(counts[name]))
            path = table
        elif pair := re.match(r"\s*([\w.\"' -]+?)\s*=", line):
            path = [*table, *_keys(pair[1])]
        else:
            continue
        if len(path) > depth and path == wanted[: len(path)]:
            best, depth = number, len(path)
    return best


def _keys(text: str) -> list[str]:
    return [part.strip().strip("\"'") for part in text.split(".")]


# -- adopting ----------------------------------------------------------------------------


def adopting(policy: PolicyFile, tmt: Day, sk: SkRef) -> Command:
    """The command that adopts a policy."""
    body = {"type": short_name(PolicyAdopted), "tmt": tmt, "policy_version": policy.policy_version}
    content = policy.content().model_dump(mode="json", exclude_none=True)
    asked = body | {"content": content, "sk": sk.model_dump(mode="json", exclude_none=True)}
    return TypeAdapter(command_of(PolicyAdopted)).validate_json(orjson.dumps(asked))


def adopt(recorder: Recorder, policy: PolicyFile, tmt: Day, sk: Command, request: Request) -> dict[str, Any]:
    """Adopt a policy by its SK, which is recorded with it where it is new: both or neither. Raises Problems.

    `sk` is the command that asks for the SK (DecisionIssued).
    """

    def decided(reading: Reading) -> Decided:
        sk_id, writes, told = _issued(recorder, reading, sk, request)
        stream, history = reading.instansi.stream, reading.instansi.history
        asked = adopting(policy, tmt, SkRef(sk_id=sk_id))
        events, warnings = recorder.decide(reading, stream, history, [asked], request)
        writes += [Write(stream, len(history) + n, event) for n, event in enumerate(events, 1)]
        return Decided(writes, told_of(stream, len(history) + len(events), events, [*told, *warnings]))

    return recorder.once(request, decided)


def _issued(
    recorder: Recorder, reading: Reading, sk: Command, request: Request
) -> tuple[UUID, list[Write], list[Problem]]:
    """The SK, as it was recorded before with the same content, or new; what it is warned of."""
    # An id of its own: the two events have the same place in their commands.
    own = replace(request, command_id=new_id(request.command_id, "sk"))
    sk_id = new_id(own.command_id, Category.SK.value)
    stream = stream_name(Category.SK, sk_id)
    try:
        events, warnings = recorder.decide(reading, stream, EMPTY, [sk], own)
    except Problems:
        if (before := recorder.issued_before(sk)) is None:
            raise
        return UUID(before["sk_id"]), [], []
    reading.others[stream] = History(events)
    return sk_id, [Write(stream, n, event) for n, event in enumerate(events, 1)], warnings


def read_sk_file(path: Path) -> Command:
    """The SK that a policy is adopted by, from a JSON file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problems([SkFileUnreadable(f"{path}: {error.strerror}.", field="sk")]) from error
    try:
        return TypeAdapter(command_of(DecisionIssued)).validate_json(content)
    except ValidationError as error:
        raise Problems(problems_of(error, root=("sk",))) from error
