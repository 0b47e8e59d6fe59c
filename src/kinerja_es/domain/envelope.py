"""What every event has in common, and how a fact is asked for, judged and stored.

An event is one recorded fact: frozen, named in the past, with its stored name spelt out. The same class is
the state in the log, the value that subscribers get, and (less what the server adds) the body of a command.
`position`, `version` and `recorded_at` belong to the log: they are columns beside the stored bytes (`Recorded`).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar
from uuid import UUID, SafeUUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema

from kinerja_es.domain.reference import DOKUMEN
from kinerja_es.domain.values import Day, SkNumber
from kinerja_es.errors import Problem

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


V = TypeVar("V", bound="Value")
E = TypeVar("E", bound="Event")


ERASED = "(dimusnahkan)"
"""What stands for a name, or a text, whose key was destroyed."""


class Personal:
    """Marks a field that says who somebody is, or what is nobody else's business: it is sealed before it is stored.

    Whose it is: of whom the stream is about; a `named` one is of the person whose name it is, who need be nobody's
    employee; within a value it is whose the value says (`Value.whose`). Once the key is destroyed an optional field is
    empty, and a required one says `erased`.
    """

    def __init__(self, *, named: bool = False, erased: str = ERASED) -> None:
        self.named, self.erased = named, erased


class Value(BaseModel):
    """A frozen, strict value object."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    def whose(self) -> "UUID | str | None":
        """Whose its personal fields are: an employee, or whoever has this number or name; None where the stream's."""
        return None


_INVISIBLE = r"\p{Cc}\p{Cf}\p{Zl}\p{Zp}"
_LINE, _LINES, _VISIBLE = f"[^{_INVISIBLE}]*", f"(?:[^{_INVISIBLE}]|[\\t\\r\\n])*", f"[^{_INVISIBLE}\\p{{Zs}}]"

