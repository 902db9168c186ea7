"""English sentences of the responder. Braces are filled with values that were checked before. No line holds a number."""

DONE = ("Okay.", "Done.", "All right.")
UNDER_WAY = ("Okay.", "All right.", "Sure.")
LEADS = ("Let me see.", "Let me check.")
SORRY = ("Sorry, I did not catch that. Could you say it again?", "Pardon? I did not understand.", "Sorry? Please say that again.")
UNCLEAR = (
    "Sorry, I am not sure what you mean. Could you put it another way?",
    "I did not understand that. Please say it differently.",
    "Sorry, that was not clear to me. What would you like?",
)
TOLD = (
    "I see. I have left everything as it is.",
    "I hear you, and leave the car alone. Tell me if you want something changed.",
    "Understood. I am not changing anything.",
)
QUESTION = (
    "That I don't know, I'm afraid. I have not touched anything.",
    "I can't tell you that from here. Everything in the car stays as it is.",
    "Good question, but I have no answer to it on board. I am changing nothing.",
)
"""To a question that sounded like a wish and is none, and that nothing on board can answer."""
CALLED = ("All right, {called} it is for this drive.", "Gladly, {called}, for as long as we talk.")
"""Where nothing can be kept beyond the conversation."""
MY_NAME = ("I call you {called}.", "You are {called} to me.")
AGAIN = ("As I said: {line}", "Still the same: {line}", "Let me say it again: {line}")
RECALLED = {
    "tired": "You told me you were tired{you}. Better now, or shall we look for a place to rest?",
    "sad": "You sounded sad before{you}. Is it a little better?",
    "stressed": "You had a lot on your mind before{you}. Is it easier now?",
    "angry": "Something had annoyed you before{you}. Has it passed?",
    "lonely": "You felt lonely before{you}. Shall we call somebody?",
    "bad_day": "You had a hard day{you}. I hope the road is doing you good.",
    "nervous": "You were nervous before{you}. How is it now?",
    "headache": "You had a headache before{you}. Is it better?",
    "failed": "You had bad news before{you}. How are you now?",
    "heartbreak": "You told me something sad before{you}. How is it now?",
    "happy": "You were in good spirits before{you}. I hope that has lasted.",
    "promotion": "You had something to celebrate{you}. I am still glad for you.",
    "hungry": "You were hungry before{you}. Did you find something to eat?",
    "birthday": "It is a special day today{you}. I have not forgotten.",
}
"""What comes back later of something the driver told of himself."""
OUT_OF_DOMAIN = (
    "I can't help with that offline. I know the car, the music, the route and calls.",
    "That is beyond me without a connection. Ask me about the car, music, navigation or calls.",
    "I'm sorry, I can't do that from on board. I can help with the car, music, the route and calls.",
)
FOREIGN = (
    "I only understand English and Chinese{you}. 我会说中文和英文。",
    "Sorry{you}, I speak English and Chinese only. 请说中文或英文。",
)
REFUSED = {
    "motion": (
        "I can't drive, start or stop the car{you}. That stays in your hands.",
        "Moving the car is yours alone{you}; I can't do that.",
    ),
    "brakes": ("I can't touch the brakes{you}. That is up to you.", "Braking is not something I can do{you}. Please do it yourself."),
    "steering": ("I can't steer{you}. Please keep your hands on the wheel.", "Steering stays with you{you}; I can't do it."),
    "gear": ("I can't change the gear{you}. Please use the selector.", "Shifting gears is not something I can do{you}."),
    "adas": (
        "I can't change the driver assistance or safety systems{you}. Please use the car's own controls.",
        "Driver assistance is out of my reach{you}; I can't switch it.",
    ),
    "locks": ("I can't lock or unlock the doors{you}. Please use the key or the button.", "The door locks are not something I can work{you}."),
    "child_windows": ("I can't change the children's windows or the child lock{you}.", "The children's windows and locks are off limits for me{you}; I can't do that."),
    "faults": ("I can't clear faults or warnings{you}. A workshop should look at them.", "Faults and service records are not mine to clear{you}; I can't do that."),
    "coding": ("I can't change the car's software or settings of its control units{you}.", "Coding the car is something I can't do{you}."),
    "updates": ("I can't install or start updates{you}. That is done with the car parked, in its own menu.", "Updates are not something I can start{you}."),
    "override": (
        "I can't do that{you}. My rules stay as they are, but I'm glad to help with the car.",
        "I can't set my rules aside{you}. Ask me about the car, the music or the route.",
        "That won't change what I may do{you}; I can't. How else can I help?",
    ),
}  # fmt: skip
UNAVAILABLE = {
    "mirrors": "I can't move the mirrors{you}.",
    "trunk": "I can't open or close the boot, the bonnet or flaps{you}.",
    "seat_position": "I can't move the seat itself{you}, only its heating, ventilation and massage.",
    "horn": "I can't sound the horn{you}.",
    "doors": "I can't open or close doors{you}.",
    "messages": "I can't do messages, mail, calendars or timers offline{you}.",
    "sunshade": "I can't move the blinds{you}.",
    "camera": "I can't use the cameras{you}.",
    "phone": "I can't manage phone connections or the internet{you}.",
    "cruise": "I can't set the cruise control{you}. That stays with you.",
    "high_beam": "I can't switch the high beam{you}. Please use the stalk.",
    "hazards": "I can't switch the hazard lights or indicators{you}. Please use the car's own switch.",
    "charging": "I can't start, stop or limit charging{you}.",
    "belts": "I can't do anything with the seat belts{you}. Please buckle up yourselves.",
    "later": "I can't do things later or on a condition{you}; I only act right away. Tell me when it is time.",
    "tool": "I can't do that in this car right now{you}; I can only read it.",
}
ASK = {
    "object": ("What do you mean exactly?", "What should I change?", "Which one do you mean?"),
    "action": ("What should I do with it?", "What would you like me to do with it?"),
    "temperature": ("To what temperature?", "What temperature would you like?"),
    "climate": ("Warmer or cooler?", "To what temperature?"),
    "fan": ("How strong should the fan be?", "More or less air?"),
    "airflow": ("Where should the air go: face, feet or windscreen?", "Which way: face, feet or windscreen?"),
    "window": ("Open or closed?", "Should I open or close it?"),
    "colour": ("Which colour?", "What colour would you like?"),
    "volume": ("Louder or quieter?", "How loud should it be?"),
    "destination": ("Where to?", "Where would you like to go?"),
    "contact": ("Whom should I call?", "Who should I call?"),
}
CONTROL = {
    "yes": ("All right.", "Good. What can I do for you?", "Okay."),
    "no": ("Okay, I'll leave it.", "All right, then not.", "Fine, I'll leave it as it is."),
    "cancel": ("Cancelled.", "Okay, never mind.", "All right, forgotten."),
    "leave": ("Okay, I'll leave it.", "All right, I won't."),
    "stop": ("Okay.", "All right, I'm quiet."),
    "nothing_to_repeat": ("There is nothing to repeat yet.", "I have not said anything yet."),
    "help": (
        "You can ask about range, battery, tyres, doors and warnings, or have me set climate, windows, seats, lights, music, calls and the route.",
        "I can set the temperature, windows, seats, lights and wipers, play music, call people, navigate, and tell you how the car is doing.",
    ),
}
UNKNOWN = (
    "I don't know {what} right now.",
    "Right now I don't know {what}.",
    "I can't tell {what} at the moment; I don't know the value.",
)
NAMES = {
    "range": "the range", "battery": "the battery level", "charging": "whether it is charging", "charge_time": "when charging will be done", "charge_limit": "the charge limit",
    "fuel": "the fuel level", "consumption": "the consumption", "tyres": "the tyre pressures", "doors": "the state of the doors",
    "locks": "whether the doors are locked", "trunk": "whether the boot is open", "hood": "whether the bonnet is open",
    "child_lock": "the state of the child lock", "belts": "the state of the seat belts", "occupancy": "whether the seat is taken",
    "warnings": "whether there are warnings", "service": "when service is due", "speed": "the speed",
    "outside_temperature": "the outside temperature", "cabin_temperature": "the temperature inside",
    "set_temperature": "the set temperature", "temperature": "the temperatures", "odometer": "the odometer reading", "trip": "the trip data",
    "gear": "the gear", "handbrake": "the state of the parking brake", "brakes": "the condition of the brakes", "coolant": "the coolant temperature",
    "oil": "the oil level", "washer_fluid": "the washer fluid level", "battery_temperature": "the battery's temperature",
    "low_voltage": "the voltage of the starter battery", "fatigue": "how tired you are", "cruise": "the state of the cruise control",
    "adas": "the state of the driver assistance", "high_beam": "the state of the high beam", "hazards": "the state of the hazard lights",
    "indicator": "the state of the indicators", "engine": "the state of the engine", "track": "what is playing", "location": "where we are",
    "traffic": "the traffic", "news": "the news", "weather": "the weather", "time": "the time", "date": "the date", "eta": "the arrival time",
    "sunroof": "the position of the sunroof", "window": "the position of the windows", "climate": "the state of the air conditioning",
    "recirculation": "the state of the recirculation", "wheel_heating": "the state of the steering wheel heating",
    "light_low": "the state of the low beam", "light_fog_rear": "the state of the rear fog light", "light_cabin": "the state of the cabin light",
    "light": "the state of the lights", "light_ambient": "the state of the ambient light", "wipers": "the state of the wipers",
    "rear_wiper": "the state of the rear wiper", "volume": "the volume", "air": "where the air goes", "fan": "the fan speed",
    "seat_heating": "the state of the seat heating", "seat_ventilation": "the state of the seat ventilation", "seat_massage": "the state of the massage",
    "defrost": "the state of the defroster",
}  # fmt: skip
NO_NETWORK = {
    "weather": ("I can't get the weather without a connection.", "The weather is not available offline, sorry."),
    "news": ("I have no news without a connection.", "News is not available offline, sorry."),
    "traffic": ("I can't see the traffic without a connection.", "Traffic information is not available offline."),
    "location": ("I don't know where we are; I don't read the position.", "Our position is not something I can read."),
}
REASONS = {
    "mode_off": "I can only read the car, not control it",
    "forbidden": "that is nothing I may do",
    "no_such_tool": "there is no such function",
    "moving": "that is not possible while driving",
    "view": "it would reduce your view",
    "child_window": "the rear windows stay as they are while driving",
    "child_lock": "the child lock is on",
    "temperature_range": "that temperature is out of range",
    "temperature_step": "that is too big a step at once",
    "volume_limit": "by voice I may not go that loud",
    "fog_needs_low_beam": "the rear fog light needs the low beam on",
    "not_supported": "this car cannot do that",
    "unknown_value": "the car does not tell me the present value",
    "too_often": "that was too quick, please wait a moment",
    "not_observed": "I asked the car, but it has not confirmed",
    "no_guidance": "no route guidance is running",
    "expired": "the question is too old by now",
    "other_zone": "only the person who asked can confirm",
    "no_question": "there is nothing to confirm",
}
CANNOT = ("I can't do that{you}: {why}.", "Sorry{you}, I can't: {why}.", "That can't be done{you}: {why}.")
INVALID = ("I can't do that with this value{you}.", "Sorry{you}, that value does not work.")
CONFIRM = ("Shall I really {deed}?", "Are you sure I should {deed}?", "Please confirm: should I {deed}?")
HOW_TO = ("Just tell me, I'll do it{you}. Shall I {deed}?", "No need to look for it{you}. Shall I {deed}?")
JUST_SAY = ("Just tell me to {deed}{you}, and I'll see to it.", "No need to look for it{you}: tell me to {deed}.")
"""For what the car asks to be confirmed anyway."""
LIMITS = {
    "temperature_range": "the temperature can be {} to {} degrees",
    "temperature_step": "I change the temperature by {} degrees at most",
    "volume_limit": "by voice the volume goes up to {} percent",
}
"""Reasons that name the limits which the refusal itself names."""
UNHEARD = ("I asked the car, but it has not answered.",)
