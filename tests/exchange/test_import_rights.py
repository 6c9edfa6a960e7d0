"""An import reaches no further than the hands of whoever imports."""

import pytest

from tests.exchange.office import counts
from zhike.access.models import FieldRight, Grant
from zhike.access.rights import Denied
from zhike.exchange import trial
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.records.models import CustomField

pytestmark = pytest.mark.full


def test_who_may_only_read_may_not_import(office):
    before = ChangeSet.objects.filter(change_count__gt=0).count()
    with pytest.raises(Denied):
        office.bring("n\nAcme\n", {"name": "n"}, by="wang")
    with pytest.raises(Denied):
        trial.examine(office.order("n\nAcme\n", {"name": "n"}, by="wang"))
    assert not Party.objects.exists()
    assert ChangeSet.objects.filter(change_count__gt=0).count() == before


def test_a_field_that_one_may_not_write_is_refused_with_its_name(office):
    with change_set(by=None, door="system"):
        FieldRight(role=office.role, resource="party", field="tier", level="read").save()
        FieldRight(role=office.role, resource="party", field="note", level="hidden").save()
    with pytest.raises(Invalid) as caught:
        office.bring("n,t\nAcme,gold\n", {"name": "n", "tier": "t", "note": "t"}, by="li")
    assert {error.field for error in caught.value.errors} == {"tier", "note"}
    assert not Party.objects.exists()


def test_records_out_of_sight_are_neither_matched_nor_found(office):
    office.bring("n\nAcme\n", {"name": "n"})
    done = office.bring("n,i\nAcme,retail\n", {"name": "n", "industry": "i"}, by="li",
                        match={"by": "name", "found": "update"})  # fmt: skip
    assert counts(done) == (1, 0, 0, 0)
    assert Party.objects.get(owner=None).industry == ""
    tie = [{"to": "from_party", "from": "a"}, {"to": "type", "value": "other"},
           {"to": "to_party", "from": "b"}]  # fmt: skip
    hidden = str(Party.objects.get(owner=None).pk)
    done = office.bring(f"a,b\n{hidden},Acme\n", tie, by="li", resource="relationships")
    assert counts(done) == (0, 0, 0, 1)


def test_a_number_that_an_unseen_record_has_is_taken_and_nothing_more_is_said(office):
    columns = {"name": "n", "external_ids.erp": "no"}
    office.bring("n,no\nSecret GmbH,7\n", columns)
    done = office.bring("n,no\nAcme,7\n", columns, by="li",
                        match={"by": "external_ids.erp", "found": "update"})  # fmt: skip
    assert counts(done) == (0, 0, 0, 1)
    assert "Secret" not in str(office.refused())


def test_what_one_may_read_but_not_change_stays_as_it_is(office):
    office.bring("n\nAcme\n", {"name": "n"})
    with change_set(by=None, door="system"):
        grant = Grant.objects.get(role=office.role, resource="party", verb="read")
        grant.scope = "all"
        grant.save()
    done = office.bring("n,i\nAcme,retail\n", {"name": "n", "industry": "i"}, by="li",
                        match={"by": "name", "found": "update"})  # fmt: skip
    assert counts(done) == (0, 0, 0, 1)
    assert Party.objects.get().industry == ""


def test_only_an_administrator_makes_new_fields_by_the_way(office):
    new = {"label": "year", "kind": "integer"}
    columns = [{"to": "name", "from": "n"}, {"to": "c_year", "from": "y", "new": new}]
    with pytest.raises(Denied):
        office.bring("n,y\nAcme,1996\n", columns, by="li")
    assert not CustomField.objects.exists()


def test_related_records_are_made_only_by_who_may_make_them(office):
    columns = [{"to": "name", "from": "n"}, {"to": "team", "from": "t", "missing": "create"}]
    with pytest.raises(Invalid):
        office.bring("n,t\nAcme,West\n", columns, by="li")
    assert counts(office.bring("n,t\nAcme,West\n", columns, by="admin")) == (1, 0, 0, 0)
