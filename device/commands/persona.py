"""`cabin persona`: look at personas, check them, carry them to and from character cards, draw them from the matrix."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from edge.language import Language
    from edge.persona.matrix import Matrix, Profile
    from edge.persona.persona import Persona

app = typer.Typer(name="persona", help="Persona files, character cards and the persona matrix.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="a persona file or a character card, or the id of a persona that ships")]


@app.command("list")
def list_personas() -> None:
    """The personas that ship."""
    from device.resources import shipped
    from edge.persona.persona import load_persona

    for path in sorted(shipped("personas").glob("*.toml")):
        persona = load_persona(path)
        words = persona.wording()
        print(f"{persona.id:<10} {'+'.join(persona.languages):<6} {words.name}: {words.role}")


@app.command("show")
def show(
    which: Which,
    language: Annotated[str, typer.Option("--lang", help="en or zh")] = "",
    moving: Annotated[str, typer.Option("--state", help="parked, idling or moving")] = "moving",
    mode: Annotated[str, typer.Option("--mode", help="off or simulate: which tools are declared")] = "off",
) -> None:
    """Print the instructions a model gets, with an estimate of their tokens."""
    from edge.errors import InputError
    from edge.persona.context import render_anchor, render_instructions
    from edge.persona.tokens import estimate_tokens
    from edge.vehicle.state import Moving
    from edge.vehicle.tool_models import TOOLS

    persona = _load(which)
    chosen = _language(persona, language)
    if moving not in list(Moving):
        raise InputError("--state", f"{moving!r} is not parked, idling or moving")
    if mode not in ("off", "simulate"):
        raise InputError("--mode", f"{mode!r} is not off or simulate")
    tools = [tool.name for tool in TOOLS.values() if mode == "simulate" or not tool.actuates]
    text = render_instructions(persona, chosen, moving, tools)
    print(text, end="")
    tokens, anchor = estimate_tokens(text), estimate_tokens(render_anchor(persona, chosen))
    print(f"about {tokens} tokens; anchor {anchor}", file=sys.stderr)


@app.command("check")
def check(files: Annotated[list[Path], typer.Argument(help="persona files or character cards")]) -> None:
    """Check persona files and character cards: one line each; the first that is wrong ends with exit code 2."""
    from edge.persona.cards import load_any
    from edge.persona.context import STATIC_TOKENS, render_instructions
    from edge.persona.tokens import estimate_tokens
    from edge.vehicle.tool_models import TOOLS

    for file in files:
        persona = load_any(file)
        counts = {
            language: estimate_tokens(render_instructions(persona, language, "moving", list(TOOLS)))
            for language in persona.languages
        }
        said = ", ".join(f"{language} {count} tokens" for language, count in counts.items())
        over = f" (more than {STATIC_TOKENS})" if max(counts.values()) > STATIC_TOKENS else ""
        print(f"{file}: {persona.id} {persona.version}, {said}{over}")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of persona files."""
    from edge.persona.persona import persona_schema

    print(json.dumps(persona_schema(), indent=2, ensure_ascii=False))


@app.command("import")
def import_card(
    card: Annotated[Path, typer.Argument(help="a character card, JSON or PNG")],
    out: Annotated[Path | None, typer.Option("--out", help="persona file to write; standard output without it")] = None,
) -> None:
    """Make a persona file from a character card (V2 or V3)."""
    from edge.persona.cards import load_card
    from edge.persona.toml_text import persona_toml

    text = persona_toml(load_card(card))
    if out is None:
        print(text, end="")
    else:
        _write(out, text.encode())


@app.command("export")
def export_card(
    which: Which,
    out: Annotated[Path, typer.Option("--out", help="card to write: .json or .png")],
    language: Annotated[str, typer.Option("--lang", help="en or zh")] = "",
    picture: Annotated[Path | None, typer.Option("--picture", help="PNG to carry the card")] = None,
    spec: Annotated[str, typer.Option("--spec", help="v3 or v2, of a JSON card; a picture carries both")] = "v3",
) -> None:
    """Write a persona as a character card (V3, readable as V2)."""
    from edge.errors import InputError
    from edge.persona.cards import card_json, card_png

    persona = _load(which)
    chosen = _language(persona, language)
    if out.suffix.lower() == ".json":
        if spec not in ("v2", "v3"):
            raise InputError("--spec", f"{spec!r} is neither v2 nor v3")
        _write(out, card_json(persona, chosen, "v2" if spec == "v2" else "v3").encode())
        return
    if out.suffix.lower() != ".png":
        raise InputError(out, "is neither .json nor .png")
    try:
        _write(out, card_png(persona, chosen, picture.read_bytes() if picture is not None else None))
    except OSError as error:
        raise InputError(picture, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(picture, str(error)) from error


@app.command("matrix")
def matrix(
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="how many profiles")] = 10,
    start: Annotated[int, typer.Option("--start", min=0, help="number of the first profile")] = 0,
    key: Annotated[str, typer.Option("--key", help="another key is another order")] = "cabin",
    where: Annotated[list[str] | None, typer.Option("--where", help="AXIS=VALUE[,VALUE]: keep only these")] = None,
    covering: Annotated[bool, typer.Option("--pairwise", help="a small set that covers every pair of values")] = False,
    profile_id: Annotated[str, typer.Option("--id", help="one profile by its id")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="directory for persona files with their checks")] = None,
    parquet: Annotated[Path | None, typer.Option("--parquet", help="Parquet file to write (needs pyarrow)")] = None,
    quota: Annotated[str, typer.Option("--quota", help="AXIS=VALUE:SHARE,...: shares of the values of one axis")] = "",
    users: Annotated[bool, typer.Option("--users", help="the other side: drivers, what they say and in which car")] = False,
) -> None:
    """Draw profiles from the persona matrix: one JSON object a line, persona files, or a Parquet file.

    With --users they are test cases: who drives, what is said in which mood and how, and the state of the car, whose
    `say` and `state` are the --text and --state of `cabin ask`.
    """
    from itertools import islice

    from device.resources import shipped
    from edge.errors import InputError
    from edge.persona.matrix import Matrix
    from edge.persona.pairwise import pairwise
    from edge.persona.user_cases import user_case

    axes = Matrix.load(shipped("personas", "matrix", "users.toml" if users else "axes.toml"), key)
    if users and out is not None:
        raise InputError("--out", "writes persona files, which drivers have none of")
    profiles: Iterable[Profile]
    if profile_id:
        profiles = [axes.by_id(profile_id)]
    elif covering:
        profiles = pairwise(axes)
    elif quota:
        axis, shares = _shares(axes, quota)
        profiles = axes.sample(count, axis, shares, start)
    else:
        profiles = islice(axes.draw(_where(axes, where or []), start), count)
    if parquet is not None:
        from device.persona_parquet import write_parquet

        written = write_parquet(parquet, [axis.name for axis in axes.axes], profiles)
        print(f"{parquet}: {written} profiles")
        return
    for profile in profiles:
        if users:
            print(json.dumps({"id": profile.id, **profile.values, **user_case(axes, profile)}, ensure_ascii=False))
        elif out is None:
            print(json.dumps({"id": profile.id, **profile.values}, ensure_ascii=False))
        else:
            _write_profile(axes, profile, out)


