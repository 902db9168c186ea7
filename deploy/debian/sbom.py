"""The bill of materials (CycloneDX 1.5): every package and every weight that runs on the board, with version, licence and hash."""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from datetime import UTC, datetime
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

from deploy.debian.target import PYTHON, BuildError, Target

_SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "isc license (iscl)": "ISC",
    "lgpl v3": "LGPL-3.0-only",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
"""What authors write, in lower case, to SPDX."""

_KNOWN = {
    "tokenizers": "Apache-2.0",
    "addict": "MIT",
    "jieba": "MIT",
    "proces": "Apache-2.0",
    "misaki": "Apache-2.0",
    "flatbuffers": "Apache-2.0",
}
"""Packages whose metadata name no licence or a vague one; from the licence files of their sources."""

_DEBIAN = ("python3.11", "libportaudio2", "libasound2", "espeak-ng", "iproute2", "ca-certificates")
"""Packages of the system that are used; their licences are in their own copyright files."""


def bill_of_materials(site: Path, catalogue: Path, version: str, target: Target, epoch: int) -> str:
    """JSON text. site: site-packages with the metadata of every package. Raises BuildError when one has no licence."""
    components = [_library(info) for info in sorted(site.glob("*.dist-info"), key=lambda path: path.name.lower())]
    libraries = [one for one in components if one["name"] != "cabin-voice"]
    with catalogue.open("rb") as file:
        weights = [_weights(name, entry) for name, entry in tomllib.load(file)["entries"].items()]
    product = f"cabin-voice@{version}"
    purl = f"pkg:deb/cabin-voice@{version}?arch={target.arch}"
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{purl}#{epoch}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": product,
                "name": "cabin-voice",
                "version": version,
                "licenses": [{"expression": "Apache-2.0"}],
                "purl": purl,
            },
        },
        "components": libraries + weights + [_debian(name) for name in _DEBIAN],
        "dependencies": [{"ref": product, "dependsOn": [one["bom-ref"] for one in libraries + weights] + list(_DEBIAN)}],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def licence_of(about: Message) -> str | None:
    """The SPDX expression of a package's metadata, None when it names none."""
    name = about["Name"].lower()
    if name in _KNOWN:
        return _KNOWN[name]
    if about["License-Expression"]:
        return str(about["License-Expression"])
    stated = [str(about["License"] or "")]
    stated += [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    for text in stated:
        spdx = _SPDX.get(" ".join(text.split()).lower())
        if spdx is not None:
            return spdx
        if re.fullmatch(r"(MIT|ISC|MPL-2\.0|PSF-2\.0|Apache-2\.0|BSD-[23]-Clause)( (AND|OR) [\w.-]+)*", text):
            return text
    return None


def _library(info: Path) -> dict[str, Any]:
    about = Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"), headersonly=True)
    licence = licence_of(about)
    if licence is None:
        raise BuildError(f"{about['Name']}: its metadata name no licence; deploy/debian/sbom.py has a table for such")
    name = about["Name"].lower().replace("_", "-")
    purl = f"pkg:pypi/{name}@{about['Version']}"
    found: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": about["Version"], "purl": purl}
    if about["Summary"] and about["Summary"] != "UNKNOWN":
        found["description"] = about["Summary"]
    return found | {"licenses": [{"expression": licence}]}


def _weights(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    kept = [file for file in entry["files"] if not file.get("input")]
    files = [
        {
            "type": "file",
            "bom-ref": f"weights:{name}/{file['name']}",
            "name": file["name"],
            "hashes": [{"alg": "SHA-256", "content": file["sha256"]}],
        }
        for file in kept
    ]
    licences = [part.strip() for part in entry["licence"].split(",")]
    return {
        "type": "machine-learning-model",
        "bom-ref": f"weights:{name}",
        "name": name,
        "description": f"{entry['title']}. {entry.get('note', '')}".strip(),
        "scope": "required" if entry.get("default") else "optional",
        "licenses": [{"expression": " AND ".join(licences)}],
        "components": files,
    }


def _debian(name: str) -> dict[str, Any]:
    shown = name.replace("3.11", PYTHON)
    return {"type": "library", "bom-ref": name, "name": shown, "scope": "required", "purl": f"pkg:deb/debian/{shown}"}
