"""Settings: sources in order, origins remembered, mistakes named."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.settings import Settings, load_settings, load_what_is_right
from edge.errors import CabinError, SettingsError


def _write(folder: Path, text: str, name: str = "cabin.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def test_later_sources_win_and_are_remembered(tmp_path: Path) -> None:
    file = _write(tmp_path, "[turn]\nhangover = 0.5\nfollow_up = 3\n[audio]\ninput = 'USB'\n")
    profile = _write(tmp_path, "[turn]\nhangover = 0.6\n", "profile.toml")
    loaded = load_settings({"CABIN_TURN__FOLLOW_UP": "9", "STEPFUN_API_KEY": "sk-secret"}, file, profile)
    assert loaded.settings.turn.hangover == 0.6
    assert loaded.settings.turn.follow_up == 9.0
    assert loaded.settings.audio.input == "USB"
    assert loaded.origins["turn.hangover"] == str(profile)
    assert loaded.origins["turn.follow_up"] == "environment"
    assert loaded.origins["audio.input"] == str(file)
    rows = {key: (value, origin) for key, value, origin in loaded.rows()}
    assert rows["cloud.api_key"] == ("(set)", "STEPFUN_API_KEY")
    assert rows["turn.no_speech"] == ("6.0", "default")


def test_the_credential_is_the_strongest_and_never_shown(tmp_path: Path) -> None:
    _write(tmp_path, "sk-from-credential\n", "stepfun-api-key")
    loaded = load_settings({"STEPFUN_API_KEY": "sk-weak", "CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert loaded.settings.cloud.api_key is not None
    assert loaded.settings.cloud.api_key.get_secret_value() == "sk-from-credential"
    assert "sk-" not in repr(loaded) + str(list(loaded.rows()))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[turn]\nhangovr = 1\n", "unknown setting turn.hangovr; did you mean turn.hangover?"),
        ("[turn]\nhangover = 'long'\n", "turn.hangover: Input should be a valid number"),
        ("[turn]\nhangover = -1\n", "turn.hangover: Input should be greater than 0"),
        ("[turn\n", "Expected ']'"),
        ("turn = 5\n", "unknown setting turn"),
        ("[cloud]\nurl = 'http://example.org'\n", "cloud.url: Value error, must begin with wss://"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_and_key(tmp_path: Path, text: str, problem: str) -> None:
    file = _write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings({}, file)
    assert str(file) in str(caught.value)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_key_in_a_file_that_everybody_may_read_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path, "[cloud]\napi_key = 'sk-open'\n")
    file.chmod(0o644)
    with pytest.raises(SettingsError, match=r"everybody may read it") as caught:
        load_settings({}, file)
    assert "sk-open" not in str(caught.value)


def test_a_missing_file_and_an_unknown_variable_are_named() -> None:
    with pytest.raises(SettingsError, match=r"/no/such\.toml: no such file"):
        load_settings({}, Path("/no/such.toml"))
    with pytest.raises(SettingsError, match=r"CABIN_TRUN__HANGOVER: unknown setting trun\.hangover; did you mean turn\.hangover"):
        load_settings({"CABIN_TRUN__HANGOVER": "1"})


def test_a_variable_holds_a_list_as_json_and_a_wrong_one_is_named() -> None:
    environment = {"CABIN_WAKE__HEADS": '["hello_cabin"]', "CABIN_CAN__FD": "true", "CABIN_CLOUD__AUTHORITIES": "/a.pem"}
    settings = load_settings(environment).settings
    assert settings.wake.heads == ("hello_cabin",)
    assert settings.can.fd
    assert settings.cloud.authorities == Path("/a.pem")
    for wrong in ("[1", "hello_cabin", "[1]", "{}"):
        with pytest.raises(SettingsError, match=r"environment: wake\.heads"):
            load_settings({"CABIN_WAKE__HEADS": wrong})


def test_a_section_that_is_no_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"unknown setting cloud"):
        load_settings({}, _write(tmp_path, "cloud = 5\n"))


@given(st.text(max_size=200))
def test_any_text_is_settings_or_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("settings") / "cabin.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    problem = ""
    try:
        load_settings({}, file)
    except CabinError as error:
        problem = str(error)
    assert not problem or (str(file) in problem and "\n" not in problem.replace(text, ""))


def test_a_daemon_runs_with_what_is_right(tmp_path: Path) -> None:
    file = _write(tmp_path, "[turn]\nhangover = 0.5\nfolow_up = 3\nanswer = -1\n[audio]\ninput = 'USB'\n[wake]\nheads = [1, 2]\n")
    environment = {"CABIN_LOCAL__SPAWN": "false", "CABIN_TURN__HANGOVR": "1", "CABIN_LOCAL__ENABLED": "perhaps"}
    loaded, mistakes = load_what_is_right(environment, file)
    assert loaded.settings.turn.hangover == 0.5
    assert loaded.settings.turn.answer == Settings().turn.answer
    assert loaded.settings.audio.input == "USB"
    assert loaded.settings.wake.heads == Settings().wake.heads
    assert loaded.settings.local.enabled
    assert not loaded.settings.local.spawn
    assert "turn.answer" not in loaded.origins
    told = [str(mistake) for mistake in mistakes]
    assert len(told) == 5
    for key in ("folow_up", "turn.answer", "wake.heads", "CABIN_TURN__HANGOVR", "local.enabled"):
        assert any(key in line for line in told), key


def test_a_file_that_is_no_toml_is_left_out_as_a_whole(tmp_path: Path) -> None:
    file = _write(tmp_path, "[turn\nhangover = 0.5\n")
    loaded, (mistake,) = load_what_is_right({"CABIN_AUDIO__INPUT": "USB"}, file)
    assert str(file) in str(mistake)
    assert loaded.settings.audio.input == "USB"
    assert loaded.settings.turn == Settings().turn


@given(st.text(max_size=80))
def test_no_text_in_the_file_keeps_the_daemon_from_its_settings(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        loaded, _ = load_what_is_right({}, _write(Path(folder), text))
    assert isinstance(loaded.settings, Settings)
