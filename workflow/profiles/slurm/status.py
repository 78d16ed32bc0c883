#!/usr/bin/env python3
"""Tells Snakemake how a job of Slurm is: running, success or failed. `scontrol` knows jobs for minutes after their end, then
`sacct` does where there is accounting."""

import re
import subprocess
import sys

GOING_ON = {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "SUSPENDED", "REQUEUED", "STAGE_OUT"}


def run(*words):
    try:
        return subprocess.run(words, capture_output=True, text=True)
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 1, "", "")


def state_of(job):
    shown = run("scontrol", "show", "job", "--oneliner", job)
    told = re.search(r"\bJobState=(\w+)", shown.stdout)
    if told:
        return told[1]
    if "Invalid job id" not in shown.stderr:
        return "RUNNING"  # The cluster does not answer, which tells nothing of the job.
    words = ["--jobs", job, "--allocations", "--noheader", "--parsable2", "--format=State"]
    lines = run("sacct", *words).stdout.split()
    return lines[0] if lines else "UNKNOWN"


state = state_of(sys.argv[1])
print("running" if state in GOING_ON else "success" if state == "COMPLETED" else "failed")
