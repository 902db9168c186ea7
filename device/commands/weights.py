"""`cabin weights`: list, fetch, verify and convert the weights of the catalogue."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from device.weights_fetch.fetch import Fetcher
    from edge.weights.catalogue import Catalogue, Entry
    from edge.weights.store import WeightStore

app = typer.Typer(name="weights", help="The weights: list, fetch, verify, convert.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(metavar="[ENTRY]...", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("list")
def list_entries(as_json: AsJson = False) -> None:
    """What the catalogue has, and what of it is here."""
    catalogue, store = _catalogue(), _store()
    rows = [_row(store, name, entry) for name, entry in catalogue.entries.items()]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("entry", "what", "licence", "MB to load", "MB kept", "state", box=None, pad_edge=False)
    for row in rows:
        sizes = [f"{int(str(row[key])) / 1e6:.1f}" for key in ("download_bytes", "disk_bytes")]
        state = f"{row['state']}{'' if row['default'] else ', optional'}"
        table.add_row(str(row["entry"]), str(row["title"]), str(row["licence"]), *sizes, state)
    console = Console()
    console.print(table)
    console.print(f"in {store.root}", soft_wrap=True, highlight=False, markup=False)


@app.command()
def fetch(
    entries: Names = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing of what is here already.")] = False,
    newer: Annotated[
        Path | None, typer.Option("--list", help="A later list than the one that ships; FILE.sig must fit it.")
    ] = None,
) -> None:
    """Bring entries, or without names all that the product needs. What is here already is checked and left alone."""
    catalogue, store = _catalogue(newer), _store()
    fetcher = _fetcher(catalogue, store)
    for name, entry in catalogue.select(entries).items():
        brought = fetcher.fetch(name, entry)
        if brought or not quiet:
            print(f"{name}: {'fetched' if brought else 'here already'}, {entry.disk_bytes / 1e6:.1f} MB")


@app.command()
def verify(entries: Names = None, as_json: AsJson = False) -> None:
    """Read every byte of the named entries, or of all that are here or needed; one line for each damaged file, exit 2."""
    from edge.weights.verify import verify_entry

    catalogue, store = _catalogue(), _store()
    chosen = catalogue.select(entries)
    if not entries:
        chosen |= {name: entry for name, entry in catalogue.entries.items() if store.has(name)}
    count = 0
    for name, entry in chosen.items():
        damages = list(verify_entry(store, name, entry))
        count += len(damages)
        for damage in damages:
            if as_json:
                print(json.dumps({"entry": name, "file": damage.file, "problem": damage.problem}, ensure_ascii=False))
            else:
                print(f"cabin: {damage}", file=sys.stderr)
        if not damages and not as_json:
            print(f"{name}: right")
    if count:
        raise typer.Exit(2)


@app.command()
def sign(
    key: Annotated[Path, typer.Argument(help="Ed25519 private key (PEM).")],
    file: Annotated[Path | None, typer.Argument(help="The list; default: the one that ships.")] = None,
) -> None:
    """Sign a list of weights, for those who publish one; SECURITY.md tells how the key is kept."""
    from device.resources import shipped
    from device.weights_fetch.signature import sign as make

    print(make(file or shipped("weights.toml"), key))


@app.command()
def convert(
    entry: Annotated[str, typer.Argument(help="An entry with a recipe, such as whisper-base.")],
    source: Annotated[Path | None, typer.Option(help="Convert this file instead of the catalogue's own.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the results go; needed with --source.")] = None,
) -> None:
    """Make the converted files of an entry again; with --source and --out, convert weights of your own."""
    from edge.errors import InputError
    from edge.weights.recipes import RECIPES

    catalogue, store = _catalogue(), _store()
    chosen = catalogue.select([entry])[entry]
    if chosen.recipe is None:
        raise InputError(entry, "has no recipe: its files are used as they come")
    if (source is None) != (out is None):
        raise InputError("convert", "--source and --out go together")
    if source is None or out is None:
        _fetcher(catalogue, store).fetch(entry, chosen, anew=True)
        print(f"{entry}: converted, every hash as in the catalogue")
        return
    if not source.is_file():
        raise InputError(source, "no such file")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in RECIPES[chosen.recipe].convert(source).items():
            (out / name).write_bytes(content)
            print(f"{out / name}: {len(content) / 1e6:.1f} MB")
    except OSError as error:
        raise InputError(error.filename or out, str(error.strerror)) from error


def _catalogue(file: Path | None = None) -> Catalogue:
    """The list that ships, or a later one, which has to be signed."""
    from device.resources import checkout, shipped
    from device.weights_fetch.signature import Verdict, judge, require_signed
    from edge.errors import WeightsError
    from edge.weights.catalogue import read_catalogue

    if file is not None:
        require_signed(file)
        return read_catalogue(file)
    file = shipped("weights.toml")
    # In a checkout the list may have been edited since: that is where its authors work.
    if not checkout() and judge(file) is Verdict.FORGED:
        raise WeightsError(file, "was changed after it was signed; reinstall the program")
    return read_catalogue(file)


def _store() -> WeightStore:
    from device.weights_fetch import default_store

    return default_store()


def _fetcher(catalogue: Catalogue, store: WeightStore) -> Fetcher:
    from device.weights_fetch import default_mirror
    from device.weights_fetch.fetch import Fetcher, Sources
    from device.weights_fetch.progress import Bars

    return Fetcher(store, Sources.usual(catalogue, default_mirror()), Bars())


def _row(store: WeightStore, name: str, entry: Entry) -> dict[str, object]:
    """What `list` tells of an entry. The state looks at lengths only; `verify` reads every byte."""
    right = [
        path.is_file() and path.stat().st_size == file.bytes for file in entry.kept if (path := store.directory(name) / file.name)
    ]
    return {
        "entry": name,
        "title": entry.title,
        "licence": entry.licence,
        "default": entry.default,
        "state": "here" if all(right) else "damaged" if store.has(name) else "absent",
        "download_bytes": entry.download_bytes,
        "disk_bytes": entry.disk_bytes,
        "files": [file.name for file in entry.kept],
        "note": entry.note,
    }
