"""How a row of a roster becomes events: the table of what column makes what, and the units and posts it names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from kinerja_es.domain.appointment import DutyCommenced, EmployeeAppointed
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event, Ids, Key, maker, new_id, stream_name, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.identity import EmployeeRegistered, ExternalIds, IdentityNumberAssigned
from kinerja_es.domain.reference import ESELON
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import (
    OrgUnitEstablished,
    PositionEstablished,
    Title,
    folded,
    post_key,
    unit_id_key,
    unit_name_key,
)
from kinerja_es.domain.values import Scheme
from kinerja_es.errors import (
    DuplicateExternalId,
    DuplicateNik,
    DuplicateNip,
    PositionUnknown,
    Problem,
    RowDiffers,
    SkNotOfBatch,
    TmtDiffers,
    UnitUnknown,
    ValueInvalid,
)
from kinerja_es.log.application import Write
from kinerja_es.recording.record import Reading, Request
from kinerja_es.recording.siasn import RosterRow

JENIS_JABATAN = (
    ("RANGKAP", JenisJabatan.RANGKAP),
    ("STRUKTURAL", JenisJabatan.STRUKTURAL),
    ("MANAJERIAL", JenisJabatan.STRUKTURAL),
    ("UMUM", JenisJabatan.PELAKSANA),
    ("PELAKSANA", JenisJabatan.PELAKSANA),
    ("FUNGSIONAL", JenisJabatan.FUNGSIONAL),
)
"""The first of these words in JENIS JABATAN NAMA says which kind of post it is; an empty one is PELAKSANA."""

_ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a row's employee works. Two rows that write it in the same way share it."""

    unor_id: UUID
    jabatan_id: UUID


PlaceName = tuple[str | None, ...]
"""How a row writes its place: the unit's SIASN id, its induk, its name, the post's title."""


