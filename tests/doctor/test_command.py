"""`jiayin doctor` as an operator, or a programme of hers, calls it."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from tests.process.running import OPEN, House, jiayin


def test_before_the_first_start_there_is_something_to_look_at_and_nothing_is_made(tmp_path: Path) -> None:
    told = jiayin(tmp_path, "doctor", "--quick")
    assert told.code == 1
    assert "look at this database" in told.out
    assert "→ Start Jiayin once" in told.out
    assert "Traceback" not in told.said
    assert not (tmp_path / "data").exists()


def test_a_setting_that_cannot_be_read_is_broken(tmp_path: Path) -> None:
    told = jiayin(tmp_path, "doctor", settings={"JIAYIN_PORT": "many"})
    assert told.code == 2
    assert "JIAYIN_PORT" in told.out


def test_another_programme_reads_json_and_the_secrets_stay_here(tmp_path: Path) -> None:
    url = "postgresql://jiayin:correct-horse@127.0.0.1:9/jiayin"
    secret = "not-to-be-shown-to-anybody"
    settings = {"JIAYIN_DATABASE_URL": url, "JIAYIN_SECRET_KEY": secret}
    told = jiayin(tmp_path, "doctor", "--quick", "--json", "--patience", "2", settings=settings)
    assert told.code == 2
    found = json.loads(told.out)
    assert found["state"] == "broken"
    database = [one for one in found["findings"] if one["area"] == "database"]
    assert [one["state"] for one in database] == ["broken"]
    assert database[0]["do"]
    for hidden in ("correct-horse", secret):
        assert hidden not in told.said


def test_beside_a_running_house_the_doctor_finds_the_database_well(tmp_path: Path) -> None:
    house = House(tmp_path, dict(OPEN))
    with house.open():
        told = house.jiayin("doctor", "--json", "--least-free", "0")
        by_area = {one["area"]: one["state"] for one in json.loads(told.out)["findings"]}
        for area in ("settings", "secret files", "database", "safety", "schema", "content", "outbox", "disk"):
            assert by_area[area] == "fine", (area, told.out)
        assert told.code in (1, 2)  # no public address, nobody on duty
        assert by_area["processes"] == "fine"
        with urllib.request.urlopen(f"{house.url}/metrics", timeout=5) as answer:  # noqa: S310 - our own loopback address
            metrics = answer.read().decode()
        assert 'roles="receive,plan,send,web,console"' in metrics
        assert "jiayin_database_up 1.0" in metrics
        assert 'jiayin_last_success_timestamp_seconds{of="tick"}' in metrics
        assert "jiayin_duty_set 0.0" in metrics
        assert house.stop() == 0
