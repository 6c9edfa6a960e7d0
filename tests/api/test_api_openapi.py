"""The API's description is true: schemathesis compares what is said with what is done."""

import re

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from openapi_spec_validator import validate
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from zhike.access.models import ApiToken
from zhike.api.openapi import build
from zhike.ledger.current import change_set
from zhike.people.models import ContactPoint
from zhike.project.commands import openapi

# Data that fits its schema may still name a record that is not there: that is no fault.
LEFT_OUT = [positive_data_acceptance]


def test_the_committed_description_is_up_to_date():
    assert openapi.PLACE.read_text() == openapi.text_of_document(), "bin/zhike openapi writes it"


@pytest.mark.full
def test_the_description_is_openapi():
    validate(build())


def test_the_description_for_a_user_leaves_out_what_the_user_may_not_see(company):
    schemas = company.apis["reader"].get("/openapi.json").json()["components"]["schemas"]
    assert "annual_revenue" not in schemas["Party"]["properties"]
    assert "uscc" not in schemas["PartyCreate"]["properties"]
    assert schemas["ContactPoint"]["properties"]["value"]["anyOf"][-1] == {
        "$ref": "#/components/schemas/Masked"
    }


def operations(document):
    return [
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method in ("get", "post", "patch", "delete")
    ]


@pytest.fixture(scope="module")
def schema():
    """The description, beside the whole program."""
    found = schemathesis.openapi.from_dict(build())
    found.app = get_wsgi_application()
    found.config.generation.with_security_parameters = False
    return found


@pytest.fixture
def _one_connection():
    """Keep the test's own transaction: requests would end its connection to the database."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def strategy(operation):
    """Requests that fit the description, and requests that do not."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return hypothesis.strategies.one_of(
        *(operation.as_strategy(generation_mode=mode) for mode in modes)
    )


def fits(components, place):
    return place in components and components[place].mode is GenerationMode.POSITIVE


def aimed(case, record):
    """The request at a record that there is, in its present version, unless it is to miss."""
    components = case.meta.components
    if fits(components, ParameterLocation.PATH) and "id_" in case.path_parameters:
        case.path_parameters["id_"] = str(record.pk)
    if fits(components, ParameterLocation.HEADER) and "If-Match" in case.headers:
        record = type(record).objects.filter(pk=record.pk).first() or record
        case.headers["If-Match"] = f'"{record.version}"'
    return case


def obey(schema, company, who, operation, examples):
    with change_set(by=None, door="system"):
        token = ApiToken.issue(company.users[who])
    method, path = operation.split()
    record = company.parties["li"]
    if path.startswith("/contact-points"):
        record = ContactPoint.objects.get(party=record)

    @hypothesis.given(case=strategy(schema[path][method]))
    @hypothesis.settings(max_examples=examples, suppress_health_check=list(hypothesis.HealthCheck))
    def check(case):
        aimed(case, record).call_and_validate(
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
            excluded_checks=LEFT_OUT,
        )

    check()


GENERAL = r"/(openapi|me$|search|jobs|change-sets|parties)"
WRITING = re.compile(r"POST /[a-z-]+$|PATCH /[a-z-]+/\{id_\}$")
"""Where values of every kind reach the columns of a table: on both databases."""
READ = re.compile(r"GET /[a-z-]+$|[A-Z]+ /(users|contact-points)\b")
"""What a reader may read besides the core, and a list of all that is kept from one."""
MANY, SOME, FEW = 10, 6, 4
OPERATIONS = operations(build())
CORE = [operation for operation in OPERATIONS if re.search(GENERAL, operation)]


@pytest.mark.full
@pytest.mark.parametrize("operation", CORE)
@pytest.mark.usefixtures("_one_connection")
def test_the_api_does_what_its_description_says(schema, company, operation):
    obey(schema, company, "admin", operation, MANY)


def by_everybody():
    """Each operation by an administrator; by a reader what differs for one, in a few examples."""
    for operation in OPERATIONS:
        if operation in CORE:
            pass  # By the administrator, above.
        elif WRITING.match(operation):
            yield pytest.param("admin", operation, MANY)
        else:
            yield pytest.param("admin", operation, SOME, marks=pytest.mark.once)
        if operation in CORE or READ.match(operation):
            yield pytest.param("reader", operation, FEW, marks=pytest.mark.once)


@pytest.mark.slow
@pytest.mark.parametrize(("who", "operation", "examples"), [*by_everybody()])
@pytest.mark.usefixtures("_one_connection")
def test_every_path_does_what_its_description_says_for_every_role(
    schema, company, who, operation, examples
):
    obey(schema, company, who, operation, examples)
