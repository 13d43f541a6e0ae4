"""Write the lock files again (names, versions, hashes, no addresses): ``make lock``, ARGS=--upgrade.

requirements-test.txt is solved with requirements.txt as a constraint, so that both name the same versions.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

from tools.common import ROOT, ToolError, run_tool, say
from tools.setup import UV

OPTIONS = ["--generate-hashes", "--no-emit-index-url", "--universal", "--python-version", "3.11"]


def compile_lock(source: str, target: str, *more: str) -> None:
    """Solve ``source`` into ``target``; versions there are kept unless --upgrade is among ``more``."""
    command = [str(UV), "pip", "compile", "-q", *OPTIONS, *more, source, "-o", target]
    header = "uv pip compile " + " ".join([*OPTIONS, source, "-o", target])
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    path = ROOT / target
    path.write_text(
        re.sub(r"^#    uv pip compile.*$", f"#    {header}", path.read_text(), count=1, flags=re.M)
    )
    say(f"{target} is up to date")


def main() -> int:
    """The command line."""
    more = [a for a in sys.argv[1:] if a in {"--upgrade"}]
    compile_lock("requirements.in", "requirements.txt", *more)
    compile_lock("requirements-test.in", "requirements-test.txt", "-c", "requirements.txt", *more)
    compile_lock("tools/uv.in", "tools/uv.txt", *more)
    compile_lock("tools/node.in", "tools/node.txt", *more)
    npm = shutil.which("npm")
    if npm is None:
        say("No npm on this machine: package-lock.json stays as it is.")
        return 0
    subprocess.run([npm, "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
    if '"resolved"' in (ROOT / "package-lock.json").read_text():
        raise ToolError("package-lock.json has addresses: .npmrc was not read.")
    return 0


if __name__ == "__main__":
    run_tool(main)
