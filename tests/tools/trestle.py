"""Sets `socle scope` beside `trestle author profile-inherit` of compliance-trestle on the same 278 controls, in one run: wall
time and peak memory of the whole process, medians of nine, taken in turns. Prints a fragment for the README.

    make compare-trestle        (trestle.sh brings both commands and calls this with their paths)

The two do not compute the same. profile-inherit is told, control by control, in the OSCAL security plan of the base, what
the base provides and what it leaves; it takes away from a profile what the plan provides without a condition. `socle scope`
is told what the services are, and works that out. The plan is therefore written here from what `socle scope` says, and the
two answers must agree: what is excluded is what is inherited.
"""

import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

RUNS = 9
TIME = "/usr/bin/time"
# An OSCAL token does not start with a digit.
PREFIX = "snc-"
SPACE = uuid.UUID("6e3f0f1e-6f0b-5d0e-9d7c-0f6a4f5e2b11")
METADATA = {"title": "One base", "last-modified": "2026-11-22T00:00:00+00:00", "version": "1", "oscal-version": "1.2.1"}

STACK = {
    "format": "socle/1",
    "title": "One base",
    "as_of": "2026-11-22",
    "providers": [{"id": "us", "name": "Us"}, {"id": "them", "name": "Them"}],
    "services": [
        {
            "id": "cloud",
            "name": "Cloud",
            "provider": "them",
            "activities": ["iaas"],
            "qualifications": [{"version": "3.2", "granted": "2025-03-03", "evidence": "decision"}],
        },
        {"id": "platform", "name": "Platform", "provider": "us", "activities": ["paas"], "relies_on": [{"service": "cloud"}]},
    ],
}


def identify(*words):
    """The same identifier for the same thing."""
    return str(uuid.uuid5(SPACE, " ".join(words)))


def catalog(requirements):
    """The controls: number, title, summary."""
    controls = [
        {
            "id": PREFIX + r["id"],
            "title": r["title"]["en"],
            "props": [{"name": "label", "value": r["id"]}],
            "parts": [{"id": f"{PREFIX}{r['id']}_smt", "name": "statement", "prose": r["summary"]["en"]}],
        }
        for r in requirements
    ]
    return {"catalog": {"uuid": identify("catalog"), "metadata": METADATA, "groups": [{"id": "snc", "title": "SecNumCloud 3.2", "controls": controls}]}}


def profile():
    """The whole catalogue."""
    imports = [{"href": "trestle://catalogs/snc/catalog.json", "include-all": {}}]
    return {"profile": {"uuid": identify("profile"), "metadata": METADATA, "imports": imports, "merge": {"as-is": True}}}


def plan(verdicts):
    """The security plan of the base: what it provides, and what it leaves to whoever rests on it."""
    this = identify("component")
    implemented = []
    for verdict in verdicts:
        number, outcome = verdict["requirement"], verdict["verdict"]
        component = {
            "component-uuid": this,
            "uuid": identify("by-component", number),
            "description": "What the base does.",
            "implementation-status": {"state": "implemented"},
        }
        provided = identify("provided", number)
        if outcome in ("inherited", "shared"):
            component["export"] = {"provided": [{"uuid": provided, "description": "Provided."}]}
        if outcome == "shared":
            left = {"uuid": identify("responsibility", number), "provided-uuid": provided, "description": "Left to the subscriber."}
            component["export"]["responsibilities"] = [left]
        implemented.append({"uuid": identify("requirement", number), "control-id": PREFIX + number, "by-components": [component]})
    return {
        "system-security-plan": {
            "uuid": identify("plan"),
            "metadata": METADATA,
            "import-profile": {"href": "trestle://profiles/snc/profile.json"},
            "system-characteristics": {
                "system-ids": [{"id": "cloud"}],
                "system-name": "Cloud",
                "description": "The base.",
                "system-information": {"information-types": [{"title": "Any", "description": "Any."}]},
                "status": {"state": "operational"},
                "authorization-boundary": {"description": "The base."},
            },
            "system-implementation": {
                "users": [{"uuid": identify("user"), "title": "Operator"}],
                "components": [
                    {"uuid": this, "type": "this-system", "title": "Cloud", "description": "The base.", "status": {"state": "operational"}}
                ],
            },
            "control-implementation": {"description": "What the base does.", "implemented-requirements": implemented},
        }
    }


def write(path, content):
    """Writes JSON, and the folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def clock(command, folder):
    """Seconds by the clock of one process."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stdout}")
    return seconds