class Places:
    """The units and posts of a roster: those that the log knows, and those that the file brings."""

    def __init__(self, reading: Reading, request: Request, tmt: date, rule_set: str, *, known_only: bool) -> None:
        self.reading, self.request, self.tmt, self.known_only = reading, request, tmt, known_only
        self.rule_set = rule_set
        self._units: dict[tuple[str | None, ...], UUID | Problem] = {}
        self._places: dict[tuple[str | None, ...], Place | Problem] = {}
        self._new: dict[UUID, OrgUnitEstablished | PositionEstablished] = {}
        self._taken: dict[str, str] = {}
        self._used: Counter[tuple[Place, date]] = Counter()

    def look_up(self, rows: Sequence[RosterRow]) -> None:
        """Find the units, then the posts, that these rows name for the first time."""
        new = {named: row for row in rows if (named := place_of(row)) not in self._places}
        units = {named: row for row in new.values() if (named := _unit_of(row)) not in self._units}
        keys = [key for row in units.values() for key in _unit_keys(row)]
        owners = self.reading.owners(keys) if keys else {}
        for named, row in units.items():
            self._units[named] = self._unit(row, owners)
        posts: dict[Key, UUID | Problem] = {}
        asked = [post_key(unit, row.jabatan_nama) for row in new.values() if isinstance(unit := self._at(row), UUID)]
        owners = self.reading.owners(asked) if asked else {}
        for named, row in new.items():
            unit = self._at(row)
            if isinstance(unit, Problem):
                self._places[named] = unit
                continue
            key = post_key(unit, row.jabatan_nama)
            if key not in posts:
                posts[key] = self._post(unit, row, owners)
            post = posts[key]
            self._places[named] = post if isinstance(post, Problem) else Place(unit, post)

    def _at(self, row: RosterRow) -> UUID | Problem:
        return self._units[_unit_of(row)]

    def of(self, row: RosterRow, problems: list[Problem]) -> Place | None:
        """The place that a row names; None, with the reason, where there is none."""
        place = self._places[place_of(row)]
        if isinstance(place, Problem):
            problems.append(_again(place))
            return None
        return place

    def known(self, row: RosterRow) -> Place | None:
        """The place that a row names, if it is one and was looked up."""
        place = self._places.get(place_of(row))
        return place if isinstance(place, Place) else None

    def named(self, rows: Iterable[RosterRow]) -> list[tuple[PlaceName, Place | None]]:
        """The places that these rows name."""
        return [(place_of(row), self.known(row)) for row in rows]

    def learn(self, places: Iterable[tuple[PlaceName, Place | None]]) -> None:
        """Take up places that another process looked up."""
        self._places.update((name, place) for name, place in places if place is not None)

    def count_all(self, seats: Mapping[tuple[PlaceName, date | None], int]) -> None:
        """Seats of many rows, by the place and the TMT that they name."""
        for (name, tmt), count in seats.items():
            if isinstance(place := self._places[name], Place):
                self._used[place, tmt or self.tmt] += count

    def count(self, place: Place, row: RosterRow) -> None:
        """A seat more in the post, needed from the row's TMT on."""
        self._used[place, row.tmt or self.tmt] += 1

    def writes(self) -> list[Write]:
        """The events of what is new and used: units first, then posts with the seats that the file counted.

        Unit and post exist from the earliest TMT of anybody who works there. Both are what this file showed: a later
        one with an earlier TMT or with more people is warned of it, and taken (`is_observed`).
        """
        seats: Counter[UUID] = Counter()
        since: dict[UUID, date] = {}
        for (place, tmt), count in self._used.items():
            seats[place.jabatan_id] += count
            for subject in (place.unor_id, place.jabatan_id):
                since[subject] = min(tmt, since.get(subject, tmt))
        writes: list[Write] = []
        for subject, event in self._new.items():
            if subject not in since:
                continue
            changes: dict[str, Any] = {"tmt": since[subject]}
            if isinstance(event, PositionEstablished):
                changes["formasi"] = seats[subject]
            writes.append(Write(stream_name(event.STREAM, subject), 1, event.model_copy(update=changes)))
        return sorted(writes, key=lambda write: write.event.PRECEDENCE)

    def new_names(self) -> tuple[list[str], list[str]]:
        """Names of the new units, and of the new posts with their unit, for people."""
        places = {subject for place, _ in self._used for subject in (place.unor_id, place.jabatan_id)}
        used = [event for subject, event in self._new.items() if subject in places]
        units = {e.unor_id: e.nama for e in self._new.values() if isinstance(e, OrgUnitEstablished)}
        posts = [
            f"{e.title.nama} - {units.get(e.unor_id) or self.unit_name(e.unor_id)}"
            for e in used
            if isinstance(e, PositionEstablished)
        ]
        return sorted(e.nama for e in used if isinstance(e, OrgUnitEstablished)), sorted(posts)

    def _unit(self, row: RosterRow, owners: dict[Key, tuple[str, ...]]) -> UUID | Problem:
        by_id = owners.get(unit_id_key(row.unor_siasn_id)) if row.unor_siasn_id else None
        if by_id:
            return self._known(by_id[0])
        by_name = [*owners.get(unit_name_key(row.unor_nama, row.induk_nama), ())]
        if row.unor_siasn_id:
            # SIASN's id tells units of one name apart: a unit that has another id is another unit.
            by_name = [stream for stream in by_name if self._has_no_id_but(row.unor_siasn_id, stream)]
        else:
            name = unit_name_key(row.unor_nama, row.induk_nama)
            by_name += [s for s, e in self._new_units() if unit_name_key(e.nama, e.induk_nama) == name]
        if len(by_name) == 1:
            return self._known(by_name[0])
        if by_name:
            return UnitUnknown("Several units have this name; give UNOR ID.", field="UNOR NAMA", value=row.unor_nama)
        if self.known_only:
            return UnitUnknown(field="UNOR NAMA", value=row.unor_nama)
        return self._establish_unit(row)

    def _post(self, unor_id: UUID, row: RosterRow, owners: dict[Key, tuple[str, ...]]) -> UUID | Problem:
        key = post_key(unor_id, row.jabatan_nama)
        if found := owners.get(key):
            return self._known(found[0])
        if self.known_only:
            return PositionUnknown(field="JABATAN NAMA", value=row.jabatan_nama)
        jenis = jenis_of(row.jenis_jabatan)
        if jenis is None:
            words = ", ".join(word for word, _ in JENIS_JABATAN)
            return ValueInvalid(f"One of {words} stands in it.", field="JENIS JABATAN NAMA", value=row.jenis_jabatan)
        jabatan_id = new_id(self.request.command_id, key.text)
        if jabatan_id not in self._new:
            self._add(
                jabatan_id,
                PositionEstablished(
                    **self._envelope(jabatan_id),
                    jabatan_id=jabatan_id,
                    title=Title(nama=row.jabatan_nama, id=row.jabatan_siasn_id),
                    jenis_jabatan=jenis,
                    unor_id=unor_id,
                    eselon_id=_eselon(row),
                ),
            )
        return jabatan_id

    def _known(self, stream: str) -> UUID:
        """A unit or post that the log knows: read, so that the rules can look at it."""
        self.reading.history(stream)
        return subject_of(stream)

    def _establish_unit(self, row: RosterRow) -> UUID:
        unor_id = new_id(self.request.command_id, "unor", _unit_keys(row)[0].text)
        if unor_id not in self._new:
            self._add(
                unor_id,
                OrgUnitEstablished(
                    **self._envelope(unor_id),
                    unor_id=unor_id,
                    nama=row.unor_nama,
                    siasn_id=row.unor_siasn_id,
                    induk_nama=row.induk_nama,
                ),
            )
        return unor_id

    def _add(self, subject: UUID, event: OrgUnitEstablished | PositionEstablished) -> None:
        self._new[subject] = event
        self.reading.others[stream_name(event.STREAM, subject)] = History([event])

    def _envelope(self, subject: UUID) -> dict[str, Any]:
        return {
            "event_id": new_id(self.request.command_id, subject, "event"),
            "place": 0,
            # Until all rows are read nobody knows from when on it is needed: see `count`.
            "tmt": _ALWAYS,
            "actor": self.request.actor,
            "command_id": self.request.command_id,
            "rule_set": self.rule_set,
            "source": self.request.source,
        }

    def _new_units(self) -> Iterator[tuple[str, OrgUnitEstablished]]:
        for subject, event in self._new.items():
            if isinstance(event, OrgUnitEstablished):
                yield stream_name(Category.UNOR, subject), event

    def _has_no_id_but(self, siasn_id: str, stream: str) -> bool:
        """Whether a unit was recorded without SIASN's id, and no other id of this file has taken it to be its own."""
        units = self.reading.history(stream).of(OrgUnitEstablished)
        return units[0].siasn_id is None and self._taken.setdefault(stream, siasn_id) == siasn_id

    def unit_name(self, unor_id: UUID) -> str:
        units = self.reading.history(stream_name(Category.UNOR, unor_id)).of(OrgUnitEstablished)
        return units[0].nama if units else str(unor_id)

    def post_name(self, jabatan_id: UUID) -> str:
        posts = self.reading.history(stream_name(Category.JABATAN, jabatan_id)).of(PositionEstablished)
        return posts[0].title.nama if posts else str(jabatan_id)


