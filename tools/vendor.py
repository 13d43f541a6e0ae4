"""Copy the few front-end files that pages use from node_modules/ into static/vendor/.

Nothing third-party is committed: ``npm ci`` checks the hashes of package-lock.json, this picks the files.
axe-core is for the tests alone and stays at node_modules/axe-core/axe.min.js.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tools.common import ROOT, ToolError

MODULES = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"

# (source under node_modules, target under static/vendor)
FILES: list[tuple[str, str]] = [
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    ("idiomorph/dist/idiomorph-ext.min.js", "idiomorph-ext.min.js"),
    ("@github/combobox-nav/dist/index.js", "combobox-nav.js"),
    ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "fonts/inter-latin-wght-normal.woff2"),
    *(
        (f"@fontsource/{family}/files/{name}", f"fonts/{name}")
        for family in ("inter", "source-serif-4")
        for weight in (400, 500, 600)
        for name in (f"{family}-latin-{weight}-normal.woff2",)
    ),
]

# whole folders
FOLDERS: list[tuple[str, str]] = [("@tabler/icons/icons/outline", "icons")]

LICENCES: list[tuple[str, str]] = [
    ("htmx.org/LICENSE", "htmx.txt"),
    ("idiomorph/LICENSE", "idiomorph.txt"),
    ("@github/combobox-nav/LICENSE", "combobox-nav.txt"),
    ("@tabler/icons/LICENSE", "tabler-icons.txt"),
    ("@fontsource-variable/inter/LICENSE", "inter.txt"),
    ("@fontsource/source-serif-4/LICENSE", "source-serif-4.txt"),
]


def collect(modules: Path = MODULES, target: Path = TARGET) -> int:
    """Fill ``target`` from ``modules`` and return the number of files; an error names a missing source.

    The new folder is made beside the old one and takes its place at the end: a reader never sees half of it.
    """
    fresh = target.with_name(target.name + ".new")
    old = target.with_name(target.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    count = 0
    for source, name in [*FILES, *((s, f"licences/{n}") for s, n in LICENCES)]:
        if not (modules / source).is_file():
            raise ToolError(f"The front-end package file {source} is missing: run npm ci --ignore-scripts.")
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, fresh / name)
        count += 1
    for source, name in FOLDERS:
        shutil.copytree(modules / source, fresh / name, copy_function=shutil.copyfile)
        count += sum(1 for _ in (fresh / name).iterdir())
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        os.rename(target, old)
    os.rename(fresh, target)
    shutil.rmtree(old, ignore_errors=True)
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{collect()} files in {TARGET.relative_to(ROOT)}\n")