def weigh(command, folder):
    """Peak memory of one process, in megabytes. Through GNU time: to the system, a process that Python starts has once been
    as large as Python."""
    note = folder / "peak"
    subprocess.run([TIME, "-f", "%M", "-o", str(note), *command], cwd=folder, check=True, capture_output=True)
    return int(note.read_text().split()[-1]) * 1024 / 1e6


def main(socle, trestle):
    """Writes both inputs, runs both commands in turns, compares, prints."""
    if not os.access(TIME, os.X_OK):
        sys.exit(f"{TIME} is needed (on Debian: apt-get install time)")
    folder = Path(tempfile.mkdtemp(prefix="socle-trestle-"))
    try:
        stack = folder / "stack.socle.json"
        write(stack, STACK)
        asked = [socle, "scope", str(stack), "--service", "platform", "--format", "json"]
        verdicts = json.loads(subprocess.check_output(asked))["verdicts"]
        requirements = json.loads(subprocess.check_output([socle, "catalog", "--format", "json"]))["requirements"]
        assert len(verdicts) == len(requirements) == 278

        subprocess.run([trestle, "init", "--local"], cwd=folder, check=True, capture_output=True)
        write(folder / "catalogs/snc/catalog.json", catalog(requirements))
        write(folder / "profiles/snc/profile.json", profile())
        write(folder / "system-security-plans/cloud/system-security-plan.json", plan(verdicts))
        inherit = [trestle, "author", "profile-inherit", "-s", "cloud", "-p", "snc", "-o", "platform"]
        answer = folder / "profiles/platform"

        commands = {"socle scope": asked, "trestle author profile-inherit": inherit, "trestle version": [trestle, "version"]}
        found = {name: [] for name in commands}
        for run in range(RUNS + 1):
            for name, command in commands.items():
                shutil.rmtree(answer, ignore_errors=True)
                seconds = clock(command, folder)
                shutil.rmtree(answer, ignore_errors=True)
                # The first time everything comes from the disk.
                if run > 0:
                    found[name].append((seconds, weigh(command, folder)))
                if run == RUNS and command is inherit:
                    imported = json.loads((answer / "profile.json").read_text())["profile"]["imports"][0]
                    ids = lambda key: {i for part in imported.get(key, []) for i in part["with-ids"]}
                    excluded, included = ids("exclude-controls"), ids("include-controls")

        inherited = {PREFIX + v["requirement"] for v in verdicts if v["verdict"] == "inherited"}
        assert excluded == inherited, "what is excluded is not what is inherited"
        assert included == {PREFIX + v["requirement"] for v in verdicts} - inherited
        assert 0 < len(inherited) < 278

        version = subprocess.check_output([trestle, "version"], text=True).split(" version ")[1].split()[0].lstrip("v")
        tally = {o: sum(v["verdict"] == o for v in verdicts) for o in ("inherited", "shared", "remains", "not_applicable")}
        size = lambda path: f"{path.stat().st_size / 1000:.0f} kB"
        plans = folder / "system-security-plans/cloud/system-security-plan.json"
        load = os.getloadavg()[0]
        busy = "" if load < 2.5 else ", the machine busy: to be repeated"
        print(f"`make compare-trestle`, {datetime.date.today()}, medians of {RUNS} in turns, whole processes, {os.cpu_count()} cores, load {load:.1f}{busy}:\n")
        print("| command | time | peak memory |\n| --- | ---: | ---: |")
        label = {
            "socle scope": "`socle scope`, 278 verdicts with traces, JSON",
            "trestle author profile-inherit": f"`trestle author profile-inherit` (compliance-trestle {version})",
            "trestle version": "… of which Python and its imports (`trestle version`)",
        }
        for name, runs in found.items():
            seconds, memory = (statistics.median(column) for column in zip(*runs))
            shown = f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
            print(f"| {label[name]} | {shown} | {memory:.1f} MB |")
        print(
            f"""
Both agree on what drops out: {tally['inherited']} of 278 controls (`socle`: shared {tally['shared']}, remains {tally['remains']}, not applicable {tally['not_applicable']}, which one profile keeps together).
They are not the same work, so the times are no race:

| | `socle scope` | `profile-inherit` |
| --- | --- | --- |
| is given | the services, their layers and qualifications ({size(stack)}) | the base's security plan, which states for each control what it provides and leaves ({size(plans)}); here written from our verdicts |
| works out who supplies what | yes, by rules, with the trace of each verdict | no: it reads it in the plan |
| tells shared from remaining | yes | no: a control is in the new profile or out of it |
| several bases, chains of services | yes | one plan a run |
| qualifications at a date, reserves, candidates | yes | no |
| checks an OSCAL plan, resolves profiles, keeps parameters and edits of a profile | no | yes |
| any catalogue of controls | no: SecNumCloud 3.2 | yes |"""
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
