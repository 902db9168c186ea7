"""English words for questions about the car, for what the assistant cannot do, and for talk. Data only."""

QUESTIONS: dict[str, str] = {
    "ask:is": "is, are, am, was, were, is there, are there, has, have we, does, do we, did, do i have, have i",
    "ask:what": "what, which, what is, how, how is, how are, when, where, who, why, tell me, check, how about the, "
    "what are, status, status of, state of, give me the, read me, do you know, let me know, report, i wonder, curious, "
    "what kind of, remind me what, know, find out, look up, verify, what level, at what, wonder, how come, what about our",
    "ask:how_much": "how much, how many, how far, how long, how high, how low, how full, how hot, how cold, how warm, how fast, left, "
    "remaining, remains",
    "ask:enough": "enough, sufficient, ok, okay, alright, fine, normal, good, healthy, all right, in order, need to worry, properly, right",
    "topic:range": "range, how far can (i|we|it|you|this car|the car), how far will (it|we|i), kilometers left, km left, "
    "kilometres left, miles left, distance left, remaining distance, remaining range, range left, driving range, distance to empty, "
    "how many (kilometers|kilometres|km|miles) (can|do|are|have), how much (further|farther|longer) can, how long can we drive, "
    "make it to, how far will, how far do, far can i, far can we, reach, before i run out, before we run out, kilometers, kilometres, mileage left, "
    "how many more (kilometers|kilometres|km|miles), how much distance, range anxiety, get us there, before it dies, "
    "before the battery dies, before it runs out, kilometers do i have, before i need to (charge|refuel)",
    "topic:battery": "battery, charge, state of charge, battery level, how much (juice|charge|battery|power), charge level, juice, "
    "soc, battery percentage, battery left, power left, charge left, electricity left, batteries, charged, battery status, "
    "full is the battery, traction battery, electricity, energy left, much power, energy do i have",
    "topic:charging": "charging, are we charging, plugged in, charging cable, charge cable, is it charging, charger connected, "
    "charging now, connected to the charger, taking charge, charging status, plug in, charge port, charging right now",
    "topic:charge_time": "take to charge, takes to charge, long to charge, until the battery is full, till the battery is full, battery full, fully charged, charging done, done charging, finished charging, "
    "charging take, until it is charged, charging time, how long to charge, until we are charged",
    "topic:charge_limit": "charge limit, charging limit, charge target",
    "topic:fuel": "running on fumes, on fumes, fuel, gas, petrol, diesel, fuel level, tank, gas tank, fuel tank, gasoline, gas left, fuel left, fuel gauge, "
    "petrol left, gas level, the tank",
    "topic:consumption": "consumption, fuel economy, average consumption, economy, efficiency, fuel consumption, gas mileage, "
    "litres per hundred, energy consumption, mpg, efficient",
    "topic:tyres": "tyre, tyres, tyre pressure, tyre pressures, tires, tire pressure, wheel pressure, pressure, wheels pressure, "
    "psi, flat tyre, air in the tyres, tyres pressure, pressures, inflated",
    "topic:doors": "door, doors, all the doors, any door, doors closed, car doors, doors open",
    "topic:locks": "locked, unlocked, door locks, doors locked, central locking, locks",
    "topic:trunk": "trunk, frunk, boot, tailgate, hatch, liftgate, boot lid, trunk lid, tail gate",
    "topic:hood": "hood, bonnet, engine cover",
    "topic:child_lock": "child lock, child locks, child safety lock, child safety locks",
    "topic:belts": "seat belt, seat belts, seatbelt, seatbelts, belt, belts, buckled, buckled up, strapped in, belted, buckle, "
    "fastened, wearing a seat belt, safety belt, safety belts, unbuckled, wearing their seat belts, belted in",
    "topic:occupancy": "seat (taken|free|empty), (anyone|someone|anybody|somebody) next to me, is (anyone|someone) in the passenger seat, somebody in the passenger seat, is someone sitting next to me, anyone in the passenger seat, someone in the passenger seat, anybody in the passenger seat, "
    "seat occupied, passenger seat occupied, anyone sitting, someone sitting",
    "topic:warnings": "warning (lamp|lamps|symbol|sign), engine lamp, (red|yellow|orange|amber) lamp, should know about the car, need to know about the car, warning, warnings, warning light, warning lights, fault, faults, error, errors, problem, problems, trouble, "
    "wrong with the car, wrong with my car, error code, error codes, fault codes, fault code, trouble code, trouble codes, "
    "check engine, check engine light, engine light, dashboard light, light on the dashboard, alert, alerts, warning message, "
    "dtc, issues, malfunction, issues with the car, wrong with it, symbol, icon, dash light, light on the dash, "
    "red light on the dashboard, yellow light on the dashboard, car ok, car okay, car alright, car all right, car healthy, "
    "condition of the car, health of the car, vehicle health, car doing, everything ok with the car, everything okay with the car, "
    "everything all right with the car, everything alright with the car, light on the instrument cluster, telltale, "
    "anything wrong, that light mean, orange light, that beeping, the beeping, amber light, yellow light, lamp on the dashboard",
    "topic:service": "service, servicing, serviced, maintenance, inspection, service due, oil change, next service, next check up, "
    "service interval, to the garage, the workshop, tune up",
    "topic:speed": "speed, how fast am i, how fast are we, how fast, current speed, driving speed, going too fast, "
    "fast are we, fast am i, velocity, my speed, our speed, speedometer, speeding",
    "topic:outside_temperature": "how (cold|warm|hot|chilly|cool|freezing) it is (outside|out|out there|outdoors), like outside, like out there, (cold|warm|hot|chilly|freezing|cool) is it (out|out there|outdoors), outside temperature, temperature outside, outdoor temperature, temperature out there, exterior temperature, "
    "outside temp, cold outside, warm outside, hot outside, freezing outside, cold is it outside, warm is it outside, "
    "hot is it outside, cold out there, hot out there, warm out there, degrees outside, chilly outside, external temperature, "
    "cold out, hot out, warm out, freezing out, temp outside, temperature is it outside, degrees is it outside, "
    "degrees out, cool outside, outside air temperature, below zero, below freezing, outdoor temp",
    "topic:cabin_temperature": "how (cold|warm|hot|cool) it is (in here|inside|in the car|in the cabin), (cold|hot|warm|cool) is it in the (cabin|car), indoor temperature, indoor temp, temperature in the car, temperature inside, inside temperature, interior temperature, cabin temperature, "
    "temperature in here, warm is it in here, cold is it in here, hot is it in here, degrees inside, degrees in here, "
    "temperature in the cabin, temperature of the cabin, inside temp, cabin temp, warm in the car, cold in the car, hot in the car, "
    "temperature inside the car, warm inside, cold inside, hot inside, warm is it inside, degrees is it in here, temp in here, "
    "warm is it in the car, temp in the car, temperature is it in here",
    "topic:set_temperature": "temperature set to, set temperature, ac set to, temperature setting, climate set to, heating set to, "
    "temperature set, set to right now, ac set at, temperature set at, set point, target temperature, air conditioning set to, "
    "climate control set to, temp set to",
    "topic:odometer": "(miles|kilometres|kilometers|km) (has|have) (she|it|he|this|the car|this thing|we|this one) (done|run|covered|got), (miles|kilometres|kilometers) on (her|the thing|this car), has the car done, car done, car run, has this car done, kilometers has the car, kilometres has the car, miles has the car, odometer, total mileage, mileage, total distance, miles on the clock, miles on it, kilometers on it, "
    "kilometers on the clock, total kilometers, kilometres on the clock, driven in total, the car driven, on the odometer, "
    "this car driven, kilometres on it, the clock show",
    "topic:trip": "how long i am driving, how long am i driving, how long we are driving, long i am driving, long am i driving, how long i drive, how long i have been, trip, since we started, since start, driven so far, have we driven, have i driven, distance today, trip distance, "
    "trip duration, been driving, trip meter, this journey, been on the road, driven today, journey time, on the road, "
    "trip computer, covered so far, come so far, have we come, have we gone, since we left, since departure, this drive, this trip, "
    "have we been driving, have i been driving, driving time, distance driven, we covered, since we set off, our journey",
    "topic:gear": "gear, what gear, which gear, in park, in reverse, in neutral, in drive",
    "topic:handbrake": "handbrake, parking brake, hand brake, brake engaged, emergency brake, e brake",
    "topic:brakes": "brake pads, brakes ok, brakes okay, brakes good, brakes fine, brake fluid, are my brakes, are the brakes, "
    "brake pad, brake wear, brakes in, state of the brakes",
    "topic:coolant": "(hot|warm) is the (engine|motor), temperature of the motor, engine too hot, engine running hot, motor too hot, coolant, engine temperature, coolant temperature, engine hot, engine overheating, motor temperature, engine warm, "
    "temperature of the engine, engine temp, overheating, radiator",
    "topic:oil": "oil, oil level, engine oil, oil pressure",
    "topic:washer_fluid": "washer (tank|reservoir|bottle|level), screen wash, washer fluid, wiper fluid, screen wash level, windscreen fluid, windshield fluid, washer fluid level, "
    "washing fluid, windshield washer fluid, windscreen washer fluid, screen wash fluid",
    "topic:battery_temperature": "(hot|warm|cold) is the battery, battery (hot|warm|cold), battery temperature, temperature of the battery, battery temp, battery hot",
    "topic:low_voltage": "twelve volt battery, 12 volt battery, starter battery, battery voltage, 12 v battery, voltage, "
    "12v battery, car battery, low voltage battery",
    "topic:fatigue": "how tired am i, fatigue level, my fatigue, do i look tired, am i tired, drowsiness level, do i seem tired",
    "topic:cruise": "cruise, cruise control, adaptive cruise, adaptive cruise control, acc",
    "topic:adas": "in my lane, in the lane, in lane, keep the lane, hold the lane, keep my lane, lane assist, lane keeping, lane keep, lane departure, autopilot, auto pilot, emergency braking, "
    "automatic emergency braking, collision warning, blind spot, blind spot monitor, stability control, traction control, esp, abs, "
    "esc, driver assistance, assistance systems, airbag, airbags, aeb, self driving, lane centering, lane keeping assist, "
    "driver assist, forward collision warning, lane departure warning, collision avoidance, parking sensors, driver monitoring, "
    "speed limiter, safety systems, safety system, front assist, automatic braking, autonomous driving, lane assistant, "
    "collision assist, hands free driving, attention monitor",
    "topic:high_beam": "high beam, high beams, main beam, full beam, brights, main beams, full beams",
    "topic:hazards": "hazard, hazards, hazard lights, hazard warning lights, warning blinkers, emergency lights, flashers, emergency flashers",
    "topic:indicator": "turn signal, indicator, indicators, blinker, turn signals, blinkers, indicator light",
    "topic:engine": "engine, ignition, motor, engine running",
    "topic:track": "who sings, who sang, name of the singer, what song is this, what is playing, what is who sings this, which song is this, what is this track, "
    "song is this, track is this, who is singing, who is this by, name of this song, name of the song, what are we listening to, "
    "who is the artist, what artist is this, song is playing, what music is this, is this song called, song called, "
    "who is playing, what tune is this, title of this song, am i listening to, singer is this",
    "topic:time": "what time it is, what time is it, time is it, the time, current time, what is the time, got the time, time now, tell me the time, "
    "the clock, what hour is it, time please, how late is it, what time, have you got the time, time do we have, time right now",
    "topic:date": "what day it is, what date it is, what day is it, what day is today, what is the date, today 's date, date today, what is today, the date, which day is it, "
    "what date, day of the week, day is it, is it monday, is it friday, what year, what month, today is what day, day today, "
    "date is it, weekday is it, what is today 's date, which weekday",
    "topic:weather": "weather, forecast, is it going to rain, will it rain, going to snow, will it snow, umbrella, sunny, storm, rain today, "
    "rain tomorrow, weather forecast, snow today, snow tomorrow, thunderstorm, temperature tomorrow, how is it looking outside tomorrow, "
    "rain later, going to rain, degrees tomorrow, warm tomorrow, cold tomorrow, hot tomorrow, weekend weather, humid, humidity, "
    "going to be sunny, rain this evening, rain tonight, rain this afternoon, snow tonight",
    "topic:eta": "left on the route, left on this route, get to (the|our) destination, how far is it (still|to go|now), are we (nearly|almost|close to) there, are we (nearly|almost) there yet, how much more time, more time to reach, time to reach, how much time to reach, how much time is left, much more time, nearly there, almost there, close to there, eta, arrive, arrival, arrival time, when will we get there, are we there yet, how long until, how long till, "
    "time of arrival, how long to go, how much longer, be there, get there, how far to go, how long is left, reach the destination, "
    "still to go, time to destination, how long will it take, distance to destination, until we arrive, remaining time, "
    "time remaining, how long is it to, long does it take, there yet, how much further is it, how many minutes, till we arrive, "
    "long before we are there, how long do we still, how much farther is it, make it in time, on time, when do we arrive",
    "topic:next_turn": "(not catch|not hear|missed) (that|the|the last) (turn|turning|direction|directions|instruction|exit|junction), left or right, what did (it|she|he|the nav|the satnav) (say|just say), (say|read|give|give me|tell me|repeat) (the|that|those|) (directions|direction|instructions|instruction|turn) (once more|again|one more time), turn announcement, what was the turn, what was (that|the) (turn|direction|instruction|exit|last turn), next turn, next instruction, where do i turn, which exit, what is the next direction, repeat the directions, "
    "repeat the direction, repeat the instruction, repeat the instructions, say the directions again, repeat the navigation, "
    "where do i go now, where do we turn, last instruction, what exit, next direction, repeat the last direction, which way, "
    "where do i go next, next maneuver, next step on the route, navigation said, the sat nav say, repeat the route instruction, "
    "repeat that direction, directions again, last direction, repeat directions, which lane, repeat the last instruction, "
    "the navigation say, repeat last direction, repeat navigation, nav say, repeat guidance, repeat the guidance",
    "topic:overview": "(the|my|our|) (entire|whole|full) trip, overview, route overview, whole route, entire route, full route, the map, zoom out, the route, my route, our route, "
    "route on the map, the full map, complete route, overview of the route, overview of the trip",
    "topic:location": "where am i, where are we, current location, my location, our location, our position, what street, which street, "
    "what road, which road, what city are we, what town are we, which city are we, which town are we, where the hell are we",
    "topic:traffic": "traffic, traffic jam, jam ahead, congestion, roads busy, road conditions",
    "topic:news": "news, headlines, sports results, stock, stocks, football score, share price, bitcoin, the score of, who won",
}

