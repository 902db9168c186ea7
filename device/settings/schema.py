"""Every setting, with its default, its unit and its bounds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

Seconds = Annotated[float, Field(gt=0, le=3600)]
DialectName = Literal["stepfun", "openai", "openai-beta"]


class Section(BaseModel):
    """One table of the settings file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class AudioSettings(Section):
    """Sound devices."""

    backend: Literal["portaudio", "null"] = "portaudio"
    input: str = Field("", description="part of the microphone's name, or its number; empty: the system's default")
    output: str = Field("", description="part of the loudspeaker's name, or its number; empty: the system's default")
    microphone_channel: int = Field(0, ge=0, le=31, description="which channel of the capture device is the microphone")
    echo: Literal["cancel", "bypass"] = Field(
        "cancel", description="bypass: the car cancels the echo before the microphone reaches us; it is only measured"
    )
    loopback_channels: tuple[Annotated[int, Field(ge=0, le=31)], ...] = Field(
        (), max_length=2, description="channels of the capture device that hold what the head unit plays: one, or left and right"
    )
    period_ms: int = Field(10, ge=5, le=60, description="sound handed over at once; more where a slow board loses samples")
    loopback_complete: bool = Field(False, description="the loopback channels hold the assistant's own answers as well")


class WakeSettings(Section):
    """Wake phrases."""

    heads: tuple[str, ...] = Field(("hello_cabin", "nihao_xiaocang"), description="names of shipped heads, or paths of ONNX files")
    threshold: float | None = Field(None, gt=0, lt=1, description="overrides every head's own threshold")


class TurnSettings(Section):
    """Turn taking; all times in seconds."""

    hangover: Seconds = Field(0.7, description="silence that ends a turn")
    smart: bool = Field(
        True, description="judge by the words' melody whether a turn is finished, where the weights smart-turn are here"
    )
    no_speech: Seconds = Field(6.0, description="from the wake phrase until listening is given up")
    follow_up: Seconds = Field(6.0, description="after an answer, how long the wake phrase is not needed")
    answer: Seconds = Field(6.0, description="until the first answer sample; then the other endpoint is asked")
    give_up: Seconds = Field(12.0, description="after that, until the driver is told there is no answer")


class CloudSettings(Section):
    """The cloud's realtime endpoint."""

    url: str = Field(
        "wss://api.stepfun.com/v1/realtime",
        description="overseas accounts: wss://api.stepfun.ai/v1/realtime; step plan: wss://api.stepfun.com/step_plan/v1/realtime",
    )
    model: str = Field(
        "stepaudio-2.5-realtime", description="where the endpoint does not know it, its other spelling is tried once"
    )
    dialect: DialectName = Field("stepfun", description="stepfun, openai (GA) or openai-beta")
    voice: str = Field("", description="empty: the persona's cloud voice")
    api_key: SecretStr | None = Field(None, description="better a systemd credential or STEPFUN_API_KEY than a file")
    connect_timeout: Seconds = 10.0
    authorities: Path | None = Field(None, description="PEM file of certificate authorities instead of the system's")
    pin: str = Field("", description="SHA-256 of the only certificate that is accepted, in hexadecimal")

    @field_validator("url")
    @classmethod
    def _websocket(cls, value: str) -> str:
        if not value.startswith(("wss://", "ws://127.0.0.1", "ws://localhost", "ws://[::1]", "ws+unix:/")):
            raise ValueError("must begin with wss:// (ws:// is for loopback alone)")
        return value

    @field_validator("pin")
    @classmethod
    def _sha256(cls, value: str) -> str:
        if value and not re.fullmatch(r"([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}", value):
            raise ValueError("must be the SHA-256 of a certificate: 64 hexadecimal digits")
        return value


class LinkSettings(Section):
    """Which endpoint answers, and how long a session with one lasts."""

    patience: Seconds = Field(3.0, description="longest wait for the cloud's first sample while the on-device model is ready")
    hedge: bool = Field(False, description="ask the on-device model too when the cloud has not begun to answer soon")
    hedge_after: Seconds = Field(0.8, description="how soon that is")
    budget_mb: float | None = Field(None, gt=0, le=10_000, description="megabytes one cloud session may use up; empty: no limit")
    renew_minutes: float = Field(22.0, ge=1, le=28, description="age at which a session is replaced between two turns")
    tell_after: Seconds = Field(20.0, description="how long the cloud has to be out of reach until the driver is told so, once")
    server_vad: bool = Field(False, description="let the cloud's own detector end turns, too")
    server_vad_silence_ms: int = Field(600, ge=100, le=3000, description="silence after which it does")


