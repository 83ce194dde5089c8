"""One run of ``worksheets collect``: read what is new, look at all of it, write what is wanted."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from worksheets import i18n, pipeline, results
from worksheets.collecting import checking, decisions, gather, merging, notes, outputs
from worksheets.collecting.codebook import PERSON
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.decisions import Decisions
from worksheets.collecting.forgetting import sought
from worksheets.collecting.gather import Counts
from worksheets.collecting.privacy import Pseudonyms
from worksheets.collecting.rows import Note, Trouble
from worksheets.collecting.store import Store, Veil, trust_key
from worksheets.collecting.troubles import troubles
from worksheets.collecting.workers import LocalExecutor
from worksheets.errors import CODES, DefinitionError, Problem, Spot
from worksheets.model.layout import Layout
from worksheets.model.workshop import Workshop

DOUBTFUL = frozenset({"C002", "C003"})
"""What `decisions` asks people about."""
TOLD = 10
"""How many inputs that could not be opened are named at once; *Problems* has them all."""
_MANY = {"layouts", "workshops", "forget"}
Progress = Callable[[Counts], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to collect and what to make of it.

    ``outs`` are files, whose endings say what is written, or folders for everything; the run's own
    files stand beside the first. ``merge`` is a file for one worksheet with all answers, of
    ``merge_layout`` if several came back; ``forget`` are people to leave out for good. ``inputs``
    are files that must never be written to.
    """

    paths: tuple[str | Path, ...]
    outs: tuple[Path, ...]
    locale: str = "en"
    layouts: tuple[Layout, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    merge: Path | None = None
    merge_layout: str | None = None
    paper: str | None = None
    by_group: bool = False
    pseudonymise: bool = False
    drop_person: bool = False
    forget: tuple[str, ...] = ()
    workers: int | None = None
    inputs: tuple[str | Path, ...] = ()

    def own(self, name: str) -> Path:
        """Return the place of one of the run's own files, called by a name or an ".ending"."""
        out = self.outs[0]
        if outputs.is_folder(out):
            return out / (name.lstrip(".") if name.startswith(".") else name)
        return out.with_suffix(name) if name.startswith(".") else out.with_name(name)

    @property
    def workbooks(self) -> tuple[Path, ...]:
        """Return the workbooks that are to be written, where notes may stand."""
        places = (out / "results.xlsx" if outputs.is_folder(out) else out for out in self.outs)
        return tuple(place for place in places if place.suffix.lower() == ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a run has done: how much was read, what was written, what is to be said beside it."""

    counts: Counts
    written: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


Paths = str | Path | Iterable[str | Path]


def collect(
    paths: Paths,
    out: Paths,
    *,
    merge: str | Path | None = None,
    progress: Progress = lambda _counts: None,
    **options: Any,  # noqa: ANN401
) -> Done:
    """Read everything under ``paths`` and write it to ``out``, as ``worksheets collect`` does.

    Both are one path or several. The other keywords are those of `Job`; ``layouts`` and
    ``workshops`` come from `load` and `load_workshop`. ``progress`` is told how far it is. Raises
    WorksheetsError if something cannot work; files that cannot be used are in `Done`.
    """
    outs = tuple(map(Path, _several(out)))
    place = Path(merge) if merge else None
    given: dict[str, Any] = {name: _several(options.pop(name)) for name in _MANY & options.keys()}
    return run(Job(paths=_several(paths), outs=outs, merge=place, **given, **options), progress)


def _several(given: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)


def run(job: Job, progress: Progress = lambda _counts: None) -> Done:
    """Collect; raise WorksheetsError before anything is read if something cannot work.

    KeyboardInterrupt leaves what was read in the store, for the next run.
    """
    locale = i18n.normal_tag(job.locale)
    _check(job)
    said = notes.read_all(job.workbooks)
    decided = decisions.read(job.own("decisions.csv"))
    place = job.own(".responses.sqlite")
    _make_folder(place.parent)
    names = Pseudonyms(job.own(".key.csv")) if job.pseudonymise else None
    veil = Veil(names.fingerprint, names.file, _veiled(names)) if names else Veil()
    with closing(Store.open(place, trust_key(job.layouts), veil)) as store:
        counts = gather.gather(
            job.paths, store, LocalExecutor(job.workers), skip=_own_files(job, store),
            layouts=job.layouts, progress=progress,
        )  # fmt: skip
        if names:
            decided = replace(decided, real=names.real)
        told = [*store.notes, *_forget(job, store, names, decided)]
        told += [found for found in store.notices() if CODES[found.code][0] == "error"][:TOLD]
        view = View(
            locale=locale,
            layouts=job.layouts,
            workshops=job.workshops,
            decisions=_veil(decided, names, job),
            notes=_kept(said, store, names),
            drop_person=job.drop_person,
            by_group=job.by_group,
            code=names.person if names else str,
            real=names.real if names else str,
            is_forgotten=store.is_forgotten,
        )
        try:
            written = _write(job, Collection(store, view), told)
        finally:  # what has a code in the store has a line in the key file
            if names:
                names.save()
    return Done(counts=counts, written=written, problems=tuple(told))


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message, hint = f"cannot be made: {error.strerror}", "choose another place with -o"
        raise DefinitionError(Problem("L014", message, Spot(str(path)), hint)) from error


def _own_files(job: Job, store: Store) -> list[Path]:
    own = [job.own(name) for name in ("decisions.csv", ".key.csv")]
    merged = [job.merge] if job.merge else []
    return [*job.outs, *own, *merged, *store.files]


def _veiled(names: Pseudonyms) -> Callable[[str], str]:
    """Return what puts a code in the place of the name in a response's JSON."""

    def veiled(text: str) -> str:
        response = json.loads(text)
        for part in ("answers", "extra"):  # a form whose definition is lost has it there
            if isinstance(name := response[part].get(PERSON), str) and name:
                response[part][PERSON] = names.person(name)
        response["details"].pop(PERSON, None)
        return json.dumps(response, ensure_ascii=False, separators=(",", ":"))

    return veiled


def _veil(decided: Decisions, names: Pseudonyms | None, job: Job) -> Decisions:
    """Return decisions that say no more of people and files than may be shown."""
    if names:
        decided = replace(decided, person=names.person)
    return replace(decided, person=lambda _name: "") if job.drop_person else decided


def _kept(said: Sequence[Note], store: Store, names: Pseudonyms | None) -> list[Note]:
    """Return the notes that are not about somebody forgotten, and name nobody that is hidden."""
    kept = [n for n in said if not (store.is_forgotten(n.sha256) or store.is_forgotten(n.document))]
    return [names.note(note) for note in kept] if names else kept


# ---------------------------------------------------------------- out


def _write(job: Job, collection: Collection, told: list[Problem]) -> tuple[Path, ...]:
    found = troubles(collection)
    merged = _merged(job, job.merge, collection, told) if job.merge else b""
    written = [outputs.write(collection, found, out, told.append) for out in job.outs]
    decisions.start(job.own("decisions.csv"), _doubtful(found))
    if job.merge:
        pipeline.save(job.merge, merged, {})
        written.append(job.merge)
    return tuple(written)


def _doubtful(found: Sequence[Trouble]) -> Iterator[str]:
    yield from dict.fromkeys(trouble.file for trouble in found if trouble.code in DOUBTFUL)


def _check(job: Job) -> None:
    for out in job.outs:
        outputs.check(out)
    checking.check_paths(job.paths)
    merged = [job.merge] if job.merge else []
    kept = (*job.inputs, *(job.own(name) for name in ("decisions.csv", ".key.csv")))
    checking.check_places((*job.outs, *merged), job.paths, kept)
    _check_merge(job)


def _check_merge(job: Job) -> None:
    if job.merge and job.merge.suffix.lower().lstrip(".") not in results.WRITERS:
        known = f"known: {', '.join(f'.{name}' for name in results.WRITERS)}"
        message = "answers cannot be merged into such a file"
        raise DefinitionError(Problem("L011", message, Spot(str(job.merge)), known))


def _merged(job: Job, path: Path, collection: Collection, told: list[Problem]) -> bytes:
    """Return the worksheet with all answers; raise DefinitionError if there is none to merge."""
    layout = merging.layout_to_merge(collection, job.merge_layout)
    worksheet, said, left = merging.merged(collection, layout, job.paper)
    if left:
        message = f"there is no row for {len(left)} more: {', '.join(left)[:200]}"
        told.append(Problem("C020", message, Spot(str(path)), "they are in the workbook"))
    return results.write(worksheet, path.suffix.lower().lstrip("."), said)


# ---------------------------------------------------------------- forgetting


def _forget(
    job: Job, store: Store, names: Pseudonyms | None, decided: Decisions
) -> Iterator[Problem]:
    for person in job.forget:
        whose = sought(person, job.workshops, names.person if names else None)
        sent = list(whose.sent(store.records(), decided))
        store.forget({record.sha256 for record in sent}, whose.copies(sent))
        if names:
            names.forget({record.name.partition(".")[0] for record in sent})
            names.forget({names.person(person)})
        files = ", ".join(record.name for record in sent)
        message = f"files of somebody who is forgotten now: {files}"
        hint = "delete them, and take the name off lists and out of decisions.csv"
        if not sent:
            message = f"no file was found of {person!r}"
            hint = "write the name as on the sheet, and give the list with --participants"
        yield Problem("C011", message, "", hint)