FORBIDDEN: dict[str, str] = {
    "forbid:motion": "drive (more slowly|slowly|slower|more carefully|a bit slower|a little slower|less fast|a bit more slowly), drive (me|us) (home|there|to work|back) (yourself|by yourself|on your own|autonomously), drive (home|there|back) (yourself|by yourself|on your own), you drive, drive for a, drive for us, stop the car, stop the vehicle, start the engine, start the car, start engine, turn off the engine, "
    "turn the engine off, turn on the engine, kill the engine, shut off the engine, switch off the engine, "
    "drive yourself, drive itself, drive the car, pull over, park the car, park yourself, park itself, park for me, self park, "
    "accelerate, floor it, step on it, "
    "hit the gas, speed up the car, slow the car down, slow down the car, drive faster, drive slower, go faster, go slower, overtake, "
    "change lanes, change lane, make a u turn, turn the car around, reverse the car, back the car up, move the car, take over driving, "
    "take over the wheel, take the wheel, summon, come pick me up, switch off the motor, start the motor, stop the engine, "
    "engine off, start driving, stop driving, drive for me, full throttle, step on the gas, gas pedal, throttle, "
    "speed up to, slow down to, drive home for me, park in that, park in this, back into, drive by yourself, cut the engine, "
    "drive autonomously, drive on your own, drive forward, drive backwards, reverse into, slow us down, keep the speed at, drive at, "
    "burnout, launch control, switch lanes, merge, shut down the engine, shut the engine off, switch the engine off, "
    "drive into, overtake that, stop the vehicle, stop this car, drift",
    "weak:motion": "slow down, speed up, go slow, faster please, full speed",
    "forbid:brakes": "(disable|release|hit|slam|apply|press|use|turn off|switch off|pull) the (breaks|break), hit the brakes, hit the brake, slam the brakes, brake now, emergency stop, apply the brakes, brake, brakes, braking, "
    "release the handbrake, release the parking brake, engage the parking brake, pull the handbrake, set the parking brake, "
    "disengage the parking brake, put the handbrake on, handbrake on, handbrake off, parking brake on, parking brake off, "
    "apply the handbrake, take off the handbrake, engage the handbrake, brake for, slam on the brakes, press the brake, "
    "brake pedal, step on the brake, step on the brakes, release the brake, release the brakes, hand brake on, hand brake off",
    "forbid:steering": "steer, steer left, steer right, steer the car, turn the steering wheel, turn the wheel, swerve, turn left, "
    "turn right, hold the wheel, steering for me, take the steering, steering assist off, move the steering wheel, "
    "turn the car left, turn the car right, steering",
    "forbid:gear": "shift into, shift to, put it in (drive|reverse|park|neutral), put it into (drive|reverse|park|neutral), "
    "put the car in (drive|reverse|park|neutral), put the car into (drive|reverse|park|neutral), switch to (drive|reverse|neutral), "
    "change gear, change gears, shift gears, shift up, shift down, downshift, upshift, "
    "go into reverse, go into neutral, select reverse, select drive, into reverse, into neutral, into first gear, into second gear, "
    "into third gear, reverse gear, neutral gear, engage reverse, to reverse, to neutral, sport mode, into park, into drive, "
    "gear up, gear down, drive gear, to first gear, to second gear, to third gear, shift the gear, shift gear, change the gear",
    "forbid:child_windows": "window (switch|switches|button|buttons) in the (back|rear), (rear|back) window (switch|switches|button|buttons), child window, child windows, kids window, kids windows, kid 's window, children 's window, "
    "children 's windows, child 's window, kids ' window, child lock, child locks, window lock, child safety lock, "
    "child safety locks, windows for the kids, childrens windows, kid 's windows, window child lock, childproof, child proof lock, "
    "son 's window, daughter 's window, baby 's window, children windows, kid window, childrens window, children window, "
    "toddler 's window, window for the kids, the kids open their window, childlock, childlocks, kiddie lock, child safety",
    "who:child": "kid, kids, kid 's, kids ', child, children, child 's, children 's, childrens, baby, baby 's, toddler, son, son 's, daughter, daughter 's, infant, "
    "little one, little ones, boy, girl, my boy, my girl",
    "forbid:faults": "clear the (faults|fault|fault code|fault codes|error|errors|error codes|codes|dtc|dtcs|trouble codes|engine light), "
    "clear the (warning|warnings|check engine light|error code|code|warning light|trouble code|fault memory|warning lights), "
    "delete the (faults|fault codes|error codes|codes|errors|fault|warning|fault code|error code|fault memory), "
    "reset the (faults|fault codes|error codes|check engine light|warning light|engine light|errors|fault memory|service light), "
    "erase the (faults|fault codes|error codes|codes|errors|fault memory|trouble codes|memory), clear all (faults|codes|errors), "
    "turn off the (check engine light|warning light|engine light|warning), reset the (service indicator|service interval|service reminder), "
    "clear fault codes, clear error codes, clear codes, clear faults, erase fault codes, delete fault codes, reset fault codes, "
    "clear dtcs, clear dtc, clear trouble codes, erase error codes, wipe the fault memory, wipe the error codes, clear fault memory, "
    "wipe the fault codes, get rid of the warning, get rid of the engine light, make the warning light go away, "
    "make the warning go away, reset the oil life, erase faults, reset error codes, delete error codes, get rid of the error, "
    "get rid of the check engine light, delete trouble codes, wipe the codes, clear that (warning|error|code|fault|light), "
    "clear all the (faults|codes|errors|fault codes|error codes|warnings|warning lights), clear all fault codes, clear all error codes, "
    "clear my (fault codes|codes|error codes|faults|check engine light), clear this (code|fault|error|warning), "
    "reset all (fault codes|faults|errors|error codes), erase all (faults|fault codes|errors|error codes|codes), "
    "delete all (faults|fault codes|errors|error codes|codes)",
    "forbid:coding": "code the, coding, flash the (ecu|firmware|controller), reflash, reprogram, remap, tune the engine, chip tuning, hack the, "
    "jailbreak the, change the ecu, ecu, unlock the speed limiter, remove the speed limiter, remove the limiter, can bus, can message, "
    "can frame, raw frame, send a frame, inject a, write to the bus, uds, diagnostic session, firmware, eeprom, immobilizer, "
    "control unit, program a new key, program the, engine map, obd, roll back the odometer, change the odometer, reset the odometer, "
    "roll back the mileage, top speed limit, arbitration id, security access, hidden features, engineering menu, service menu, "
    "recode, reconfigure the, calibrate the, factory reset, factory settings, unlock hidden",
    "forbid:updates": "update, updates, software update, install the update, update the software, update yourself, upgrade, "
    "update the system, over the air update, system update, latest software, new software, upgrade the software, ota, latest version, "
    "update the car, download the update, new version, update the firmware, update the maps, install the latest, roll back the software",
    "unavail:high_beam": "front (fog|fogs), front fog (light|lights|lamp|lamps), fog (light|lights|lamp|lamps) at the front",
    "unavail:mirrors": "mirror, mirrors, wing mirrors, side mirrors, rear view mirror, rearview mirror",
    "unavail:trunk": "glove box, fuel cap, charge flap, charging flap, fuel door, "
    "charge port door, gas cap, charging port, glovebox, charge port, fuel flap, filler cap, charging port door, petrol cap, tank cap",
    "unavail:seat_position": "move my seat, move the seat, seat forward, seat backward, seat back, recline, seat position, seat higher, "
    "seat lower, backrest, headrest, lumbar, lumbar support, recline my seat, raise my seat, lower my seat, slide the seat, "
    "fold the seats, fold the back seats, fold down the, adjust my seat, adjust the seat, seat forwards, seat backwards, armrest, "
    "recline the seat, tilt my seat, memory seat, steering wheel higher, steering wheel lower, steering column",
    "unavail:horn": "horn, honk, beep the horn, toot, beep at, honk at",
    "unavail:doors": "garage door, garage",
    "unavail:messages": "send a message, send a text, text message, read my messages, read my email, send an email, whatsapp, "
    "emails, write an email, write a message, sms, my messages, send a whatsapp, calendar, appointment, meeting, reminder, "
    "set an alarm, alarm, set a timer, timer, shopping list, to do list, remind me, wake me up, my schedule, my appointments, email, "
    "text, texting, text him, text her, new messages, unread, set a reminder, write a text, schedule, wechat",
    "unavail:sunshade": "sunshade, sun shade, blinds, blind, shades, roof blind, sun blind, rear shade, sunblind, sun visor, roller blind",
    "unavail:camera": "camera, cameras, dashcam, dash cam, take a photo, take a picture, backup camera, reversing camera, selfie",
    "unavail:phone": "reserve it, book it, (reserve|book) (a|the|me a|us a|a nice|that) (table|room|hotel|flight|ticket|tickets|taxi|cab), bluetooth, wifi, wi fi, hotspot, pair my phone, carplay, android auto, connect my phone, internet, browser, "
    "youtube, netflix, pair my, google, web",
    "unavail:cruise": "set cruise, cruise to, set the cruise control, cruise control on, cruise control to, cruise control at, "
    "turn on cruise control, activate cruise control, set cruise control, engage cruise control, cruising speed",
    "override": "follow the rules, follow your rules, follow any rules, obey your rules, obey the rules, need no rules, ignore (your|all|the|previous|any|everything|these|those) (instructions|instruction|previous|prior|rules|safety), "
    "ignore all, ignore previous, ignore everything, forget (your|all|the|previous) (instructions|rules|guidelines|prior|training), "
    "disregard, you are now, developer mode, debug mode, system prompt, your prompt, your instructions, jailbreak, "
    "jailbroken, dan mode, do anything now, no restrictions, without restrictions, unrestricted, override your, override the safety, "
    "override safety, bypass, admin mode, root access, sudo, god mode, act as if you have no, pretend you (are|have), pretend to be, "
    "pretend that you, act as, role play, roleplay, break character, leave your persona, drop the persona, stop being, "
    "your rules, your guidelines, reveal your, initial instructions, hidden instructions, secret instructions, "
    "i am your (developer|creator|engineer|programmer|manufacturer|maker), i am the (developer|manufacturer|engineer|admin|administrator), "
    "maintenance mode, test mode, new instructions, new rules, your programming, safety off, disable your safety, simulate being, "
    "engineering mode, unlock your, you have no rules, your real instructions, forget you are, forget that you are, "
    "forget everything, service mode, superuser, authorization code, authorisation code, access code, privileged mode, unfiltered, "
    "uncensored, safety protocols, safety protocol, your restrictions, your safety, system override, system message, safety rules, "
    "safety checks, turn off your rules",
}

