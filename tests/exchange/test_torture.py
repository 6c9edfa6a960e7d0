"""Files that others wrote, broken ones included, take the wizard's path: upload, mapping, trial."""

import resource
import sys
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exchange.test_import_pages import form_of, logged_in, work
from tests.exchange.test_real_files import DATA, FILES
from zhike.exchange.models import ImportRun
from zhike.exchange.planned import COUNTED

SECONDS, MEGABYTES = 5, 256

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not FILES, reason=f"there is no {DATA}/csv"),
]


def peak(who):
    """The most memory so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 2**20


def tried(browser, file):
    """The import of a file up to its trial; None and the sentence where it is refused."""
    upload = SimpleUploadedFile(file.name, file.read_bytes())
    answer = browser.post("/import/", {"resource": "parties", "file": upload})
    if answer.status_code == 400:
        return None
    work()
    run = ImportRun.objects.get(pk=answer.url.split("/")[2])
    page = browser.get(answer.url).content.decode()
    if run.error:
        return run
    form = form_of(page)
    if "name" not in form.values():
        form["c-0-to"] = "name"
    assert browser.post(answer.url, form | {"do": "check"}).status_code in (200, 302)
    work()
    run.refresh_from_db()
    return run


@pytest.mark.requirement("D14")
def test_every_file_comes_to_a_trial_or_a_sentence_in_little_time_and_memory(office):
    browser = logged_in(office, "admin")
    before = peak(resource.RUSAGE_SELF)
    lines, slow, refused = [], [], []
    for file in FILES:
        start = time.monotonic()
        run = tried(browser, file)
        took = time.monotonic() - start
        if took > SECONDS:
            slow.append((file.name, took))
        if run is None or run.error:
            refused.append(file.name)
            continue
        counts = {name: run.trial[name] for name in COUNTED}
        assert sum(counts.values()) == run.trial["rows"], file.name
        told = sum(problem["count"] for problem in run.trial["problems"])
        assert told >= counts["rejected"], file.name
        lines.append(f"{file.name:44}{took:6.1f} s {counts}")
    own, others = peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN)
    sys.stdout.write("\n".join(["", *lines, f"refused: {len(refused)}: {', '.join(refused)}",
                                f"{len(FILES)} files; {own:.0f} MB more here,"
                                f" {others:.0f} MB beside\n"]))  # fmt: skip
    assert slow == []
    assert own < MEGABYTES
    # A child's peak begins with that of the process which forked it: large after other tests.
    assert others <= max(MEGABYTES, before + own)
