"""What common fault codes and warnings mean, in both languages, from this table and from nowhere else.

Code meanings follow SAE J2012 (ISO 15031-6); the advice is general and never says that driving on is safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from edge.vehicle.catalogue import Words
from edge.vehicle.state import VehicleState

Severity = Literal["stop", "soon", "note"]


@dataclass(frozen=True, slots=True)
class CarWarning:
    """severity: stop the car safely, have it looked at soon, or good to know."""

    severity: Severity
    words: Words


CODES: dict[str, CarWarning] = {
    "P0128": CarWarning(
        "soon", Words("the coolant does not get warm enough, often a thermostat", "冷却液温度偏低，多为节温器故障")
    ),
    "P0171": CarWarning("soon", Words("the mixture is too lean on bank one", "第一列气缸混合气过稀")),
    "P0217": CarWarning(
        "stop", Words("the engine is too hot: stop safely and let it cool down", "发动机过热，请安全停车并等待冷却")
    ),
    "P0300": CarWarning("soon", Words("the engine misfires on several cylinders", "发动机多缸失火")),
    "P0301": CarWarning("soon", Words("cylinder one misfires", "一缸失火")),
    "P0420": CarWarning(
        "soon",
        Words("the catalytic converter works below its limit", "三元催化器效率低于阈值"),
    ),
    "P0442": CarWarning(
        "note", Words("a small leak in the fuel vapour system, often the fuel cap", "燃油蒸汽系统有小泄漏，多为油箱盖未拧紧")
    ),
    "P0455": CarWarning(
        "note", Words("a large leak in the fuel vapour system, check the fuel cap", "燃油蒸汽系统有大泄漏，请检查油箱盖")
    ),
    "P0520": CarWarning(
        "stop",
        Words("a fault at the oil pressure sensor: treat it as low oil pressure", "机油压力传感器故障，请按机油压力过低处理"),
    ),
    "P0562": CarWarning("soon", Words("the low-voltage system has too little voltage", "低压系统电压过低")),
    "P0A80": CarWarning("soon", Words("the traction battery needs to be examined", "动力电池需要检查")),
    "P0AA6": CarWarning(
        "stop",
        Words(
            "insulation fault in the high-voltage system: stop safely and call for help", "高压系统绝缘故障，请安全停车并联系救援"
        ),
    ),
    "C0035": CarWarning("soon", Words("a fault at the front left wheel speed sensor", "左前轮速传感器故障")),
    "U0100": CarWarning("soon", Words("the engine control unit does not answer", "与发动机控制单元失去通信")),
    "U0121": CarWarning("soon", Words("the ABS control unit does not answer", "与ABS控制单元失去通信")),
}

_FLAGS: tuple[tuple[str, object, str, CarWarning], ...] = (
    (
        "Powertrain.CombustionEngine.EngineOil.PressureStatus",
        "LOW",
        "OIL_PRESSURE",
        CarWarning(
            "stop",
            Words(
                "the oil pressure is low: stop safely and switch the engine off",
                "机油压力过低，请安全停车并熄火",
            ),
        ),
    ),
    ("Powertrain.FuelSystem.IsFuelLevelLow", True, "FUEL_LOW", CarWarning("note", Words("the fuel level is low", "油量不足"))),
    (
        "Body.Windshield.Front.WasherFluid.IsLevelLow",
        True,
        "WASHER_FLUID",
        CarWarning("note", Words("the washer fluid is low", "玻璃水不足")),
    ),
    ("Service.IsServiceDue", True, "SERVICE", CarWarning("note", Words("a service is due", "车辆需要保养"))),
    ("IsBrokenDown", True, "BREAKDOWN", CarWarning("stop", Words("the car reports a breakdown", "车辆报告故障停驶"))),
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A code and its meaning; warning is None for a code that the table does not have."""

    code: str
    warning: CarWarning | None


def explain(code: str) -> Explained:
    """One code, in any spelling of case and spaces."""
    normal = code.replace(" ", "").upper()
    flags = {name: warning for _, _, name, warning in _FLAGS}
    return Explained(normal, CODES.get(normal) or flags.get(normal))


def active(state: VehicleState, now_ns: int) -> list[Explained]:
    """The warnings the car shows now, gravest first. Only fresh and valid signals count."""
    found: list[Explained] = []
    for path, value, name, warning in _FLAGS:
        if state.value(path, now_ns) == value:
            found.append(Explained(name, warning))
    for path in state.catalogue:
        if path.endswith(".Tire.IsPressureLow") and state.value(path, now_ns) is True:
            place = state.catalogue[path].place or Words("", "")
            words = Words(f"the tyre pressure is low {place.en}", f"{place.zh}胎压过低")
            found.append(Explained("TYRE_PRESSURE", CarWarning("soon", words)))
    codes = state.value("Diagnostics.DTCList", now_ns)
    if isinstance(codes, tuple):
        found += [explain(code) for code in codes]
    order = {"stop": 0, "soon": 1, "note": 2}
    return sorted(found, key=lambda item: 1 if item.warning is None else order[item.warning.severity])
