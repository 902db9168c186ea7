"""English answers to what a function of the car is for. They are asked for by form, so they have no patterns of their own."""

EXCHANGES: dict[str, tuple[str, str]] = {
    "explain_recirculation": (
        "",
        "The recirculation keeps the outside air out, which helps in tunnels and behind smelly lorries. Fresh air keeps the windows clear and you awake.",
    ),
    "explain_fog_light": (
        "",
        "The rear fog light is for thick fog, when the others behind you would see you too late. In clear air it only dazzles.",
    ),
    "explain_defrost": (
        "",
        "The defroster blows dry, warm air at the glass, or heats it, until you can see again.",
    ),
    "explain_seat_ventilation": (
        "",
        "The seat ventilation draws air through the seat, so that your back stays dry on hot days.",
    ),
    "explain_auto": (
        "",
        "In automatic mode the climate control chooses fan and air by itself to reach your temperature.",
    ),
    "explain_low_beam": (
        "",
        "The low beam is for the dark, for tunnels and for rain: to see, and to be seen.",
    ),
    "explain_ambient": (
        "",
        "The ambient light is only for the mood. I can change its colour and its brightness.",
    ),
    "explain_wheel_heating": (
        "",
        "The steering wheel heating warms the rim, so that you can leave the gloves off.",
    ),
    "explain_seat_heating": (
        "",
        "The seat heating warms you sooner than the air does, and it needs less energy.",
    ),
    "explain_massage": (
        "",
        "The massage moves the backrest to loosen your back on long stretches.",
    ),
    "explain_opening": (
        "",
        "Open windows at speed bring noise and wind, so I open them only when the car stands.",
    ),
}  # fmt: skip
