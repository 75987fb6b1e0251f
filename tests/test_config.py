from __future__ import annotations

from pathlib import Path

import pytest

from heartsong.config import Settings
from heartsong.encoder import SHIPPED_MODEL
from heartsong.errors import SettingsError


def settings_file(folder: Path, text: str) -> dict[str, str]:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return {"HEARTSONG_CONFIG": str(path)}


def test_without_anything_the_shipped_model_and_the_starter_catalogue_are_used() -> None:
    settings = Settings.load({})
    assert settings.model == SHIPPED_MODEL
    assert settings.sentiment_model is None
    assert settings.catalogue is None
    assert settings.threads is None
    assert settings.data_dir.name == "heartsong"


def test_a_later_place_overrides_an_earlier_one(tmp_path: Path) -> None:
    environment = settings_file(
        tmp_path, 'threads = 1\ncatalogue = "file.db"\nmodel = "file-model"\n'
    )
    environment |= {"HEARTSONG_CATALOGUE": "environment.db", "HEARTSONG_MODEL": "env-model"}
    settings = Settings.load(environment, model=Path("argument-model"))
    assert settings.threads == 1
    assert settings.catalogue == Path("environment.db")
    assert settings.model == Path("argument-model")


def test_the_file_in_the_configuration_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.config.user_config_path", lambda *_, **__: tmp_path)
    (tmp_path / "heartsong.toml").write_text("threads = 3\n", encoding="utf-8")
    assert Settings.load({}).threads == 3


def test_arguments_that_are_none_and_empty_variables_do_not_count() -> None:
    settings = Settings.load({"HEARTSONG_CATALOGUE": ""}, catalogue=None)
    assert settings.catalogue is None


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.load({"HEARTSONG_CATALOGUE": "~/my.db"}).catalogue == tmp_path / "my.db"


def test_a_hub_name_stays_as_it_is_and_a_folder_may_be_at_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    environment = {"HEARTSONG_MODEL": "owner/name", "HEARTSONG_SENTIMENT_MODEL": "~/sentiment"}
    settings = Settings.load(environment)
    assert settings.model == "owner/name"
    assert settings.sentiment_model == tmp_path / "sentiment"
    assert Settings.load(environment, sentiment_model="other/name").sentiment_model == "other/name"


@pytest.mark.parametrize("threads", ["0", "-2", "many", "1.5"])
def test_a_useless_number_of_threads_is_refused(threads: str) -> None:
    with pytest.raises(SettingsError, match="threads"):
        Settings.load({"HEARTSONG_THREADS": threads})


@pytest.mark.parametrize(
    "text",
    [
        "threads = [1]",
        "threads = 1.5",
        "catalogue = 5",
        "catalogue = true",
        "model = 1",
        "sentiment_model = false",
        'data_dir = ["here"]',
    ],
)
def test_a_value_of_the_wrong_kind_in_the_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=text.split(maxsplit=1)[0]):
        Settings.load(settings_file(tmp_path, text))


def test_an_unknown_name_in_the_file_is_refused_with_the_names_that_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"'thread', which does not exist.*threads"):
        Settings.load(settings_file(tmp_path, "thread = 2"))


@pytest.mark.parametrize("content", [b"threads = = 2", b"\xff\xfe\x00", b'a = "unclosed'])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"bad\.toml cannot be read"):
        Settings.load({"HEARTSONG_CONFIG": str(path)})


def test_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.load({"HEARTSONG_CONFIG": str(tmp_path / "absent.toml")})


def test_covers_are_asked_for_unless_a_setting_says_otherwise() -> None:
    assert Settings.load({}).covers == "ask"
    assert Settings.load({"HEARTSONG_COVERS": "on"}).covers == "on"
    with pytest.raises(SettingsError, match="choose from off, ask, on"):
        Settings.load({"HEARTSONG_COVERS": "yes"})
