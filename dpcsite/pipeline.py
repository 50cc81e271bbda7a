"""The whole journey on one page: load, validate, plan, then render, check and write page by page, then publish."""

import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dpcsite import __version__
from dpcsite.check.allowances import allowed, known
from dpcsite.check.claims import overclaims
from dpcsite.check.counts import counts
from dpcsite.check.prose import prose_findings
from dpcsite.formats.packing import packable, packed
from dpcsite.load import load
from dpcsite.manifest import text_of
from dpcsite.model.account import Checks
from dpcsite.model.findings import Finding, Place, blocks, merged
from dpcsite.model.manifest import MANIFEST, Entry, Manifest, entry_of
from dpcsite.model.plan import Output, Plan
from dpcsite.model.report import Report, Stats
from dpcsite.model.site import Site
from dpcsite.model.tree import Tree
from dpcsite.pages import Batch, Piece, Work, consistency_findings, fragment_findings, make_pages, title_findings
from dpcsite.parts import PART, read_parts, stamp
from dpcsite.plan import make_plan, only
from dpcsite.provenance import commit_of
from dpcsite.recall import Recall, base_of, recalled, remember
from dpcsite.store import name_of
from dpcsite.validate import validate
from dpcsite.write import CannotWriteError, NotOurFolderError, Stage, failure, publish, staging

_PR_SET_PDEATHSIG = 1  # linux/prctl.h

WORTH_FORKING = 200  # pages; below that a second process costs more than it brings


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked to do; `output` is None for a check, which writes no site.

    `baseline` is the text of a baseline file, or ""; `preview` marks the output as one that nobody may publish.
    `compress` adds packed files beside the plain ones. `parts` are folders with builds of some forces, whose pages are
    taken where they are the same in the whole site.
    """

    source: Path
    output: Path | None
    today: date
    forces: tuple[str, ...] = ()
    base_url: str = ""
    jobs: int = 1
    clean: bool = False
    strict: bool = False
    baseline: str = ""
    preview: bool = False
    compress: bool = False
    parts: tuple[Path, ...] = ()


class UnknownForceError(Exception):
    """A force was asked for that the sources do not have."""


Progress = Callable[[str], None]


def quiet(line: str) -> None:
    """Say nothing."""
    del line


@dataclass(slots=True)
class _Run:
    """One run while it lasts: what was asked, what was read, and every finding so far.

    `part` are the forces that the site was narrowed to, if it lacks others.
    """

    options: Options
    tree: Tree
    findings: list[Finding]
    began: float
    say: Progress
    site: Site | None = None
    part: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        return blocks(self.judged(), strict=self.options.strict)

    def judged(self) -> list[Finding]:
        """All findings so far, with what is allowed or known turned into notes."""
        made = found = merged(self.findings)
        if self.options.baseline:
            found = known(found, self.options.baseline)
        if self.site is None:
            return found
        found = allowed(found, self.site.allowances, self.options.today)
        return found + overclaims(self.site.settings, made, found)


def build(options: Options, say: Progress = quiet) -> Report:
    """Build, or only check, a site.

    Author's mistakes come back as findings; when one of them blocks, nothing is published and what was there stays.
    Raises `UnknownForceError`, `NotOurFolderError` and `BadPartError` when it is used wrongly.
    """
    began = time.perf_counter()
    tree, found_loading = load(options.source)
    site, found_reading = validate(tree, options.today)
    run = _Run(options, tree, found_loading + found_reading, began, say)
    if site is None:
        return _report(run, (), Stats(), built=False)
    run.part = tuple(sorted(set(options.forces))) if set(options.forces) < set(site.forces) else ()
    run.site = site = _asked_for(site, options)
    run.findings += prose_findings(site)
    checks = counts(known_before=bool(options.baseline))
    made, found_planning = make_plan(site, options.today, checks)
    run.findings += found_planning
    say(f"{len(made.plan.outputs)} pages, {len(made.plan.files)} other files")
    work = Work(made.plan, made.views, site.theme)
    if run.part:
        files = {**made.plan.files, PART: stamp(tree, options.today, site.settings.base_url)}
        work = replace(work, plan=replace(made.plan, files=files))
    elif options.parts:
        work = replace(work, parts=_pieces(run, site, checks))
    work = replace(work, recall=_recall(work, options))
    if options.output is not None and not blocks(run.findings):
        return _write(work, run, options.output)
    batch = Batch()
    try:
        batch = _all_pages(work, options.jobs)
        _remember(batch, work, options)
    except CannotWriteError as error:
        run.findings.append(_cannot_write(error, options.source))
    run.findings += _found(batch, work)
    return _report(run, made.plan.outputs, _stats(made.plan, batch), built=options.output is None and not run.blocked)


def _write(work: Work, run: _Run, output: Path) -> Report:
    """Make the pages in a staging folder, and publish them if nothing blocks."""
    plan, stats, built = work.plan, _stats(work.plan, Batch()), False
    source, fresh = run.options.source, run.options.clean
    try:
        with staging(output, source, fresh=fresh, waiting=lambda: run.say("Another build is running.")) as stage:
            written = sum(stage.put(path, content) for path, content in plan.files.items())
            batch = _all_pages(replace(work, stage=stage), run.options.jobs)
            run.findings += _found(batch, work)
            stats = _stats(plan, batch)
            if not run.blocked:
                paths = {*plan.files, *(page.path for page in plan.outputs), MANIFEST}
                files = {path: entry_of(content) for path, content in plan.files.items()} | dict(batch.files)
                if run.options.compress:
                    added, new = _packed(stage, files, run.options.jobs)
                    files, paths, written = files | added, paths | added.keys(), written + new
                manifest = _manifest(f"{work.base.url}/", run, files)
                written += batch.written + stage.put(MANIFEST, text_of(manifest))
                changes = publish(stage, paths, written)
                _remember(batch, work, run.options)
                stats = replace(stats, written=changes.written, unchanged=changes.unchanged, removed=changes.removed)
                built = True
    except NotOurFolderError:
        raise
    except CannotWriteError as error:
        run.findings.append(_cannot_write(error, output))
    except OSError as error:
        run.findings.append(_cannot_write(failure(error), output))
    return _report(run, plan.outputs, stats, built=built)


def _pieces(run: _Run, site: Site, checks: Checks) -> dict[str, Piece]:
    """The pages of parts by their paths. Raises `BadPartError`."""
    found: dict[str, Piece] = {}
    for part in read_parts(run.options.parts, stamp(run.tree, run.options.today, site.settings.base_url)):
        made, _ = make_plan(only(site, part.forces), run.options.today, checks)
        mine = (one for one in made.plan.outputs if one.force in part.forces)
        found |= {one.path: Piece(part.folder / one.path, one, made.views) for one in mine}
    return found


def _packed(stage: Stage, paths: Iterable[str], jobs: int) -> tuple[dict[str, Entry], int]:
    """Stage the packed forms of each text: their files, and how many of them have new bytes."""

    def one(path: str) -> list[tuple[str, Entry, bool]]:
        forms = packed(stage.read(path), stage.before(f"{path}.br"))
        return [(path + ending, entry_of(form), stage.put(path + ending, form)) for ending, form in forms.items()]

    with ThreadPoolExecutor(jobs) as pool:  # the libraries let go of the interpreter while they pack
        rows = [row for made in pool.map(one, filter(packable, paths)) for row in made]
    return {path: entry for path, entry, _ in rows}, sum(new for _, _, new in rows)


def _recall(work: Work, options: Options) -> Recall:
    """What the cache knows of this site's pages; nothing where a build is asked to do all anew."""
    base = base_of(work.theme, work.base.url, work.plan.prefix)
    return Recall(base) if options.clean else recalled(_cached_as(options), base)


