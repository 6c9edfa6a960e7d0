"""An installation's settings: what they mean, and one sentence for each that is wrong."""

import stat

import pytest

from zhike.project import data_folder
from zhike.project.configuration import WrongSetting, read


def configured(tmp_path, **settings):
    return read({"ZHIKE_DATA_DIR": str(tmp_path), **settings})


def test_an_empty_environment_means_sqlite_in_the_data_folder_on_this_machine(tmp_path):
    configuration = configured(tmp_path)
    assert configuration.database.engine == "sqlite"
    assert configuration.database.name == str(tmp_path / "zhike.sqlite3")
    assert configuration.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert configuration.warehouse_url == str(tmp_path / "warehouse")
    assert configuration.mail_server is None


def test_a_postgresql_url_may_hold_escaped_characters(tmp_path):
    url = "postgresql://wang:p%40ss%2Fword@db.example.cn:5433/zhike?sslmode=require"
    database = configured(tmp_path, ZHIKE_DATABASE_URL=url).database
    assert (database.user, database.password) == ("wang", "p@ss/word")
    assert (database.host, database.port, database.name) == ("db.example.cn", "5433", "zhike")
    assert database.options == {"sslmode": "require"}


def test_a_postgresql_url_may_name_a_socket_folder(tmp_path):
    database = configured(
        tmp_path, ZHIKE_DATABASE_URL="postgresql://wang@/zhike?host=/run/postgresql"
    ).database
    assert (database.host, database.port, database.name) == ("/run/postgresql", "", "zhike")


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://mail.example.cn", "none", 25),
        ("smtp+starttls://a:b@mail.example.cn", "starttls", 587),
        ("smtps://a:b@mail.example.cn:4650", "tls", 4650),
    ],
)
def test_a_mail_server_is_reached_as_its_scheme_says(tmp_path, url, security, port):
    server = configured(tmp_path, ZHIKE_SMTP_URL=url).mail_server
    assert (server.host, server.security, server.port) == ("mail.example.cn", security, port)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZHIKE_DATABASE_URL", "mysql://host/zhike"),
        ("ZHIKE_DATABASE_URL", "postgresql://host"),
        ("ZHIKE_DATABASE_URL", "postgresql://host:none/zhike"),
        ("ZHIKE_DATABASE_URL", "postgresql://host/zhike?options=-csearch_path"),
        ("ZHIKE_DATABASE_URL", "sqlite://zhike.sqlite3"),
        ("ZHIKE_SECRET_KEY", "short"),
        ("ZHIKE_ALLOWED_HOSTS", "https://crm.example.cn"),
        ("ZHIKE_ALLOWED_HOSTS", "*"),
        ("ZHIKE_WAREHOUSE_URL", "ftp://host/warehouse"),
        ("ZHIKE_SPARK_MASTER", "many"),
        ("ZHIKE_SMTP_URL", "mail.example.cn"),
        ("ZHIKE_SMTP_URL", "smtp://host:99999"),
        ("ZHIKE_HTTPS", "yes"),
        ("ZHIKE_DEBUG", "true"),
    ],
)
def test_a_wrong_value_is_answered_by_one_sentence_that_names_it(tmp_path, name, value):
    with pytest.raises(WrongSetting) as refusal:
        configured(tmp_path, **{name: value})
    assert str(refusal.value).startswith(name)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_a_password_is_never_repeated(tmp_path):
    with pytest.raises(WrongSetting) as refusal:
        configured(tmp_path, ZHIKE_DATABASE_URL="postgresql://wang:geheim@host:none/zhike")
    assert "geheim" not in str(refusal.value)
    right = configured(tmp_path, ZHIKE_DATABASE_URL="postgresql://wang:geheim@host/zhike")
    assert "geheim" not in repr(right)


def test_debugging_pages_are_for_this_machine_alone(tmp_path):
    assert configured(tmp_path, ZHIKE_DEBUG="1").debug
    with pytest.raises(WrongSetting):
        configured(tmp_path, ZHIKE_DEBUG="1", ZHIKE_ALLOWED_HOSTS="crm.example.cn")


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(WrongSetting, match="is a file"):
        read({"ZHIKE_DATA_DIR": str(tmp_path / "data")})


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    key = data_folder.secret_key(tmp_path / "new")
    assert data_folder.secret_key(tmp_path / "new") == key
    file = tmp_path / "new" / "secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret-key"]


def test_a_damaged_key_is_not_replaced_in_silence(tmp_path):
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(WrongSetting, match="damaged"):
        data_folder.secret_key(tmp_path)