# The same for other people's validators, most of which do not know \p{...}; beyond the first 65,536 characters it takes
# them all.
_UNSEEN = (
    r"\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
_SPACES = r"\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"


def _published(longest: int, also: str) -> WithJsonSchema:
    part, seen = f"(?:[^{_UNSEEN}]{also})*", f"[^{_UNSEEN}{_SPACES}]"
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": longest, "pattern": f"^{part}{seen}{part}$"})


ShortText = Annotated[
    str, Field(min_length=1, max_length=300, pattern=f"^{_LINE}{_VISIBLE}{_LINE}$"), _published(300, "")
]
"""A line of text that says something: no invisible characters, which could write anything on somebody's terminal."""
LongText = Annotated[
    str, Field(min_length=1, max_length=4000, pattern=f"^{_LINES}{_VISIBLE}{_LINES}$"), _published(4000, r"|[\t\r\n]")
]
"""The same with several lines."""


class Category(StrEnum):
    """What a stream is about. A stream's name is its category and a UUID: never a personal number."""

    PEGAWAI = "pegawai"
    SK = "sk"
    UNOR = "unor"
    JABATAN = "jabatan"
    BATCH = "batch"
    INSTANSI = "instansi"


def stream_name(category: Category, subject: UUID) -> str:
    return f"{category._value_}-{subject}"


def subject_of(stream: str) -> UUID:
    """The UUID in a stream's name."""
    return UUID(stream.partition("-")[2])


class Capacity(StrEnum):
    """In which capacity an official acts (SIASN jenisPenugasan)."""

    D = "D"
    PLT = "PLT"
    PLH = "PLH"
    PJ = "PJ"
    PJS = "PJS"


class Source(StrEnum):
    """Which way in a fact came."""

    UI = "UI"
    API = "API"
    IMPORT_SIASN = "IMPORT_SIASN"
    IMPORT_CSV = "IMPORT_CSV"
    SYSTEM = "SYSTEM"


class Actor(Value):
    """Who typed it in: not by whose authority it holds."""

    user_id: ShortText
    role: ShortText | None = None
    unor_id: UUID | None = None


class DecisionRef(Value):
    """By whose authority: the SK as cited in the fact itself."""

    sk_id: UUID
    nomor: SkNumber
    tanggal: Day
    pejabat_nama: ShortText
    pejabat_jabatan: ShortText
    kapasitas: Capacity


class Document(Value):
    """Evidence that was filed: its digest, where it lies, and what it is."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    uri: Annotated[ShortText | None, Personal()] = None
    jenis: Annotated[ShortText, BeforeValidator(DOKUMEN.stored)] | None = None
    """By SIASN's code or name, or by a word of the government's own."""


class Warned(Value):
    """A warning that was given when the fact was recorded."""

    code: ShortText
    field: ShortText | None = None


class Excepted(Value):
    """A signed SK recorded against a rule: which rule, why, and who answers for it."""

    code: ShortText
    reason: Annotated[LongText, Personal()]
    by: ShortText


class Approval(Value):
    """An approval from outside: pertek of BKN, the minister's written approval."""

    instansi: ShortText
    nomor: ShortText
    tanggal: Day


class Derived:
    """Marks a field that the server works out; a command cannot state it."""


class Generated:
    """Marks an id that the server gives where the command names none."""


class Patch(Value):
    """One field of a fact replaced: where it stands, what was known, and what was so from the start."""

    path: ShortText
    """The field's name; a dot leads into a value (`penilai.jabatan`), a number into a list (`items.0.target`)."""
    old: Annotated[JsonValue, Personal()] = None
    """The value now known. Both are personal where what they replace is."""
    new: Annotated[JsonValue, Personal()] = None


class Event(Value):
    """One recorded fact. `tmt` is the day it takes effect; the subclass says what happened."""

    TOPIC: ClassVar[str]
    """The stored name, for ever: the class may move, this may not."""
    SCHEMA_VERSION: ClassVar[int] = 1
    STREAM: ClassVar[Category] = Category.PEGAWAI
    PRECEDENCE: ClassVar[int]
    """Place among facts of one day; its hundreds say identity (1), by SK (2), what follows (3)."""
    LABEL: ClassVar[str]
    """What happened, in Indonesian, for people."""
    TMT: ClassVar[str | None] = None
    """The payload's own date that is the TMT, where it has one (`mulai` of a contract); "" where it is derived."""
    ENDS: ClassVar[bool] = False
    """Whether it may say by `tmt_akhir` when it no longer holds; others have a field of their own, or no end."""
    NEEDS_DECISION: ClassVar[bool] = False
    CORRECTS: ClassVar[bool] = False
    """Whether it says something of other facts of its stream instead of a fact of its own."""
    LAST: ClassVar[bool] = False
    """Whether nothing is recorded in its stream after it."""
    ACTS: ClassVar[bool] = False
    """Whether it changes other facts or an SK: it is taken back or done again, and only its papers are put right."""
    BY_SERVER: ClassVar[bool] = False
    """Whether it is only ever what another command means (an SK's annulment, for one employee): nobody sends it."""
    EXAMPLE: ClassVar[Mapping[str, Any]]
    """A command's payload, for the API's documentation and the tests."""

    event_id: UUID
    place: int
    tmt: Day
    tmt_akhir: Day | None = None
    decision: DecisionRef | None = None
    documents: tuple[Document, ...] = ()
    legal_basis: tuple[ShortText, ...] = ()
    actor: Actor
    command_id: UUID
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    warnings: tuple[Warned, ...] = ()
    exception: Excepted | None = None
    rule_set: str
    """The version of the rules that it was judged by."""
    source: Source
    reason: Annotated[LongText | None, Personal()] = None

    def claims(self) -> "tuple[Key, ...]":
        """The natural keys that this fact claims for its stream (a NIP, an SK's number)."""
        return ()

    def keys(self, history: "History") -> "tuple[Key, ...]":
        """The natural keys that it is going to claim after this history, before its Derived fields are there."""
        return self.claims()

    def amends(self) -> Mapping[UUID, tuple[Patch, ...]]:
        """The facts of its stream that this one corrects, by their ids."""
        return {}

    def voids(self) -> tuple[UUID, ...]:
        """The facts of its stream that never happened, according to this one."""
        return ()

    def closes(self) -> bool:
        """Whether nothing before it counts in this stream any more: the record lives on in another one."""
        return False

    def posts(self, history: "History") -> tuple[UUID, ...]:
        """The posts whose holders judging this fact looks at."""
        return ()

    def empties(self) -> tuple[UUID, ...]:
        """The units that end by it: judging it looks at the holders of the posts in them."""
        return ()

    def refers_to(self, history: "History") -> tuple[str, ...]:
        """The other streams that judging this fact reads."""
        return () if self.decision is None else (stream_name(Category.SK, self.decision.sk_id),)

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        """The other streams that show only once the first ones are read (the post that an evaluator holds)."""
        return ()

    def check(self, given: "Given") -> Iterator[Problem]:
        """The rules: everything that speaks against this fact, errors and warnings alike. Pure."""
        return iter(())

    def derived(self, given: "Given") -> dict[str, Any]:
        """The values of this fact's Derived fields. Pure; called once no error is left."""
        return {}


class Key(NamedTuple):
    """A natural key: its kind and its text. `post` is claimed by everybody who was ever placed in a post, `within` by
    every post that was ever in a unor, `cites` by every stream that cites an SK.

    The log keeps only a keyed hash of it, never the text.
    """

    kind: Literal[
        "nip", "nik", "peserta", "siasn", "sk", "unor", "jabatan", "post", "within", "cites", "batch", "named"
    ]
    text: str


@lru_cache(maxsize=1024)
def cited_key(sk_id: UUID) -> Key:
    """What every stream claims that cites an SK, so that its annulment finds whom it names."""
    return Key("cites", str(sk_id))


def claims_of(event: "Event") -> tuple[Key, ...]:
    """All that a fact claims for its stream: its own natural keys, and the SK that it cites."""
    claims, cited = event.claims(), event.__dict__["decision"]
    if cited is None or (key := cited_key(cited.sk_id)) in claims:
        return claims  # what becomes of an SK may be decided by that SK itself
    return (*claims, key)


class Recorded(NamedTuple):
    """An event as the log holds it: where it stands, when it was recorded, and what it says."""

    position: int
    """1..n without holes over the whole log."""
    stream: str
    version: int
    """1..n within its stream."""
    recorded_at: datetime
    """UTC, given by the log; never decreases along positions."""
    event: Event


_new = object.__new__
# A slot's own setter: frozen objects are set through it while they are made, here as in their own initialisers.
_set_int, _set_safe = UUID.__dict__["int"].__set__, UUID.__dict__["is_safe"].__set__
_SAFE = SafeUUID.unknown


class Ids:
    """Makes the ids of one command from its identity and names within it: the same command makes the same ids.

    They are RFC 9562's version 5 (name based), with the command as its namespace; they say nothing of when.
    """

    def __init__(self, command_id: UUID) -> None:
        self._namespace = hashlib.sha1(command_id.bytes, usedforsecurity=False)

    def __call__(self, name: str) -> UUID:
        return _uuid(self._digest(name) & _VERSION_AND_VARIANT | _VERSION_5)

    def several(self, name: str, count: int) -> list[UUID]:
        """Up to eight ids under one name, side by side: of RFC 9562's version 8, they count on from one digest.

        A row of a roster needs seven; a digest for each takes as long as reading half of the row.
        """
        first = self._digest(name) & _VERSION_AND_VARIANT & ~_PLACES | _VERSION_8
        return [_uuid(number) for number in range(first, first + count)]

    def _digest(self, name: str) -> int:
        digest = self._namespace.copy()
        digest.update(name.encode())
        return int.from_bytes(digest.digest()[:16], "big")


def _uuid(number: int) -> UUID:
    # UUID(int=number) spends half of its time on looking at the arguments that are not given.
    found = _new(UUID)
    _set_int(found, number)
    _set_safe(found, _SAFE)
    return found


def new_id(command_id: UUID, *names: object) -> UUID:
    """One id of a command; names within it are joined by a slash."""
    return Ids(command_id)("/".join(map(str, names)))


_VERSION_AND_VARIANT = ~((0xF000 << 64) | (0xC000 << 48))
_VERSION_5 = (5 << 76) | (0x8000 << 48)
_VERSION_8 = (8 << 76) | (0x8000 << 48)
_PLACES = 7


_set_fields, _set_names, _set_extra, _set_private = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


def changed(event: E, changes: dict[str, Any]) -> E:
    """An event with other values in some fields, which are checked already: what `model_copy` does, in a third of the
    time."""
    made = _new(type(event))
    _set_fields(made, event.__dict__ | changes)
    # Nothing that is frozen changes its names: one set does for both, and is half of what an event takes.
    names = event.model_fields_set
    _set_names(made, names if changes.keys() <= names else names | changes.keys())
    _set_extra(made, None)
    _set_private(made, None)
    return made


def maker(kind: type[V], **shared: Any) -> Callable[[dict[str, Any]], V]:
    """Makes many values of one kind that share most of their fields, from values that are parsed already.

    A roster has hundreds of thousands of values that its readers have parsed; here nothing is checked a second time.
    """
    known = {name: shared.get(name, field.get_default()) for name, field in kind.model_fields.items()}
    names = set(kind.model_fields)

    def make(fields: dict[str, Any]) -> V:
        made = _new(kind)
        # What Pydantic's own initialiser sets, once it has validated; the fields stay in the order of the class.
        _set_fields(made, known | fields)
        _set_names(made, names)
        _set_extra(made, None)
        _set_private(made, None)
        return made

    return make