def _again(problem: Problem) -> Problem:
    """The same problem for another row."""
    return type(problem)(problem.detail, field=problem.field, value=problem.value)


def _unit_of(row: RosterRow) -> tuple[str | None, ...]:
    return row.unor_siasn_id, row.induk_nama, row.unor_nama


def place_of(row: RosterRow) -> PlaceName:
    """How a row writes its place."""
    return row.unor_siasn_id, row.induk_nama, row.unor_nama, row.jabatan_nama


def _unit_keys(row: RosterRow) -> list[Key]:
    name = unit_name_key(row.unor_nama, row.induk_nama)
    return [unit_id_key(row.unor_siasn_id), name] if row.unor_siasn_id else [name]


def _eselon(row: RosterRow) -> str | None:
    """SIASN's code of the echelon, by the code or by the name in the row; a code that is not known stays as it is."""
    named = [code.stored for text in (row.eselon_id, row.eselon_nama) if text and (code := ESELON.find(text))]
    return named[0] if named else row.eselon_id


def jenis_of(text: str | None) -> JenisJabatan | None:
    """Which kind of post the words of JENIS JABATAN mean; None where none is known."""
    if not text:
        return JenisJabatan.PELAKSANA
    return next((jenis for word, jenis in JENIS_JABATAN if word in text.upper()), None)


