"""Drives the command line of Eigenvox and shows its progress. Needs nothing but Python 3.8 and Node.

    python3 eigenvox.py upscale IN.nii.gz -o OUT.nii.gz --factor 2

or, from other programs and notebooks:

    result = eigenvox.run("upscale", "IN.nii.gz", "-o", "OUT.nii.gz", "--factor", "2")

What the lines of JSON are is told in docs/driving.md.
"""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

#: How the command line is started: by what the variable EIGENVOX says, else out of the project that this file lies in.
COMMAND = shlex.split(os.environ.get("EIGENVOX", "")) or [
    "node",
    str(Path(__file__).resolve().parents[2] / "src/tools/eigenvox.mjs"),
]


class EigenvoxError(Exception):
    """What the command line refused or failed at: `code`, such as "E_NOT_NIFTI", None for a mistake in the program."""

    def __init__(self, code, message, exit_code):
        super().__init__(f"{code}: {message}" if code else message)
        self.code = code
        self.exit_code = exit_code


class Cancelled(Exception):
    """Somebody else ended the command."""


def show(line):
    """Progress on one line of a terminal or a notebook; what else is told, above it."""
    if line["type"] == "progress":
        left = f", {line['secondsLeft']:.0f} s left" if "secondsLeft" in line else ""
        print(f"\r{line['stage']}: {line['fraction']:4.0%}{left}\033[K", end="", flush=True)
    elif line["type"] in ("note", "notice"):
        print(f"\r{line.get('code', '')} {line['text']}\033[K".replace("\r ", "\r"))
    elif line["type"] == "result":
        print("\r\033[K" + "\n".join(line["files"].values()))


def run(*args, on_line=show):
    """Runs a command, as in run("degrade", path, "-o", other, "--factor", 2); gives every line to `on_line`.

    Returns the line of the result. Raises EigenvoxError, and Cancelled. An exception in `on_line`, and Ctrl+C, end the
    command before they are passed on.
    """
    last = {}
    command = [*COMMAND, *map(str, args), "--progress", "json"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            for text in process.stdout:
                last = json.loads(text)
                on_line(last)
        except BaseException:
            process.terminate()
            process.communicate()
            raise
    kind = last.get("type")
    if kind == "result" and process.returncode == 0:
        return last
    if kind == "cancelled":
        raise Cancelled()
    raise EigenvoxError(last.get("code"), last.get("message", "The command ended without a word."), process.returncode)


if __name__ == "__main__":
    try:
        run(*sys.argv[1:])
    except EigenvoxError as error:
        print(f"\n{error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (Cancelled, KeyboardInterrupt):
        sys.exit("\nCancelled.")
