"""How well cards are read: the given ones, and drawn ones of many kinds that nobody saw before."""

import json
from pathlib import Path

import pytest

from zhike.exchange.cards import reading
from zhike.exchange.cards.reading import is_available, reading_process

from .drawn import BLURRED, KINDS, card
from .scores import scores, share

DATA = Path(__file__).parents[4] / "shared" / "data" / "business-cards"
MEMORY = 800 * 1024

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.slow,
    pytest.mark.requirement("D26"),
    pytest.mark.skipif(
        not is_available(), reason="reading cards is an extra: bin/install cards"
    ),
]  # fmt: skip


def _given(folder):
    truth = json.loads((folder / "truth.json").read_text())
    for name, fields in truth.items():
        yield Path(name).stem.split("_")[-1], (folder / name).read_bytes(), fields


@pytest.mark.skipif(not DATA.exists(), reason=f"there is no {DATA}")
def test_the_given_cards_are_read_right():
    with reading_process():
        found, wrong = scores(_given(DATA))
    assert not wrong
    assert {kind: count["cards"] for kind, count in found.items()} == {
        "clean": 3, "photo": 3, "hard": 3,
    }  # fmt: skip


@pytest.mark.skipif(not (DATA / "variants").exists(), reason=f"there is no {DATA}/variants")
def test_variants_are_read_right_and_the_shaken_one_is_unreadable():
    with reading_process():
        found, wrong = scores(_given(DATA / "variants"))
    assert found.pop("motion")["unreadable"] == 1
    assert share(found.values(), "right", "fields") >= 0.95, wrong
    assert share(found.values(), "unmarked", "filled") <= 0.01, wrong
    assert not any(count["unreadable"] for count in found.values())


def test_unseen_cards_of_every_kind_are_read_within_the_memory_promised(monkeypatch):
    peaks, number = [], reading._number

    def heard(answer, name):
        if name == "memory":
            peaks.append(number(answer, name))
        return number(answer, name)

    # What the reading process itself says: other children of ours are larger.
    monkeypatch.setattr(reading, "_number", heard)
    cases = [(kind, *card(seed, kind)) for kind in KINDS for seed in (9001, 9002)]
    with reading_process():
        found, wrong = scores(cases)
    assert share([found["clean"], found["photo"]], "right", "fields") >= 0.97, wrong
    assert share([found["hard"]], "right", "fields") >= 0.9, wrong
    assert share(found.values(), "right", "fields") >= 0.95, wrong
    assert share(found.values(), "unmarked", "filled") <= 0.01, wrong
    assert 0 < max(peaks) < MEMORY


@pytest.mark.parametrize("kind", BLURRED)
def test_blurred_and_tiny_pictures_are_called_so(kind):
    with reading_process():
        found, _ = scores((kind, *card(seed, kind)) for seed in range(9001, 9005))
    assert found[kind]["unreadable"] == 4
