"""The tools the assistant declares: their names, their arguments and the limits of each argument.

One list for every endpoint. A call with an unknown argument, a wrong type, or not exactly one of the alternatives is
invalid and changes nothing.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from edge.events import Json

Zone = Literal["driver", "passenger", "rear", "all"]
OnOff = Literal["on", "off"]
Percent = Annotated[float, Field(ge=0, le=100)]
PercentStep = Annotated[float, Field(ge=-100, le=100)]
Level = Annotated[int, Field(ge=0, le=3)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Tool(BaseModel):
    """Base of all tools. `alternatives`: of each group exactly one argument is given."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
    name: ClassVar[str]
    actuates: ClassVar[bool] = True
    alternatives: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _one_alternative(self) -> Self:
        given = [field for field in self.alternatives if getattr(self, field) is not None]
        if self.alternatives and len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(self.alternatives)}")
        return self

    def given(self) -> dict[str, Json]:
        """The arguments that were said, without defaults."""
        return self.model_dump(mode="json", exclude_unset=True, exclude_none=True)


class GetVehicleState(Tool):
    """Read current values of the car. Use it before saying any number about the car."""

    name = "get_vehicle_state"
    actuates = False
    names: Annotated[
        list[str],
        Field(min_length=1, max_length=20, description="VSS paths without the leading Vehicle., such as Powertrain.Range"),
    ]


class ExplainWarning(Tool):
    """Explain a fault code or warning of this car; without a code, all active ones."""

    name = "explain_warning"
    actuates = False
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)] | None = None


class SetClimate(Tool):
    """Set the climate control."""

    name = "set_climate"
    alternatives = ("temperature", "delta", "power", "mode")
    zone: Zone | None = None
    temperature: Annotated[float, Field(description="degrees Celsius, 16 to 28")] | None = None
    delta: Annotated[float, Field(description="degrees Celsius warmer, or colder if negative; at most 3")] | None = None
    power: OnOff | None = None
    mode: Literal["cool", "heat", "auto"] | None = None


class SetFan(Tool):
    """Set the fan of the climate control."""

    name = "set_fan"
    alternatives = ("level", "delta")
    zone: Zone | None = None
    level: Annotated[Percent, Field(description="percent")] | None = None
    delta: Annotated[PercentStep, Field(description="percent more, or less if negative")] | None = None


class SetAirflow(Tool):
    """Set recirculation or where the air goes."""

    name = "set_airflow"
    alternatives = ("recirculation", "direction")
    recirculation: OnOff | None = None
    direction: Literal["face", "feet", "windscreen", "mixed"] | None = None


class SetDefrost(Tool):
    """Turn the windscreen or rear window defroster on or off."""

    name = "set_defrost"
    where: Literal["front", "rear"] | None = None
    on: bool


class SetSeat(Tool):
    """Set heating, ventilation or massage of a seat."""

    name = "set_seat"
    alternatives = ("heating", "ventilation", "massage")
    seat: Literal["driver", "passenger", "rear_left", "rear_right"] | None = None
    heating: Annotated[Level, Field(description="0 is off")] | None = None
    ventilation: Annotated[Level, Field(description="0 is off")] | None = None
    massage: OnOff | None = None


class SetSteeringWheelHeating(Tool):
    """Turn the heating of the steering wheel on or off."""

    name = "set_steering_wheel_heating"
    on: bool


class SetWindow(Tool):
    """Move a window or the sunroof."""

    name = "set_window"
    alternatives = ("position", "delta")
    window: Literal["driver", "passenger", "rear_left", "rear_right", "rear", "all", "sunroof"] | None = None
    position: Annotated[Percent, Field(description="percent: 0 is closed, 100 is open")] | None = None
    delta: Annotated[PercentStep, Field(description="percent further open, or closed if negative")] | None = None


class SetLight(Tool):
    """Set a light."""

    name = "set_light"
    alternatives = ("on", "brightness", "colour")
    light: Literal["cabin", "ambient", "low_beam", "fog_rear"] | None = None
    on: bool | None = None
    brightness: Annotated[Percent, Field(description="percent, ambient light only")] | None = None
    colour: Annotated[Text, Field(description="ambient light only")] | None = None


class SetWipers(Tool):
    """Set the wipers or wash the window."""

    name = "set_wipers"
    where: Literal["front", "rear"] | None = None
    mode: Literal["off", "interval", "slow", "fast", "wash"]


class Media(Tool):
    """Control music and radio."""

    name = "media"
    action: Literal["play", "pause", "resume", "next", "previous", "stop", "mute", "unmute"]
    query: Annotated[Text, Field(description="what to play")] | None = None


class SetVolume(Tool):
    """Set the volume."""

    name = "set_volume"
    alternatives = ("level", "delta")
    level: Annotated[Percent, Field(description="percent")] | None = None
    delta: Annotated[PercentStep, Field(description="percent louder, or quieter if negative")] | None = None


class Navigate(Tool):
    """Start route guidance."""

    name = "navigate"
    alternatives = ("destination", "poi")
    destination: Text | None = None
    poi: Literal["charging_station", "fuel_station", "parking", "restaurant", "toilet", "hospital", "home", "work"] | None = None
    avoid: Literal["motorway", "toll", "ferry"] | None = None


class Navigation(Tool):
    """Act on the route guidance that is running."""

    name = "navigation"
    action: Literal["cancel", "eta", "repeat", "overview"]


class Call(Tool):
    """Call somebody by telephone."""

    name = "call"
    alternatives = ("contact", "number")
    contact: Text | None = None
    number: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 *#-]{2,24}$")] | None = None


class RememberPreference(Tool):
    """Remember something the driver likes."""

    name = "remember_preference"
    key: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    value: Text


TOOLS: dict[str, type[Tool]] = {
    tool.name: tool
    for tool in (
        GetVehicleState,
        ExplainWarning,
        SetClimate,
        SetFan,
        SetAirflow,
        SetDefrost,
        SetSeat,
        SetSteeringWheelHeating,
        SetWindow,
        SetLight,
        SetWipers,
        Media,
        SetVolume,
        Navigate,
        Navigation,
        Call,
        RememberPreference,
    )
}


def declaration(tool: type[Tool]) -> dict[str, Json]:
    """The flat function declaration of realtime protocols: type, name, description, parameters (JSON Schema)."""
    schema = tool.model_json_schema()
    properties: dict[str, Json] = {key: _plain(value) for key, value in schema.get("properties", {}).items()}
    description = " ".join((tool.__doc__ or "").split())
    if tool.alternatives:
        description += f" Give exactly one of: {', '.join(tool.alternatives)}."
    required: list[Json] = list(schema.get("required", []))
    return {
        "type": "function",
        "name": tool.name,
        "description": description,
        "parameters": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        },
    }


def _plain(schema: dict[str, Any]) -> dict[str, Json]:
    """An argument's schema without pydantic's titles, defaults and null branch: what a model needs to see."""
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    merged = {**schema, **(choices[0] if len(choices) == 1 else {})}
    return {key: value for key, value in merged.items() if key not in {"title", "default", "anyOf"}}