class LocalSettings(Section):
    """The on-device model's realtime endpoint."""

    enabled: bool = True
    url: str = Field("", description="empty: the model service's Unix socket below the runtime directory")
    dialect: DialectName = Field("stepfun", description="what another local server speaks: stepfun, openai (GA) or openai-beta")
    spawn: bool = Field(True, description="start the model service when nothing listens on its socket")


class LanguageModelSettings(Section):
    """The opt-in language model of the model service: small talk and knowledge, nothing of the car."""

    file: Path | None = Field(None, description="GGUF file of an instruct model; empty: none")
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$", description="the hash that the file must have")
    template: str = Field("", description="chat template; empty: the file's own")
    threads: int = Field(1, ge=1, le=64, description="more only where the cores are free: llama.cpp's threads wait for each other")


class CanSettings(Section):
    """The car's bus, read only."""

    interface: str = Field("", description="python-can interface: socketcan, virtual, ...; empty: no CAN")
    channel: str = "can0"
    fd: bool = Field(False, description="the bus carries CAN FD frames")
    dbc: Path | None = None
    map: Path | None = None
    replay: Path | None = Field(None, description="a log to replay instead of a bus")
    obd: bool = Field(False, description="ask a parked car for diagnostic values (transmits: read requests from a list in code)")
    require_listen_only: bool = False
    databroker: str = Field("", description="HOST:PORT of a Kuksa databroker to read from; empty: none")
    databroker_token: Path | None = Field(None, description="file of the token for the databroker, where it asks for one")


class VehicleSettings(Section):
    """What the assistant may ask the car to do."""

    mode: Literal["off", "simulate", "gateway"] = "off"
    gateway: str = Field(
        "", description="gateway mode: path of the gateway's Unix socket, or grpc://HOST:PORT of a Kuksa databroker"
    )
    observe: Seconds = Field(3.0, description="until a request counts as not confirmed by the car")
    audit: Path | None = Field(None, description="file of the audit log; empty: audit.jsonl in the state directory")


class PersonaSettings(Section):
    """Who the assistant is."""

    file: Path | None = Field(None, description="empty: the default persona that ships with the product")
    language: Literal["en", "zh"] = Field("en", description="language of notices before anybody has spoken")
    know_driver: bool = Field(
        False, description="the persona and the place of a driver whose voice `cabin driver enrol` made known; it unlocks nothing"
    )


class RecorderSettings(Section):
    """The flight recorder: the last minutes of all that reached the daemon, in memory, and on disk when asked for."""

    enabled: bool = Field(False, description="record: the sound of the cabin is then kept in memory while it runs")
    seconds: float = Field(
        60.0, ge=5, le=1800, description="what a recording holds at least, once so much has passed; some 300 kB of memory each"
    )
    on_fault: bool = Field(True, description="save a recording when something goes wrong, too")
    keep: int = Field(5, ge=1, le=1000, description="recordings on disk; the oldest goes first")


class ServiceSettings(Section):
    """Sockets and files of the daemon."""

    runtime_directory: Path | None = Field(None, description="empty: the service manager's, or one below XDG_RUNTIME_DIR")
    providers: tuple[str, ...] = Field(("CPUExecutionProvider",), description="ONNX Runtime providers, in order")
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseModel):
    """All settings. Sources, weakest first: defaults, settings file, board profile, CABIN_… variables, credential."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    audio: AudioSettings = Field(default_factory=AudioSettings)
    wake: WakeSettings = Field(default_factory=WakeSettings)
    turn: TurnSettings = Field(default_factory=TurnSettings)
    cloud: CloudSettings = Field(default_factory=CloudSettings)
    link: LinkSettings = Field(default_factory=LinkSettings)
    local: LocalSettings = Field(default_factory=LocalSettings)
    language_model: LanguageModelSettings = Field(default_factory=LanguageModelSettings)
    can: CanSettings = Field(default_factory=CanSettings)
    vehicle: VehicleSettings = Field(default_factory=VehicleSettings)
    persona: PersonaSettings = Field(default_factory=PersonaSettings)
    recorder: RecorderSettings = Field(default_factory=RecorderSettings)
    service: ServiceSettings = Field(default_factory=ServiceSettings)