@app.command("drift")
def drift(
    log: Annotated[Path, typer.Argument(help="events.jsonl of a drive or of `cabin ask --json`")],
    which: Annotated[str, typer.Option("--persona", help="a persona file, or the id of one that ships")] = "cabin",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """Judge every answer of a conversation: what was out of character, and when it had to be brought back."""
    from device.persona_log import judge

    total = flagged = 0
    for t, text, report in judge(log, _load(which)):
        total, flagged = total + 1, flagged + bool(report.hits)
        hits = [{"rule": hit.rule, "text": hit.text} for hit in report.hits]
        if as_json:
            print(json.dumps({"t": t, "answer": text, "score": report.score, "average": report.average, "hits": hits,
                              "action": report.action}, ensure_ascii=False))  # fmt: skip
        else:
            said = ", ".join(f"{hit.rule} ({hit.text})" for hit in report.hits) or "in character"
            action = f" -> {report.action}" if report.action != "none" else ""
            print(f"{t:>9.2f}  {report.score:>3.0f} {report.average:>5.1f}  {said}{action}  | {text[:60]}")
    if not as_json:
        print(f"{flagged} of {total} answers out of character")


def _load(which: str) -> Persona:
    from device.resources import shipped
    from edge.errors import InputError
    from edge.persona.cards import load_any
    from edge.persona.persona import load_persona

    known = {path.stem: path for path in shipped("personas").glob("*.toml")}
    if which in known:
        return load_persona(known[which])
    if not Path(which).exists() and "/" not in which and Path(which).suffix not in (".toml", ".json", ".png"):
        raise InputError(which, f"is neither a file nor one of {', '.join(sorted(known))}")
    return load_any(Path(which))


def _language(persona: Persona, text: str) -> Language:
    from edge.errors import InputError

    if not text:
        return persona.languages[0]
    if text == "zh" and "zh" in persona.languages:
        return "zh"
    if text == "en" and "en" in persona.languages:
        return "en"
    raise InputError("--lang", f"{text!r} is not a language of {persona.id} ({', '.join(persona.languages)})")


def _where(axes: Matrix, rules: list[str]) -> dict[str, list[str]]:
    from edge.errors import InputError

    known = {axis.name: [value.id for value in axis.values] for axis in axes.axes}
    found: dict[str, list[str]] = {}
    for rule in rules:
        name, _, values = rule.partition("=")
        if name not in known:
            raise InputError("--where", f"{name!r} is not an axis ({', '.join(known)})")
        found[name] = values.split(",")
        if wrong := [value for value in found[name] if value not in known[name]]:
            raise InputError("--where", f"{name} has no value {wrong[0]!r} ({', '.join(known[name])})")
    return found


def _shares(axes: Matrix, text: str) -> tuple[str, dict[str, float]]:
    """`AXIS=VALUE:SHARE,VALUE:SHARE` as the axis and its shares."""
    from edge.errors import InputError

    name, _, given = text.partition("=")
    parts = [part.partition(":") for part in given.split(",")]
    _where(axes, [f"{name}={','.join(value for value, _, _ in parts)}"])
    try:
        shares = {value: float(share) for value, _, share in parts}
    except ValueError as error:
        raise InputError("--quota", f"{given!r} is not VALUE:SHARE,...") from error
    if min(shares.values()) <= 0 or not sum(shares.values()) < float("inf"):
        raise InputError("--quota", "shares are positive numbers")
    return name, shares


def _write_profile(axes: Matrix, profile: Profile, out: Path) -> None:
    from dataclasses import asdict

    from edge.persona.matrix_persona import expected, matrix_persona
    from edge.persona.toml_text import persona_toml

    persona = matrix_persona(axes, profile)
    checks = {language: asdict(expected(persona, language)) for language in persona.languages}
    _write(out / f"{profile.id}.toml", persona_toml(persona).encode())
    _write(out / f"{profile.id}.checks.json", (json.dumps(checks, ensure_ascii=False, indent=2) + "\n").encode())


def _write(path: Path, content: bytes) -> None:
    from edge.errors import InputError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})") from error
