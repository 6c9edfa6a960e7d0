"""From which probability on two customers are suspected, likely or here already is settled."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.people.merging import party, writing
from zhike.access.rights import access_of
from zhike.people.duplicates.box import ask_of
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.duplicates.uniting import unite_same_codes
from zhike.people.models import DuplicatePair, Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Company
from zhike.records.resource import resource_for

pytestmark = pytest.mark.django_db
USCC = "91500112MA5ABCDE1R"


def settle(**values: object) -> None:
    with writing():
        company = Company.here()
        for name, value in values.items():
            setattr(company, name, value)
        company.save()


@pytest.fixture
def twice(cast: Cast) -> Party:
    """Two companies of one name, of which little more is known."""
    first = party("重庆远岭客运有限公司", region="500000")
    party("远岭客运")
    return first


def share_of(pair_of: Party) -> int:
    scan(pair_of.created_at, report=Report())
    return int(DuplicatePair.objects.get(left=pair_of).probability * 100)


@pytest.mark.requirement("B47")
def test_the_queue_calls_likely_and_hides_what_the_settings_say(cast: Cast, twice: Party) -> None:
    share = share_of(twice)
    client = Client()
    client.force_login(cast.users["admin"])

    def shown(show: str) -> bool:
        return twice.name in client.get(f"/duplicates/pairs/?show={show}").content.decode()

    settle(likely_from=share)
    assert shown("likely")
    settle(likely_from=share + 1, suspected_from=share)
    assert (shown("likely"), shown("")) == (False, True)
    settle(likely_from=99, suspected_from=98)
    assert not shown("")


@pytest.mark.requirement("E18")
def test_a_scan_keeps_only_what_is_suspected_and_merges_codes_only_where_that_is_wanted(
    twice: Party,
) -> None:
    settle(likely_from=99, suspected_from=98, merges_same_code=False)
    scan(twice.created_at, report=Report())
    assert not DuplicatePair.objects.filter(left=twice).exists()
    party("远岭物流", uscc=USCC)
    party("重庆远岭物流有限公司", uscc=USCC)
    report = Report()
    unite_same_codes(report)
    assert report.merged == 0
    settle(merges_same_code=True)
    unite_same_codes(report)
    assert report.merged == 1


@pytest.mark.requirement("B50")
def test_the_duplicate_check_goes_by_its_own_figures(cast: Cast, twice: Party) -> None:
    access = access_of(cast.users["admin"], "web")

    def found() -> dict[str, str]:
        return {one.name: one.decision for one in ask_of("远岭客运有限公司", access).suspects}

    settle(shown_from=1, probably_here_from=2, here_from=3)
    assert found()[twice.name] == "same"
    settle(here_from=99, probably_here_from=98, shown_from=97)
    assert twice.name not in found()


@pytest.mark.parametrize(
    "values", [{"likely_from": 50}, {"suspected_from": 0}, {"here_from": 100}, {"shown_from": 100}]
)
def test_figures_that_mean_nothing_are_refused(cast: Cast, values: dict[str, int]) -> None:
    access = access_of(cast.users["admin"], "web")
    with pytest.raises(Invalid) as refused:
        saving.change(resource_for(Company), access, Company.here().pk, values)
    assert set(values) <= {error.field for error in refused.value.errors}