class RowEvents:
    """The events of a row, in the order in which they follow from one another."""

    PLACES: ClassVar[int] = 4
    """How many events one row may bring, and so how far apart the places of two rows are within their command."""

    def __init__(
        self, request: Request, sk: DecisionIssued, batch_id: UUID, tmt: date, rule_set: str, *, stage: str | None
    ) -> None:
        self.sk, self.tmt = sk, tmt
        self._citations = {(None, None, None), (sk.nomor, sk.tanggal, tmt)}
        self.begin(request, rule_set, batch_id=batch_id, decision=sk.ref(), selection_stage=stage)

    def begin(self, request: Request, rule_set: str, *, batch_id: UUID, **appointed: Any) -> dict[str, Any]:
        """What makes the events, by what they all share; `appointed` is what every appointment says alike."""
        self.batch_id = batch_id
        self._ids = Ids(request.command_id)
        shared: dict[str, Any] = {
            "actor": request.actor,
            "command_id": request.command_id,
            "rule_set": rule_set,
            "source": request.source,
        }
        self._registered = maker(EmployeeRegistered, **shared)
        self._numbered = maker(IdentityNumberAssigned, **shared)
        self._appointed = maker(EmployeeAppointed, **shared, batch_id=batch_id, **appointed)
        self._begun = maker(DutyCommenced, **shared)
        self._external = maker(ExternalIds)
        return shared

    def keys(self, row: RosterRow) -> list[Key]:
        """Everything by which the person might be known already, the NIP first."""
        keys = [Key("nip", row.nip)]
        if row.nip_lama is not None and row.nip.scheme is Scheme.PNS:
            keys.append(Key("nip", row.nip_lama))
        if row.nik is not None:
            keys.append(Key("nik", row.nik))
        if row.siasn_id is not None:
            keys.append(Key("siasn", row.siasn_id))
        return keys

    def ids(self, row: RosterRow) -> Sequence[UUID]:
        """The ids of all that a row may bring: the person's own first, then in the order of `of`."""
        return self._ids.several(f"{row.row}/row", 7)

    def check_row(self, row: RosterRow, keys: Sequence[Key], seen: dict[Key, int]) -> Iterator[Problem]:
        """What speaks against a row before anybody looks into the log."""
        yield from self.doubled(row, keys, seen)
        if (row.sk_nomor, row.sk_tanggal, row.tmt) in self._citations:
            return
        if row.sk_nomor not in (None, self.sk.nomor):
            yield SkNotOfBatch(f"The batch's is {self.sk.nomor}.", field="NOMOR SK CPNS", value=row.sk_nomor)
        elif row.sk_tanggal not in (None, self.sk.tanggal):
            yield SkNotOfBatch(f"The batch's is of {self.sk.tanggal}.", field="TANGGAL SK CPNS", value=row.sk_tanggal)
        if row.tmt not in (None, self.tmt):
            yield TmtDiffers(f"The SK's is {self.tmt}.", field="TMT CPNS", value=row.tmt)

    def doubled(self, row: RosterRow, keys: Sequence[Key], seen: dict[Key, int]) -> Iterator[Problem]:
        """Numbers that stand in two rows."""
        number = row.row
        for key in keys:
            before = seen.setdefault(key, number)
            if before != number:
                found = _DUPLICATES[key.kind]
                yield found(f"It stands in row {before} too.", field=_COLUMN[key.kind], value=key.text)

    def of(self, row: RosterRow, ids: Sequence[UUID], place: Place, history: History) -> Iterator[Event]:
        """The events that a row asks for; a person who has a number already is only appointed."""
        _, registration, number, appointment, duty, engagement_id, assignment_id = ids
        first = row.row * self.PLACES
        tmt = row.tmt or self.tmt
        if not history:
            yield self._registered(
                {
                    "event_id": registration,
                    "place": first,
                    "tmt": tmt,
                    "nama": row.nama,
                    "gelar_depan": row.gelar_depan,
                    "gelar_belakang": row.gelar_belakang,
                    "tempat_lahir": row.tempat_lahir,
                    "tanggal_lahir": row.tanggal_lahir,
                    "jenis_kelamin": row.jenis_kelamin,
                    "nik": row.nik,
                    "kind": row.kind,
                    "external_ids": self._external({"siasn_pns_id": row.siasn_id}) if row.siasn_id else None,
                }
            )
        if not history.standing.numbers:
            scheme = row.nip.scheme
            yield self._numbered(
                {
                    "event_id": number,
                    "place": first + 1,
                    "tmt": tmt,
                    "nip": row.nip,
                    "scheme": scheme,
                    "nip_lama": row.nip_lama if scheme is Scheme.PNS else None,
                }
            )
        yield self._appointed(
            {
                "event_id": appointment,
                "place": first + 2,
                "tmt": tmt,
                "engagement_id": engagement_id,
                "assignment_id": assignment_id,
                "kind": row.kind,
                "golongan": row.golongan,
                "jabatan_id": place.jabatan_id,
                "unor_id": place.unor_id,
            }
        )
        if row.aktif:
            yield self._begun(
                {
                    "event_id": duty,
                    "place": first + 3,
                    "tmt": tmt,
                    "tanggal": tmt,
                    "engagement_id": engagement_id,
                }
            )

    def registered_only(
        self, keys: Sequence[Key], owners: Mapping[Key, tuple[str, ...]], reading: Reading
    ) -> tuple[str, ...] | None:
        """Who holds the row's NIK and has no number yet: a candidate, registered before the appointment."""
        holders = next((owners[key] for key in keys if key.kind == "nik" and owners.get(key)), None)
        if holders is None or reading.history(holders[0]).standing.numbers:
            return None
        return holders

    def membership(self, history: History) -> EmployeeAppointed | None:
        """The appointment by which somebody is in this batch already."""
        return next((a for a in history.of(EmployeeAppointed) if a.batch_id == self.batch_id), None)

    def other_person(self, row: RosterRow, owner: str, history: History) -> Problem | None:
        """Whether the holder of the row's NIP is somebody else than the row's person."""
        person = history.of(EmployeeRegistered)[0]
        same_nik = row.nik is not None and row.nik == person.nik
        if same_nik or (person.tanggal_lahir == row.tanggal_lahir and folded(person.nama) == folded(row.nama)):
            return None
        if self.membership(history) is not None and person.tanggal_lahir == row.tanggal_lahir:
            return None
        return DuplicateNip(f"The employee is {subject_of(owner)}.", field="NIP BARU", value=row.nip)