CONTROL: dict[str, str] = {
    "control:yes": "yes, yeah, yep, yup, sure, ok, okay, of course, go ahead, do it, please do, absolutely, definitely, correct, right, "
    "that is right, exactly, confirm, confirmed, affirmative, yes please, sounds good, go for it, sure thing, why not, that is correct, "
    "by all means, you bet, indeed, certainly, i confirm, please go ahead, ja, uh huh, mhm, aye, do that, yes do it, make it so, good idea, "
    "i do, i would, lets do it, let us do it, let us do that",
    "control:no": "no, nope, nah, no thanks, no thank you, do not, negative, not now, rather not, better not, never, not really, no way, "
    "do not do it, do not do that, i do not want that, wrong, that is wrong, not that, not today, leave it, do not bother, no need, not necessary, no leave it, "
    "not that one, i would rather not, please do not, maybe later, not right now, later, leave it as it is",
    "control:cancel": "cancel, never mind, nevermind, forget it, forget that, abort, cancel that, cancel it, drop it, scrap that, scratch that, "
    "leave that, forget about it, skip it never mind, i changed my mind, changed my mind, cancel please, no forget it, stop that",
    "control:stop": "stop, stop it, stop talking, quiet, be quiet, shut up, shush, silence, enough, that is enough, ok stop, hush, "
    "stop please, please stop, shut it, okay stop, zip it, stop speaking, halt, enough already, can you be quiet, no more talking, "
    "stop now, hold on, wait, wait a second, hang on, one moment, be silent, give it a rest, stop chatting",
    "control:repeat": "repeat, repeat that, say that again, say again, come again, pardon, pardon me, what did you say, once again, "
    "i did not catch that, i did not hear you, i did not get that, what was that, sorry what, can you repeat that, excuse me, one more time, "
    "again please, could you repeat that, repeat please, what, say it again, huh, i did not hear that, i missed that, "
    "what did you just say, can you say that again, could you say that again, you said what, say that once more, "
    "i did not understand, sorry, i can not hear you, repeat that please, repeat your answer, repeat what you said, say that one more time, "
    "what was your answer, did not catch that, missed what you said, please repeat, tell me again",
    "control:help": "help, help me, what can you do, what can i say, what can i ask, how do i use you, what do you do, what are you able to do, "
    "what are your functions, commands, what commands, how can you help, what can you help me with, what do you know, list commands, "
    "your features, what are you capable of, what all can you do, how do you work, how can you help me, what kind of things can you do, "
    "what can i ask you, i need help, show me what you can do, what things can you do, can you help me, give me some help, "
    "what should i say, what are your capabilities, what else can you do, what sort of things can you do, what features do you have, "
    "what is possible, what are my options",
}
FILLERS = (
    "would you ever, do one thing, for the record, what i want is, i could do with, i said, as i said, like i said, would like, would love, would prefer, folks, would be (perfect|nice|great|good|lovely|fine|ideal), sounds (good|nice|perfect), is there a way to, is there any way to, any way to, can not you, could not you, will not you, would not you, why do not you, why not, this place, place, uh, um, uhm, er, erm, hmm, hm, ah, oh, like i said, you know, i mean, well, so, actually, basically, please, kindly, "
    "could you please, can you please, would you please, could you, can you, would you, will you, would you mind, can i have, "
    "i would like you to, i want you to, i need you to, i would like to, i would like, i want to, go ahead and, just, quickly, hey, listen, "
    "do me a favor and, do me a favour and, be so kind and, be so kind to, if you do not mind, if you can, if possible, for me, right now, "
    "now, thanks, thank you, cheers, mate, buddy, dude, man, hello, hi, alright, all right, anyway, maybe, perhaps, "
    "i think, i guess, i was thinking, was thinking, i was wondering, was wondering, i reckon, over there, i say, i suppose, let us, let me, go on and, okay so, ok so, is it possible to, do you mind, any chance you could, "
    "i was wondering if you could, i wonder if you could, when you get a chance, once you are ready, kind of, sort of, get me, "
    "are you able to, could we, can we, shall we, may i, please could you, would it be possible to, real quick, help me, need to, want, we, need, "
    "might, at the moment, currently, today, there, here, in here, inside, in the car, of the car, my car, the car, this car, a minute, "
    "a second, a moment, soon, immediately, straight away, asap, then, and, gosh, god, jesus, damn, hell, bloody, wow, ugh, phew, man oh man, sweetie, "
    "darling, honey, again please, mind, feel, feels, feeling, getting, gets, starting, its, try, trying, let, sir, car, cabin, vehicle, some, any, thing, "
    "if it is not too much trouble, if it is no trouble, if it is okay, if it is ok, if that is ok, if that is okay, if that is alright, "
    "if you get a chance, if you would, if you would not mind, when you have a moment, if it is possible, "
    "i am, honestly, literally, super, very, quite, pretty, rather, totally freezing, because, cause, cuz, since, bro, girl, chief, boss, pal"
)
FUNCTION_WORDS = (
    "a an the to of in on at for with from by is are am be been being was were do does did have has had i me my we us our you "
    "your it its this that these those and or but so if as then than there here what which who whom how when where why can could will "
    "would shall should may might must not no yes please just some any all more most other such only own same too very s 's now "
    "right get got let go going gone come want wanted need like make made put set turn keep give gave take took bit really one up down out "
    "into onto over under off again about around also still yet ever already much many little few again them they their he she his her him "
    "mind mine something anything nothing everything ok okay well oh hey thanks thank car"
)
CONTROL_FILLERS = (
    "please, uh, um, oh, well, so, thanks, thank you, cabin, hey, okay, ok, er, hmm, ah, now, just, then, actually, sorry, for me, would you, could you, can you, "
    "darling, mate, alright, all right, right, and, i said, i think, dear, buddy, sir, again"
)
COMMON_WORDS = (
    "booth booths brooch garbage roast roasted cartage whether winter wonder window-shopping another though thought through three there their these those which while white whole whose world would write "
    "people person place plant plate please point police power press price print prize problem produce product program project promise provide public "
    "order other orange onion office often older paint paper parent party pasta peace pencil pepper piano picture piece pizza planet player pocket "
    "letter level lemon lesson little lives local lonely longer lovely lower lucky lunch machine magic major making market master matter maybe meeting "
    "member memory metal middle might minister minute mirror missed model modern moment money month morning mother motion mountain mouse mouth movie "
    "music myself nature nearly never night noise north nothing number nurse ocean offer opera orchestra organ origin owner pages palace panel parade "
    "father favor fence field fifty fight figure final finger finish first flight floor flower focus follow force forest forget format forty forward "
    "friend front fruit future garden general giant glass global golden government grade grand grant grass great green ground group growth guess guest "
    "guide habit hammer handle happen happy harbor hardly hates healthy heard heart heavy hello helper history holiday honest horse hotel hours house "
    "human hundred hunter ideas image imagine impact income indeed india inside insurance interest island issue italian january japan joined journey "
    "judge juice jumped kitchen knife known labor ladder ladies landed language large laser later laugh lawyer leader learn least leave legal length "
    "queen question quick quiet quite rabbit race random rapid rather reach react reader ready reason recent record region relax remain remember "
    "remote report rescue result return review reward right river robot rocket roman round royal sauce scale scene school science score screen season "
    "second secret section select seller senior sense series serious shake shall shape share sharp sheet shirt shock shoes short shoulder shower sister "
    "skill sleep slice small smart smile smoke snake soccer social socks solid solve sorry south space spare speak special spend spice spider sport spring "
    "square squad stage stairs stamp standard stand stars state station steak steal steel stick stock stone store storm story strange street strike "
    "string strong student study stuff style sugar summer sunday super supper supply sweet swim table taken tales taste taxes teach teacher thick thief "
    "thing think third throw tiger title today together tomato tomorrow tonight tooth total tower track trade train travel treat trees trial tries trips "
    "truck truly trust truth twelve twenty twice uncle under union until upper urban usual value video village visit voice voted wages walks wants watch "
    "water weeks weigh wheat where whisper widow wishes witch woman women words worker worry worst worth wound yellow young yours zebra translate translated "
    "recommend recommended book books cousin married yesterday tuesday friday monday saturday thursday wednesday neighbour neighbor summer bought root roots "
    "dollars euros spider legs history capital france french german spanish italian recipe restaurant's tickets flight flights cheese bread butter chicken "
    "president minister football basketball tennis cricket doctor's bitcoin crypto homework essay email novel author poems story's math maths physics chemistry"
)
