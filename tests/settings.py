"""The settings as tests use them: a data folder of their own, quick hashes, no waiting for disks.

The environment's own installation is never touched: only `ZHIKE_TEST_…` variables are heeded.
"""

import os
import tempfile
from pathlib import Path

TEMPORARY_FOLDER = tempfile.TemporaryDirectory(prefix="zhike-tests-")
for _name in [name for name in os.environ if name.startswith("ZHIKE_")]:
    if not _name.startswith("ZHIKE_TEST_"):
        del os.environ[_name]
os.environ["ZHIKE_DATA_DIR"] = TEMPORARY_FOLDER.name
os.environ["ZHIKE_SECRET_KEY"] = "known to everyone, and good for tests alone"
# One server, or one for each process of the run.
_servers = os.environ.get("ZHIKE_TEST_DATABASE_URL", "").split() or [""]
_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["ZHIKE_DATABASE_URL"] = _servers[_process % len(_servers)]

from zhike.project import translations  # noqa: E402
from zhike.project.settings import *  # noqa: E402, F403
from zhike.project.settings import DATABASES, SQLITE_PRAGMAS, STATIC_ROOT, STORAGES  # noqa: E402

translations.compile_catalogs()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir()

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: threads and other processes meet real locks and real commits.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(TEMPORARY_FOLDER.name) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_PRAGMAS.replace("FULL", "OFF")
