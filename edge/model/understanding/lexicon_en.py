"""What English drivers say for each concept. Data only: "a (b|c)" is "a b" or "a c", commas part the phrases."""

CONCEPTS: dict[str, str] = {
    # --- acts -----------------------------------------------------------------------------------------------------
    "act:on": "(get|set) it going, (rear|back) (fog|fogs) on, hit me with, blast me with, hit the, run the, throw on, throw the, use the, start, begin, (turn|switch|put|flip|fire|get|flick|pop|stick|kick) on, activate, enable, engage, start up, power up, "
    "(turn|switch|put) back on, back on, give me, need some, could use some, running, crank on",
    "act:off": "get shot of, do away with, knock it off, (turn|switch|put|shut) out, (rear|back) (fog|fogs) off, no (heat|heating|warmth) (on|for|in) (the|my) (wheel|steering wheel), take the heat out of, (light|lights) out, off, (turn|switch|shut|put|cut) off, deactivate, disable, shut down, kill, power down, disengage, "
    "(turn|switch) back off, get rid of, no more, lose the, cut the, back off, stop blowing, shut it off, stop using, (turn|switch|shut) of, (enough|had enough) (with|of), had enough, (that is|that will do) with",
    "act:open": "open everything, open everything up, roll everything down, wind everything down, roll down everything, open, opened, open up, roll down, wind down, crank open, slide open, pop, pop open, tilt, tilt open, open back up, unclose",
    "act:close": "(shut|close) everything, (shut|close) everything up, roll everything up, wind everything up, roll up everything, wind up everything, clothes the, close, closed, shut, shut up, roll up, wind up, close up, slide shut, seal, close back up",
    "act:crack": "vent the, sliver, a sliver, a slit, a gap, a finger, an inch, (a couple of|two|a few) inches, a finger 's width, crack, crack open, just crack, open a crack, a crack",
    "act:up": "increment, give it some (welly|oomph|beans|stick|more), some (welly|oomph), (pull|draw) up, too (low|weak), way too low, up, (turn|crank|bump|put|bring|push|nudge|dial|pump|jack|ramp|move|kick|notch|set) up, increase, raise, "
    "boost, lift, higher, back up, more, add, go up, upwards, step up, up by, some more, jack up, beef up, stronger, "
    "bigger, hike, bump (the|my|his|her)",
    "act:down": "decrement, (ease|back) (it|that|them|this) off, too (high|strong|big), so high, way too high, (is|are|was) (so|too) high, down, (turn|bring|dial|tone|take|put|knock|drop|push|nudge|move|notch|set|tune|ease|go) down, decrease, "
    "reduce, lower, less, back down, weaker, smaller, drop, downwards, step down, cut back, cut down, ease off",
    "act:set": "stick, bung, whack, knock, nudge, shove, (turn|switch|put|move) (the|my|) (steering wheel|wheel|steering) (heating|heater|heat|warmer|warming), bring it back, bring it back down, bring it back up, take it back, sync, sync up, synchronise, synchronize, match, set, make, adjust, change, put, turn, switch, have, keep, want, bring, get, move, like, set it, need",
    "act:play": "play, put on some, play me, start playing, listen to, hear, play back, spin, queue, queue up, blast",
    "act:pause": "pause, hold the music, pause it",
    "act:resume": "back to the (audiobook|podcast|music|programme|show), pick up where, where (it|we|you) left off, pick up the (song|music|track), go on with, carry on with, continue with, resume, unpause, keep playing, continue, carry on, play on, continue playing, go on playing",
    "act:next": "i hate this song, i hate this track, next, skip, skip ahead, next one, skip forward, another (one|song|track|tune), do not like this, do not like this song, hate this song, sick of this song, tired of this song, boring song, different song, "
    "something else, skip this, skip it",
    "act:previous": "(skip|go|jump|move) back (a|one) (song|track|tune|one), (go|skip|jump|) back to the (last|previous) (song|track|one|tune), (go|skip|jump|) back to the (song|track|one|tune) before, the (track|one|tune) before, the (song|track|one|tune) before (this|that|it), (one|a) (song|track) back, back one (song|track), previous, last (song|track|one), go back, previous one, back a (song|track), play that again, "
    "replay, one before, back one, the song before, again from the start, skip back, before this",
    "act:stop": "stop, end, finish, halt, quit, cease",
    "act:mute": "quiet for a (minute|second|moment|bit), mute, silence, silent, mute it, be quiet, quiet please, hush, kill the sound, sound off, "
    "(turn|switch|shut) the sound off, (turn|switch) off the sound, no sound, volume off",
    "act:unmute": "unmute, sound on, sound back, unmute it, (turn|switch|put) the sound back on, bring back the sound, "
    "sound back on, (turn|switch) the sound on, turn on the sound",
    "act:cancel": "forget the, cancel, abort, clear, delete, drop the (route|navigation|guidance|directions), scrap, call off, forget about, terminate, exit",
    "act:repeat": "repeat, say again, tell me again",
    "act:show": "show, show me, display, view",
    "act:reset": "reset, restore, undo",
    "act:heat": "take the heat out of, toast, heat, warm, heat up, warm up, warming",
    "act:cool": "cool, cool down, cool off, chill, chill down",
    "act:lock": "lock, unlock, lock up",
    "act:wash": "(a|) (squirt|wash|wipe|spray|rinse) and (a|) (wipe|wash|rinse), a (wash|squirt|clean|rinse|spray), (squirt|spray|wash|rinse) and wipe, (squirt|spray|wash|rinse) then wipe, wash, clean, spray, rinse, squirt, washer, washers, washer fluid on, wash off, clean off, wipe down",
    "act:wipe": "wipe, wipe off",
    "act:clear": "defog, defrost, demist, de ice, deice, clear up, unfog, demisting, defrosting, defogging, melt the (ice|frost|snow)",
    "act:dim": "dim, dim down, darken, turn down the brightness",
    "act:brighten": "brighten, brighten up, lighten, lighten up",
    "act:navigate": "navigate, route, guide",
    "act:call": "call, phone, ring, dial, ring up, call up, give a call, facetime",
    # --- qualities ------------------------------------------------------------------------------------------------
    "qual:warmer": "(take|taking|get|knock) the (chill|cold|edge) off, thaw me out, warm things up, (little|bit) less (cold|chilly|cool), a (little|bit) less (cold|chilly|cool), warmer, hotter, more (heat|warmth|warm), less cold, less chilly, toastier, warmed up, less cool, "
    "not so cold, not as cold, some (heat|warmth), bit of heat, cozier, not warm enough, not hot enough, warm me up",
    "qual:cooler": "cool things down, (little|bit) less (warm|hot|heat), a (little|bit) less (warm|hot|heat), cooler, colder, less (heat|hot|warm), more cool, chillier, cooled down, not so (hot|warm), "
    "not as (hot|warm), cool me down, not cool enough, not cold enough, not cooling enough, cool it down, "
    "some (cold|cool|cooler) air, cool air, cold air",
    "qual:louder": "make it loud, make it really loud, make it loud loud, loud please, nice and loud, real loud, loud loud, can not hear (the radio|the song|the audio|the sound|you|anything|the singer), louder, more volume, more sound, speak up, talk louder, too quiet, can not hear (it|the music|that), "
    "barely hear, hardly hear, too soft, not loud enough, can not hear a thing, hard to hear",
    "qual:quieter": "make it quiet, nice and quiet, real quiet, (making|makes|make) (a right|such a|quite a|an awful|a terrible|a hell of a|too much|so much|that) (racket|noise|din|row), noisy, bit noisy, making (a lot of noise|noise|such a noise|a racket), quieter, softer, less loud, too loud, too noisy, so loud, not so loud, less noise, not as loud, "
    "deafening, hurting my ears, keep it down, loud in here, hurts my ears, way loud, blasting my ears",
    "qual:brighter": "brighter, more light, lighter, too dim, not bright enough",
    "qual:dimmer": "dimmer, darker, less bright, too bright, less light, not so bright, blinding me",
    "qual:faster": "speed (the|my|those) wipers up, at full speed, at top speed, at high speed, too slow, not fast enough, faster, quicker, speed up, high speed, high, fast, full speed, fast speed, quickly",
    "qual:slower": "slow (the|my|those) wipers down, too fast, not so fast, slower, slow down, low speed, low, slow, slowly",
    # --- states -----------------------------------------------------------------------------------------------------
    "state:cold": "nithered, nesh, parky, starved with cold, (chilled|frozen) solid, blue with cold, perished, foundered, icicles, see (my|our|your|his|her) (own |)breath, (a|an|into a|into an|like a|like an) (popsicle|icicle|ice cube|ice block|snowman|ice lolly|ice statue|penguin|polar bear), all cold, all shivery, so cold i could (cry|die|scream), baltic, perishing, bitterly cold, brass monkeys, bitter in here, like an igloo, like siberia, like the north pole, freezing my (hands|fingers|feet|face|ears|nose|knees|legs|bum|backside|butt) off, frozen stiff, chilled through, cold as (ice|a grave|hell), too much (ac|air con|air conditioning|cooling|aircon), it got cold, chilled, chilled to the bone, frozen to the bone, rather cool, quite cool, pretty cool in here, a little cool, bit cool, a bit cool, cool in here, on the cool side, freezing, cold, chilly, frozen, shivering, frosty, nippy, icy in here, like a fridge, like ice, "
    "like a freezer, freezing my (ass|butt|toes) off, brr, brrr, too cool, too cold, bit cold, feels cold, getting cold, "
    "bit chilly, an icebox, teeth are chattering, ice cold, like the arctic, like winter in here",
    "state:hot": "sweating cobs, sweltered, (backside|butt|bum|arse|seat|bottom|back|behind) 's on fire, (backside|butt|bum|arse|seat|bottom|back|behind) is on fire, roasty, roastin, burning me, burning my (back|legs|bum|butt|bottom|skin), scalding, scorching me, way too warm, all hot, all hot and sticky, hot and sticky, hot and bothered, all hot and bothered, all sweaty, so hot i could (melt|die|scream|cry), dying in here, too much (heat|heating), the heat is (unbearable|killing me|too much), unbearable heat, it got warm, getting toasty, toasty, it is (warm|so warm|pretty warm|really warm|quite warm|rather warm), i am (warm|so warm), so warm, hot, boiling, sweating, burning up, roasting, melting, sweltering, baking, too warm, too hot, sweaty, "
    "tad warm, little warm, touch warm, rather warm, quite warm, too toasty, warm side, like an oven, like a sauna, overheating in here, stifling hot, warm in here, scorching, so hot, bit warm, "
    "getting hot, getting warm, dying of heat, toasty in here, cooking in here, i am cooking, a furnace, like hell in here",
    "state:stuffy": "stuffy, stale, no air, can not breathe, hardly breathe, barely breathe, need to breathe, hard to breathe, muggy, airless, suffocating, stifling, "
    "stuffiness, air is bad, bad air, thick air",
    "state:fresh_air": "fresh air, some air, air out, let in some air, get some air, air in here, a breeze, "
    "let some air in, air the car, ventilate, breath of fresh air, a bit of air, air in",
    "state:smelly": "manure, stench, stinky, pong, smells (bad|awful|terrible|horrible|funny), diesel smell, smells, stinks, smelly, smell, stink, bad smell, fumes, exhaust fumes, reeks, dusty outside, smoke outside, "
    "polluted, pollution",
    "state:fogged": "icing, icing up, icing over, ice, ice on, fogged, foggy, fogging, misted, misting, fogged up, misted up, steamed up, steaming up, fogging up, "
    "misting up, steamy, condensation, hazed, fog on, mist on, mist, fog, frost, frost on, iced over, icy, iced up, frosted, "
    "frosted over, frosting over, frozen over, clouding up, cloudy, all misty, misty",
    "state:cant_see": "can not see, hard to see, see anything, see nothing, barely see, visibility is bad, hardly see, "
    "see through, poor visibility, see out, see a thing",
    "state:raining": "(bucketing|chucking it|chucking|tipping it|tipping|lashing|pelting|hammering|hosing|teeming|belting) down, raining, rain is, rainy, drizzling, pouring, started to rain, starts to rain, started raining, "
    "drizzle, snowing, rain on, starting to rain, it rains, raindrops, coming down hard, water on",
    "state:dark": "dark, too dark, so dark, pitch black, gloomy, can not see my (bag|phone|map), dark in here",
    "state:dirty": "dirty, muddy, filthy, a bug, bug, bugs, insects, splatter, dirt, bird droppings, bird poo, a fly,  bugs on, bird poop, splattered, grimy, smudged, dust on, mud on, smeared",
    "state:windy": "(blowing|air blowing|the air blowing|wind blowing) (at|in|into|on|onto|down|straight at|right at|right in|straight in) my (eyes|hair|neck|throat), (way |far |)too hard, less (wind|air|blowing), stop (blowing|blow) so (hard|much|strong), (blowing|blow) so (hard|much|strong), not so much (wind|air), blow softer, blow less, blow more gently, windy, too windy, blowing too (hard|much|strong), too much air, too much wind, blowing so hard, drafty, "
    "draft, draught, draughty, fan is too strong, blast of air, blowing in my face",
    "state:weak_air": "more (wind|air from the vents), blow a (bit|little) (harder|stronger), blow harder, blow stronger, blow more, stronger air, not enough air, barely any air, hardly any air, no air coming, blowing harder, more blowing, more air flow, more airflow, air is weak, weak air",
    "state:sore": "my (back|lower back|spine) 's (sore|stiff|killing me|aching|hurting), my (back|lower back|spine) (hurts|aches|is killing me|is sore|is stiff|is aching|is hurting), back 's (sore|stiff|killing me|aching|hurting|stiffening up), back aches, back is aching, lower back, my spine, back hurts, back is killing me, sore back, back ache, back pain, stiff back, my back aches, "
    "back is sore, back is stiff",
    # --- objects that can be set --------------------------------------------------------------------------------------
    "obj:temperature": "temperature, temp, temps, degrees, thermostat, temperature in here, cabin temperature, "
    "interior temperature, temperature inside, inside temperature, temperature setting, the set temperature, set point",
    "obj:climate": "ac, a c, air con, aircon, air conditioning, air conditioner, climate, climate control, air condition, "
    "aircondition, air co, hvac, conditioning, the air, a slash c, ac system, climate system",
    "obj:heating": "heating, heater, heat, heaters, warm air, hot air, cabin heat, the warmth, heater mode, warmth",
    "obj:cooling": "cooling, cool mode, cooling mode, refrigeration, cool air mode",
    "obj:auto_mode": "do its own thing, do its thing, take care of itself, sort itself out, run itself, run by itself, decide for itself, decide by itself, look after itself, manage itself, regulate itself, automatically, run automatically, work automatically, auto mode, automatic mode, auto, automatic climate, on automatic, automatic, auto climate",
    "obj:heat_mode": "(switch|change|set|switch it|set it|put it|change it|over|switch over) to (heat|heating), on heat, mode heat, on heating, heat mode, heating mode, warm mode, mode to heat, mode to heating",
    "obj:cool_mode": "(switch|change|set|switch it|set it|put it|change it|over|switch over) to (cool|cooling), on cool, mode cool, on cooling, mode to cool, mode to cooling, to cool mode, ac mode",
    "obj:fan": "fan, fans, fan speed, blower, ventilation, air flow, airflow, air speed, vents, vent, fan level, "
    "fan power, ventilator, blowers, wind speed, air volume, fan setting, blower speed",
    "obj:recirculation": "(do not|never) let (the|any|) (outside air|fumes|smell|smells|smoke|dust|stench|exhaust|exhaust fumes) (in|inside), recirculation, recirculate, recirculating, recirc, air recirculation, recirculated air, internal air, "
    "inside air, recycle the air, air recirculating, recycled air, recirculation mode, recirculate the air, keep the outside air out, "
    "block outside air, inner circulation, internal circulation, circulate the air inside",
    "obj:fresh_mode": "(switch|change|go|) (back|over) to (fresh|outside) air, (let|bring|get|draw|pull|take|) (some|the|) (fresh air|outside air|air|fresh outside air) in from (outside|outdoors|out there), (let|bring|get|draw|pull|take) in (some|the|) (outside air|fresh air from outside|air from outside), (let|bring|get|draw|pull|take) (some|the|) outside air in, (fresh air|outside air|air) (flap|flaps|inlet|intake|supply|vent), the fresh air, outside vents, outside air, air from outside, outside air mode, fresh air mode, external circulation, outer circulation, fresh air intake, external air",
    "dir:face": "face, my face, face vents, upper body, chest, head, face level, our faces",
    "dir:feet": "feet, foot well, footwell, my feet, foot, legs, toes, floor, floor vents, our feet, foot vents",
    "dir:windscreen": "windscreen vents, windshield vents, at the (windscreen|windshield), on the (windscreen|windshield), "
    "to the (windscreen|windshield), towards the (windscreen|windshield), toward the windshield, onto the windshield, "
    "onto the windscreen",
    "dir:mixed": "face and feet at once, feet and face at once, spread about, spread around, spread out, air everywhere, blow everywhere, air all over, all the vents, all vents, (my|our) face and (my|our) feet, (my|our) face and feet, both my face and my feet, face and my feet, feet and my face, (my|our) feet and (my|our) face, face and feet, feet and face, mixed, both face and feet, everywhere at once, bi level, feet and windscreen, "
    "mixed mode, feet and head, head and feet",
    "obj:air": "the air blowing, air blowing, the air going, air, airstream, air direction, wind, blow, air stream, blowing, aim, direct, point, air distribution, airflow direction",
    "obj:defrost": "defroster, defrosters, defogger, defog, demister, defrost, window heating, windscreen heating, "
    "windshield heating, heated windscreen, heated windshield, demist, defrosting, defogging, heated screen, de mister, "
    "windscreen heater, windshield heater, screen heater, demisters, window defroster, window defogger",
    "obj:windscreen": "windscreen, windshield, front glass, front window, the glass, glass, screen, front screen, "
    "wind screen, wind shield, front windshield, front windscreen, windows are",
    "obj:rear_glass": "back screen, heated rear screen, heated rear window, heated back window, heated rear windscreen, heated rear windshield, rear windscreen, rear windshield, back windscreen, back windshield, rear glass, back glass, "
    "rear screen, rear window heating, rear window heater, heated rear window, rear defroster, rear defogger, rear demister, "
    "back defroster, back window heating, back defogger, rear window defroster, rear window defogger, back window defroster, "
    "rear defrost, rear defog, rear demist, back window heater, heated back window, rear view window",
    "obj:seat_heating": "(passenger|passenger 's) seat (warmer|heater|heating), (driver|driver 's) seat (warmer|heater|heating), the heat out of (my|the) (seat|bum|backside), sit heating, seed heating, seat eating, seat heeding, c heating, seat hitting, seat heating, seat heater, seat heaters, heated seat, heated seats, seat warmer, seat warmers, "
    "seat warming, bum warmer, bum warmers, butt warmer, butt warmers, bun warmer, seats heating, heat in the seat, seat heat, "
    "heated seating, seat heated, seats heated, seat warm, seat warmth, heating in (my|the) seat, heating on (my|the) seat, "
    "heating (of|for) (my|the) seat",
    "obj:seat_ventilation": "seat ventilation, ventilated seat, ventilated seats, seat cooling, cooled seat, cooled seats, "
    "seat cooler, seat fan, seat fans, cool seat, cool seats, seat ventilator, cooling seat, cooling seats, ventilation in my seat, "
    "seat air, air conditioned seat, seat coolers, seat vents",
    "obj:seat_massage": "(my|our) back a massage, back massage, (a|my|) back rub, rub (my|our) (back|shoulders|neck), massage (my|our) (lower back|back|shoulders|neck|spine), massage for my (back|shoulders|neck), massage my back, massaging my back, massage (my|the) (lower back|shoulders|spine), massaging (my|the) (lower back|shoulders|spine), massage, seat massage, massage seat, massager, massaging, massage function, massage mode, seat massager, "
    "massage seats, back massage, lumbar massage, back rub",
    "obj:seat": "(my|our|the) (buns|bun|booty|keister|behind), my (bottom|butt|backside|bum|ass|arse|buttocks|tush|tailbone|rear end), seat, seats, chair, bottom, butt, bum, backside, behind is, buttocks, tush, ass, rear end, arse, tailbone, cushion",
    "obj:wheel_heating": "no (heat|heating|warmth) (on|for|in) (the|my) (wheel|steering wheel), (turn|switch|put|move) (the|my|) (steering wheel|wheel|steering) (heating|heater|heat|warmer|warming), steering wheel heating, steering wheel heater, heated steering wheel, wheel heating, heated wheel, "
    "wheel heater, steering wheel warmer, steering heating, wheel warmer, warm wheel, steering wheel warming, hand warmer, "
    "steering wheel heat, heating (on|of|for|in) the steering wheel, steering wheel heated",
    "obj:wheel": "palms, (the|my|this|) steering (is|feels|gets), steering wheel, wheel, hands, fingers, my hands, my fingers, the steering wheel",
    "obj:window": "open everything, open everything up, (shut|close) everything, (shut|close) everything up, (roll|wind) everything (up|down), (roll|wind) (up|down) everything, window, windows, windo, wind oh, windo's, side window, side windows, car window, car windows, glass pane, window glass, windoe, vindow",
    "obj:sunroof": "sunroof, sun roof, moonroof, moon roof, roof, glass roof, skylight, panoramic roof, roof window, roof hatch, "
    "panorama roof, top window, sky light, panoramic sunroof, pano roof, sun roofs, sunruf",
    "obj:light": "(light|lights|lamp|lamps) out, light, lights, lamp, lamps, lighting",
    "obj:light_cabin": "(cabin|interior|inside|dome|reading|map|ceiling|overhead|car|courtesy|inner|roof) "
    "(light|lights|lamp|lamps|lighting), interior illumination, "
    "lights in the (car|cabin), light in the (car|cabin)",
    "obj:light_ambient": "ambient (strip|strips|glow|leds), (mood|accent) (strip|strips|glow), ambient brightness, ambience brightness, ambient light, ambient lights, ambient lighting, mood light, mood lights, mood lighting, "
    "ambience light, ambience lighting, ambience, atmosphere light, atmosphere lighting, ambiance lighting, accent lighting, "
    "accent lights, ambiance, ambient, ambience lights, footwell lights, ambient lamp, ambiance light, ambiance lights, led strip",
    "obj:light_low": "headlight, headlights, low beam, low beams, dipped beam, dipped beams, dipped headlights, head lights, "
    "head light, front lights, headlamps, headlamp, driving lights, low beam headlights, main lights, exterior lights, "
    "outside lights, low beam lights, dip beam",
    "obj:light_fog_rear": "(rear|back) (fog|fogs) (on|off), the (rear|back) (fog|fogs|fog light|fog lights|fog lamp|fog lamps), the fog lights, the fogs, rear fog light, rear fog lights, rear fog lamp, rear fog lamps, rear fog, rear fogs, fog light, fog lights, "
    "fog lamp, fog lamps, back fog light, back fog lights, fogs, foglights, foglight, rear foglight",
    "obj:wipers": "slow (the|my|those) wipers down, speed (the|my|those) wipers up, wiper, wipers, windscreen wiper, windscreen wipers, windshield wiper, windshield wipers, window wipers, "
    "wipper, wippers, window wiper, front wipers, front wiper, screen wipers, wiper blades, wiper speed",
    "obj:rear_wiper": "rear wiper, rear wipers, back wiper, back wipers, rear window wiper, rear windscreen wiper, back window wiper, "
    "rear windshield wiper",
    "wmode:interval": "interval, intermittent, intermittently, now and then, interval mode, intermittent mode, occasionally, "
    "every few seconds, once in a while, auto wipe",
    "wmode:wash": "washer fluid on the, screen wash, windscreen washer, windshield washer, windshield washers, windscreen washers, "
    "wash wipe, wash mode, wiper fluid, screenwash, screen washer",
    "obj:media": "(that|this) (racket|noise|din|rubbish|crap), music, song, songs, track, tune, tunes, playback, audio, stereo, player, playlist, album, podcast, audiobook, "
    "radio, media, the music, radio station, station, sound system, record, number, singing, audio book, some tunes",
    "obj:volume": "how loud, volume, sound, sound level, loudness, volume level, music volume, audio volume, media volume, audio level, noise",
    "obj:navigation": "drop the (route|navigation|guidance|directions), navigation, route, routing, guidance, sat nav, satnav, gps, directions, nav, trip guidance, route guidance, "
    "the trip, turn by turn, navi, navigating, guiding, current route, navigation guidance, sat navigation, destination",
    # --- zones ----------------------------------------------------------------------------------------------------
    "zone:driver": "(driver|driver 's) seat (warmer|heater|heating), driver, drivers, driver 's, driver side, driver 's side, drivers side, my side, my, mine, for me, driver seat, "
    "driver 's seat, on my side, front left, left front, my own, driving seat, left hand front, me",
    "zone:passenger": "(my|our|the|) (guest|client|rider|fare|visitor) (in front|up front|in the front), himself, herself, for himself, for herself, (passenger|passenger 's) seat (warmer|heater|heating), co driver side, co driver 's side, codriver, codriver side, the codriver, co passenger, passenger, passengers, passenger 's, passenger side, passenger 's side, passenger seat, co driver, "
    "front passenger, co pilot, copilot, shotgun, front right, right front, next to me, beside me, front passenger side, her side, "
    "his side, other side, co driver 's, her, his, him, wife 's side, husband 's side, front passenger 's, her seat, his seat, "
    "the other seat, riding shotgun, my wife, my husband, my girlfriend, my boyfriend, my partner, my co driver, for the passenger, my passenger, my passenger 's, wife 's seat, my missus, the missus, the wife, my other half, my mate, my date, my fiance, my fiancee, my hubby, hubby",
    "zone:rear": "rear, back, back seat, back seats, backseat, rear seat, rear seats, in the back, in the rear, back row, "
    "rear row, behind, rear passengers, second row, rear zone, the back, (windows|seats|people|kids|passengers|folks|everyone|those) behind me, people in the back, backseats, kids in the back, "
    "the rear, rear passenger, passengers in the back, folks in the back, rear side, back side, at the back, guys in the back, "
    "rear compartment, rear bench, back bench, backseat passengers, back seat passengers",
    "zone:rear_left": "behind me, nearside rear, rear nearside, nearside back, near side rear, back nearside, (on the|) left in the back, rear left, left rear, back left, left back, left rear side, rear left side, rear driver side, behind the driver, "
    "rear driver 's side, left rear passenger, left hand rear, left passenger in the back, left back seat, back left seat, "
    "driver side rear, left seat in the back, rear left seat, left rear seat, left window in the back, left one in the back",
    "zone:rear_right": "offside rear, rear offside, offside back, off side rear, back offside, (on the|) right in the back, rear right, right rear, back right, right back, right rear side, rear right side, rear passenger side, "
    "behind the passenger, rear passenger 's side, right hand rear, passenger side rear, right back seat, back right seat, "
    "rear right seat, right rear seat, right seat in the back, right window in the back, right one in the back",
    "zone:all": "open everything, open everything up, (shut|close) everything, (shut|close) everything up, throughout, throughout the (car|cabin), (in|) (every|each) zone, in all zones, across the (car|cabin), everywhere in the (car|cabin), right through the (car|cabin), front to back, (roll|wind) everything (up|down), (roll|wind) (up|down) everything, all, every, everyone, everybody, everywhere, whole car, entire car, all zones, all of them, all four, the whole cabin, "
    "entire cabin, all the, every single, each, all round, all around, both front and back, all over, for all of us, us all, "
    "whole cabin, whole vehicle, for everyone, all seats, front and back, front and rear, all passengers",
    "zone:front": "front, both, both sides, both front, both of us, front row, the two front, two front, front seats, both seats, "
    "driver and passenger, front two, both front seats, front both, up front, in the front",
    "zone:other": "the other one, other one, the other, the opposite one, the other window, the opposite side",
    "zone:left": "left, left side, left hand, left one, on the left, the left",
    "zone:right": "right side, right hand, right one, on the right, right",
    # --- amounts ----------------------------------------------------------------------------------------------------
    "amount:slight": "a bit, a little, slightly, a little bit, bit, a touch, a tad, a smidge, somewhat, a notch, just a bit, a hair, "
    "tiny bit, a tiny bit, little, tad, touch, a fraction, a wee bit, ever so slightly, slight, a small bit, just a little, little bit, a bit more, a little more, bit more, little more, a bit less, a little less, bit less, little less",
    "amount:large": "a lot, much, way, far, significantly, considerably, lots, really, a whole lot, loads, way too, so much, "
    "a great deal, a good deal, a good bit, quite a bit, heaps, tons, plenty",
    "amount:max": "right down, right open, as (much|strong|hard|powerful) as (it|you|they) (gets|goes|can get|can go|can|will go|will), the rest of the way, rest of the way, all the rest, as (hot|high|loud|warm|bright|far|strong|fast) as (it|you) (gets|goes|can get|will go|get), max, maximum, full, fully, full blast, full power, all the way, completely, the highest, highest, to the max, "
    "as high as possible, wide, hottest, the hottest, as hot as possible, loudest, as loud as possible, highest setting, "
    "full heat, entirely, brightest, full on, strongest, at full, right up, totally, wide open, top speed, as far as possible, "
    "high setting, to the top, maximum level, highest level, strongest setting, top setting, full brightness",
    "amount:min": "(max|maximum|full) (cold|cool|cooling), as (cold|low|quiet|cool) as (it|you) (gets|goes|can get|will go|get), min, minimum, the lowest, lowest, lowest setting, as low as possible, coldest, the coldest, as cold as possible, "
    "quietest, as quiet as possible, bare minimum, the minimum, low setting, weakest, gentlest, lowest level, minimum level",
    "amount:mid": "medium, middle, mid, moderate, medium setting, medium level, middle setting",
    "mark:more": "more, even more, once more, a bit more, some more, further, still more, little more, another notch, "
    "a little more, one more, more please, bit more",
    "mark:less": "less, a bit less, a little less, not that much, not so much, too much, bit less, that is too much, little less",
    "mark:also": "also, too, as well, same for, same thing for, and for, likewise, same with, do the same, the same, same, "
    "do the same for, same on, do that for, do it for, the same for, same to, same again",
    "mark:about": "what about, how about, and what about, and how about, how is about",
    "mark:again": "again, back again",
    "mark:by": "by, by another, by about, another, a further, an extra, an additional, further",
    "mark:to": "back to, back at, back down to, back up to, to, at, on level, to about, at about, around, down to, up to, to around",
    "mark:not": "not, never, no need to, no need, stop from, without, avoid",
    "mark:it": "it, that, this, them, those, these, one, thing, that thing, the thing, ones",
    "mark:please": "please, kindly, thanks, thank you",
    "neutral:word": "(wash|clean) (the|my|our|this) car, blowing a gale, howling a gale, the wind is howling, fog's lifted, fog has lifted, fog's gone, fog is gone, fog has cleared, fog's cleared, play it safe, window display, roof terrace, temperatures in, but no cigar, ears are ringing, ears are burning, heat of the moment, heat wave, heatwave, fan mail, fan club, fan base, light bulb, light weight, light beer, radio wave, radio waves, the next page, next page, volume of poetry, wipe (that|the|this) smile off, off your face, my life, your life, next to you, next to us, next week, next month, next year, next door, next time, in my (day|days), back in my (day|days), travels, encyclopedia, alarm clock, the ac at work, window (cleaner|cleaners|seat|frame|frames|dresser), heated (debate|argument|discussion), call it a (day|night), a cold one, cold feet, a close call, on air, fresh start, light years, light reading, cold turkey, hot air balloon, temperature of the sun, of the sun, sunlight, window of opportunity, window shopping, light at the end of, light years, hot dog, hot dogs, cold war, cold call, fan of, "
    "fans of, big fan, roof over, back in the day, seat at the table, in the driving seat of, light hearted, light bulb moment, wind power, "
    "wind farm, hot topic, cold case, cool story, warm welcome, speed dating, open minded, open source, closed minded, tip of the iceberg",
    "mark:undo": "undo that, undo, take that back, as it was, the way it was, as before, put it back, revert",
}

COLOURS: dict[str, str] = {
    "red": "red", "crimson": "crimson", "blue": "blue", "green": "green", "white": "white", "yellow": "yellow", "purple": "purple",
    "violet": "violet", "orange": "orange", "pink": "pink", "cyan": "cyan", "turquoise": "turquoise", "teal": "teal",
    "warm white": "warm white, soft white", "cool white": "cool white, cold white", "gold": "gold, golden", "magenta": "magenta",
    "light blue": "light blue, sky blue, ice blue", "dark blue": "dark blue, navy, navy blue", "amber": "amber", "lavender": "lavender, lilac",
    "lime": "lime, lime green", "mint": "mint, mint green", "rose": "rose", "indigo": "indigo", "silver": "silver", "brown": "brown",
}  # fmt: skip
