"""Every error tells in two languages what is wrong and what to do, and is met in a test."""

import re
from pathlib import Path

import pytest

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.errors import Caution, Problem, catalogue

TESTS = Path(__file__).parent
EVERY = [Problem, Caution, *catalogue().values()]
each = pytest.mark.parametrize("cls", EVERY, ids=lambda cls: cls.code)

DO = set(
    "akhiri ambil bagi baca bandingkan buat cari catat cocokkan ekspor gunakan hentikan impor isi jalankan keluarkan "
    "kirim koreksi kosongkan kutip lihat minta mulai pakai pasang pastikan perbaiki periksa pilih pulihkan salin sebut "
    "sebutkan simpan susulkan tambahkan tanyakan tulis tunggu".split()
)
"""Words with which somebody is told to do something."""


def sentences(cls):
    return cls().title, cls().remedy, cls.pesan, cls.tindakan


@each
def test_every_error_says_what_is_wrong_and_what_to_do_in_english_and_in_indonesian(cls):
    assert {"pesan", "tindakan", "label"} <= vars(cls).keys()
    assert len({*sentences(cls)}) == 4
    assert [text for text in sentences(cls) if len(text) < 10 or text != " ".join(text.split())] == []
    assert (cls().title[-1], cls.pesan[-1]) == (".", ".")


@each
def test_the_indonesian_ends_with_what_to_do(cls):
    told = set(re.findall(r"[a-z]+", cls.tindakan.lower()))

    assert told & DO or cls.code == "ALREADY_RECORDED"


@each
def test_what_is_named_for_copying_is_the_same_in_both_languages(cls):
    named = re.compile(r"`[^`]+`|--[a-z-]+|/[a-z/-]{4,}|https?://[^ ,;]+|[A-Z]{3,}_[A-Z]+|[A-Z][a-z]+(?:[A-Z][a-z]+)+")

    for english, indonesian in ((cls().title, cls.pesan), (cls().remedy, cls.tindakan)):
        assert sorted(named.findall(indonesian)) == sorted(named.findall(english))


def test_one_thing_has_one_word():
    """An SK is annulled (dibatalkan), a record that never was is voided; a case is a perkara, a paper is signed."""
    told = [text for cls in EVERY for text in (cls.label, cls.pesan, cls.tindakan)]
    told += [event.LABEL for event in EVENTS.values()]

    for word in ("dinyatakan batal", "batalkan catatan", "teken", "bertindih", "bertumpang", "kasus", "adendum"):
        assert [text for text in told if word in text.lower()] == []


def test_a_code_and_a_sentence_belong_to_one_error():
    told = [cls.code for cls in EVERY] + [text for cls in EVERY for text in (cls().title, cls.pesan)]

    assert [text for text in set(told) if told.count(text) > 1] == []


def test_every_error_is_met_in_a_test():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    words = set(re.findall(r"\w+", texts))

    assert [code for code, cls in catalogue().items() if not {code, cls.__name__} & words] == []