def _remember(batch: Batch, work: Work, options: Options) -> None:
    if work.recall is not None and batch.flawless.keys() != work.recall.pages.keys():
        remember(_cached_as(options), work.recall.base, batch.flawless)


def _cached_as(options: Options) -> str:
    """The name of the cache: one for each site and each choice of its pages, whatever the folder they go to."""
    return name_of(str(options.source.resolve()), options.base_url, *sorted(options.forces))


def _manifest(base_url: str, run: _Run, files: Mapping[str, Entry]) -> Manifest:
    """What this build says of itself and of its files."""
    options = run.options
    commit = commit_of(options.source, run.tree)
    return Manifest(__version__, base_url, commit, run.part, options.preview, run.blocked, files)


def _asked_for(site: Site, options: Options) -> Site:
    """The site with the base URL and the forces that this run asks for."""
    for force in options.forces:
        if force not in site.forces and force not in site.broken:
            raise UnknownForceError(force, tuple(site.forces))
    if options.base_url:
        site = replace(site, settings=replace(site.settings, base_url=options.base_url))
    return only(site, options.forces) if options.forces else site


def _all_pages(work: Work, jobs: int) -> Batch:
    """Make every page, in this process or in several that share its memory; results are in the site's order."""
    outputs = sorted(work.plan.outputs, key=lambda one: (one.layout, one.service, one.lang))  # like pages together
    return _made(work, outputs, jobs).ordered([one.url for one in work.plan.outputs])


def _made(work: Work, outputs: Sequence[Output], jobs: int) -> Batch:
    if jobs < 2 or len(outputs) < WORTH_FORKING or "fork" not in multiprocessing.get_all_start_methods():
        return make_pages(work, outputs)
    chunks = list(_chunks(outputs, jobs * 4))
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(work,)) as pool:
            return sum(pool.map(_one_chunk, chunks), start=Batch())
    except BrokenProcessPool as error:
        message = "The system stopped one of the processes that make the pages."
        raise CannotWriteError(message, "There may be too little memory; try it with --jobs 1.") from error


def _chunks(outputs: Sequence[Output], count: int) -> Iterator[Sequence[Output]]:
    size = -(-len(outputs) // count)
    for start in range(0, len(outputs), size):
        yield outputs[start : start + size]


_IN_HAND: list[Work] = []  # filled in forked workers only: what they all work on


def _begin(work: Work) -> None:
    """Start a worker: it leaves Ctrl-C to the first process, ends with it, and holds none of its locks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for lock in work.stage.locks if work.stage else ():
        os.close(lock)
    _IN_HAND.append(work)


def _one_chunk(outputs: Sequence[Output]) -> Batch:
    return make_pages(_IN_HAND[0], outputs)


def _found(batch: Batch, work: Work) -> list[Finding]:
    return [
        *batch.findings,
        *fragment_findings(batch, work),
        *title_findings(batch, work),
        *consistency_findings(batch, work),
    ]


def _stats(plan: Plan, batch: Batch) -> Stats:
    return Stats(pages=len(plan.outputs), rendered=batch.rendered, checked=batch.checked)


def _cannot_write(error: CannotWriteError, output: Path) -> Finding:
    return Finding("output", "error", str(error), error.help, Place(str(output)))


def _report(run: _Run, pages: Iterable[Output], stats: Stats, *, built: bool) -> Report:
    seconds = round(time.perf_counter() - run.began, 3)
    return Report(built, tuple(pages), tuple(run.judged()), replace(stats, seconds=seconds), run.tree, run.site)
