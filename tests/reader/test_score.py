"""The score on the five real documents, where they are beside the project; and the command that prints a reading."""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from fedwork.env import ROOT
from plans.management.commands.readplan import plain
from reader.reading import read
from tests.limits import HANGING_AFTER

SHARED = Path(os.environ.get("FEDWORK_SHARED", ROOT.parent / "shared"))
DOCUMENTS = sorted((SHARED / "documents").glob("*.txt"))
beside = pytest.mark.skipif(not DOCUMENTS, reason="the five real documents (../shared/documents) are not here")
EXPECTED = {  # hard targets, sections of the first level, milestones with a day
    "beijing-2020": (0, 8, 0),
    "city-2023": (2, 4, 0),
    "lincang-2020": (10, 4, 0),
    "liuzhou-2020": (6, 5, 2),
    "xiangxi-2018-speech": (4, 3, 2),
}
PLAN = (
    "某市妇联2021年工作要点\n一、服务大局\n举办家政培训班12期，培训妇女1.2万人次。\n二、维护权益\n6月底前完成排查。\n"
)


def scorer():
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_json(reading):
    return json.loads(json.dumps(asdict(reading), default=plain))


@beside
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_real_document_reads_as_its_key_says(path):
    key = json.loads(path.with_suffix(".json").read_text("utf-8"))
    document = path.read_text("utf-8")
    row = scorer().score(document, key, as_json(read(document)))
    hard, sections, milestones = EXPECTED[path.stem]
    assert (row["hard"], row["found"], row["extra"], row["missed"]) == (hard, hard, [], [])
    assert (row["op"], row["date"]) == (hard, hard)
    assert (row["sections"], row["sections_all"], row["sections_extra"]) == (sections, sections, 0)
    assert (row["milestones"], row["milestones_all"]) == (milestones, milestones)


@beside
def test_tasks_of_a_real_document():
    """36 numbered items and not one number that promises anything."""
    reading = read((SHARED / "documents" / "beijing-2020.txt").read_text("utf-8"))
    items = [task for task in reading.tasks if reading.sections[task.section].level == 2]
    assert len(items) == 36
    assert reading.targets == ()


@beside
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_place_holds_its_words(path):
    document = path.read_text("utf-8")
    reading = read(document)
    for one in (*reading.asides, *reading.tasks, *reading.targets, *reading.milestones, *reading.not_targets):
        assert document[one.place.start : one.place.end] == one.text
    for section in reading.sections:
        shown = "".join(document[section.place.start : section.place.end].split())
        assert shown == "".join((section.number + section.title).split())


def readplan(*words, **environment):
    """Without settings of any kind: no database, no secret."""
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    return subprocess.run(
        [sys.executable, "manage.py", "readplan", *map(str, words)],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        timeout=HANGING_AFTER,
    )


def test_the_command_prints_what_the_library_gives(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    run = readplan(path, FEDWORK_VAR=str(tmp_path / "var"))
    assert run.returncode == 0, run.stderr
    read_targets = json.loads(run.stdout)
    expected = as_json(read(PLAN))
    del expected["text"]
    assert read_targets == expected | {"notes": []}
    assert (read_targets["title"], read_targets["year"]) == ("某市妇联2021年工作要点", 2021)
    assert [(one["level"], one["number"], one["title"]) for one in read_targets["sections"]] == [
        (1, "一、", "服务大局"), (1, "二、", "维护权益"),
    ]  # fmt: skip
    found = [(one["op"], one["value"], one["unit"], one["deadline"]) for one in read_targets["targets"]]
    assert found == [("eq", 12, "期", "2021-12-31"), ("eq", 1.2, "万人次", "2021-12-31")]
    assert not (tmp_path / "var").exists(), "no server was started, nothing was kept"


def test_the_command_reads_the_encodings_of_offices(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    read_targets = json.loads(readplan(path, "--text", FEDWORK_VAR=str(tmp_path / "var")).stdout)
    assert read_targets["text"] == PLAN


@pytest.mark.parametrize("content, says", [(b"", "empty"), (b"\x89PNG\r\n\x1a\n0000", "picture")])
def test_the_command_says_what_it_can_not_read(tmp_path, content, says):
    path = tmp_path / "plan"
    path.write_bytes(content)
    run = readplan(path, FEDWORK_VAR=str(tmp_path / "var"))
    assert run.returncode == 1
    assert says in run.stderr
    assert "Traceback" not in run.stderr


def test_the_command_says_that_there_is_no_such_file(tmp_path):
    run = readplan(tmp_path / "none.txt", FEDWORK_VAR=str(tmp_path / "var"))
    assert run.returncode == 1
    assert "No such file" in run.stderr
    assert "Traceback" not in run.stderr
