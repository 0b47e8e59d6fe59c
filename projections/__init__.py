"""The questions that the record answers, one file each. Another question is another file: fifteen minutes.

Here it is "who took up duty by a given day?". A test types the lines behind $, and makes the edits, as they stand.

1. Copy. The file's name is the read model's: small letters, digits and _. A government keeps its files in a folder of
   its own, as here, and takes new versions of the service without merging; they may also lie beside this file.

    $ mkdir model_baca
    $ kinerja projections example > model_baca/mulai_tugas.py

2. Edit the question, the file's first words, as people ask it. (What is behind - goes, wherever it stands, and what is
   behind + comes in its place.)

    - Kontrak siapa yang berakhir sampai tanggal tertentu?
    + Siapa mulai melaksanakan tugas sampai tanggal tertentu?
    - Whose employment contract ends by a given day? This file
    + Who took up duty by a given day? This file

3. Edit the rows and the fold. `kinerja record --list` names the facts; src/kinerja_es/domain has a class for each, with
   its fields. A row has what the queries need, and no more.

    - from kinerja_es.domain.contract import EmploymentContractSigned
    + from kinerja_es.domain.appointment import DutyCommenced
    - class Contract:
    + class Duty:
    - One row for each contract.
    + One row for each start of duty.
    -     contract_id: UUID
    -     mulai: date
    -     akhir: date
    +     tanggal: date
    +     nomor_spmt: str | None
    - (Contract, needs=(EmploymentContractSigned,), indexes=("akhir",))
    + (Duty, needs=(DutyCommenced,), indexes=("tanggal",))
    - class Contracts:
    + class Duties:
    - The contracts of one employee.
    + When one employee took up duty.
    - tuple[Contract, ...]
    + tuple[Duty, ...]
    - Iterator[Contract]
    + Iterator[Duty]
    -             case EmploymentContractSigned():
    -                 return (*state, Contract(fact.contract_id, fact.mulai, fact.akhir))
    +             case DutyCommenced():
    +                 return (*state, Duty(fact.tanggal, fact.nomor_spmt))

4. Edit the query: its name, its parameters, what it selects. The table has the name of the file and of the row's class.

    - def ending(
    + def begun(
    - Contracts that end by a day, the earliest first.
    + Who took up duty by a day, the earliest first.
    - held.contract_id, held.mulai, held.akhir
    + held.tanggal, held.nomor_spmt
    - template_contract
    + mulai_tugas_duty
    - WHERE held.akhir <= :by
    + WHERE held.tanggal <= :by
    - order=("akhir", "contract_id")
    + order=("tanggal", "pegawai_id")

5. Ask. Every process is told of the folder, by --projections before the command or by its variable; the service too.
   A mistake in a file is told with file and line, and all other read models go on.

    $ export KINERJA_PROJECTIONS=model_baca
    $ kinerja rebuild mulai_tugas
    $ kinerja ask mulai_tugas
    $ kinerja ask mulai_tugas begun by=2026-12-31 --json
    $ kinerja serve --port 8765 &
    $ curl --silent --retry 60 --retry-delay 1 --retry-connrefused --output ready.json http://127.0.0.1:8765/readyz
    $ curl --silent "http://127.0.0.1:8765/v1/read-models/mulai_tugas/begun?by=2026-12-31"
    $ kill $!
"""