_DUPLICATES: dict[str, type[Problem]] = {"nip": DuplicateNip, "nik": DuplicateNik, "siasn": DuplicateExternalId}
_COLUMN = {"nip": "NIP BARU", "nik": "NIK", "siasn": "PNS ID"}

COLUMN_OF = {
    "nama": "NAMA",
    "tanggal_lahir": "TANGGAL LAHIR",
    "nik": "NIK",
    "nip": "NIP BARU",
    "external_ids.siasn_pns_id": "PNS ID",
    "kind": "JENIS PEGAWAI NAMA",
    "golongan": "GOL AKHIR NAMA",
    "jabatan_id": "JABATAN NAMA",
    "unor_id": "UNOR NAMA",
    "tmt": "TMT CPNS",
    "tanggal": "TMT CPNS",
}
"""Which column a rule speaks of when it names a field of an event."""


def differences(
    row: RosterRow, history: History, member: EmployeeAppointed, place: Place, places: Places
) -> Iterator[Problem]:
    """What a row says otherwise than what is recorded of an employee of this batch; an empty cell says nothing."""
    person = history.of(EmployeeRegistered)[0]
    texts = [
        ("NAMA", row.nama, person.nama),
        ("GELAR DEPAN", row.gelar_depan, person.gelar_depan),
        ("GELAR BELAKANG", row.gelar_belakang, person.gelar_belakang),
        ("TEMPAT LAHIR NAMA", row.tempat_lahir, person.tempat_lahir),
    ]
    compared: list[tuple[str, bool, Any, Any]] = [
        *((column, said is None or folded(said) == folded(was or ""), said, was) for column, said, was in texts),
        ("TANGGAL LAHIR", row.tanggal_lahir == person.tanggal_lahir, row.tanggal_lahir, person.tanggal_lahir),
        ("JENIS KELAMIN", row.jenis_kelamin == person.jenis_kelamin, row.jenis_kelamin, person.jenis_kelamin),
        ("NIK", row.nik in (None, person.nik), row.nik, person.nik),
        ("JENIS PEGAWAI NAMA", row.kind == member.kind, row.kind, member.kind),
        ("GOL AKHIR NAMA", row.golongan in (None, member.golongan), row.golongan, member.golongan),
        ("TMT CPNS", row.tmt in (None, member.tmt), row.tmt, member.tmt),
    ]
    if place.unor_id != member.unor_id:
        compared.append(("UNOR NAMA", False, row.unor_nama, places.unit_name(member.unor_id)))
    if place.jabatan_id != member.jabatan_id:
        post = places.post_name(member.jabatan_id)
        compared.append(("JABATAN NAMA", folded(row.jabatan_nama) == folded(post), row.jabatan_nama, post))
    if row.aktif:
        begun = bool(history.of(DutyCommenced))
        compared.append(("KEDUDUKAN HUKUM NAMA", begun, row.kedudukan, "no start of duty"))
    for column, agrees, said, recorded in compared:
        if not agrees:
            yield RowDiffers(f"Recorded: {recorded or 'nothing'}.", field=column, value=said)
