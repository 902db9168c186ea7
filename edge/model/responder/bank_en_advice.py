"""English advice on the commonest matters of cars and roads: true of nearly every car, and without a number. Notation as in the third part.

Which matter a question is about is told by `edge.model.understanding.advice`, so the exchanges have no patterns.
"""

TABLE = """
advice_wrong_way | | Keep right over, slow down, do not overtake, and leave the road at the next exit{you}. Report it; I will call the number you tell me. / Slow down, stay in the outer lane away from the middle, warn the others with the hazard lights, and get off the road{you}.
advice_wrong_fuel | | Do not start the engine, and do not even switch the ignition on{you}. Have the tank pumped out by a workshop.
advice_aquaplaning | | Foot off the accelerator, hold the wheel straight, no braking and no sudden steering{you}, until the tyres grip again. Good tread and less speed prevent it. / Stay calm{you}: ease off, keep the wheel straight, wait for grip. Do not brake hard.
advice_wading | | If you can't see the ground or the water reaches the middle of the wheels, turn back{you}. Otherwise walking pace, steady, and dry the brakes afterwards.
advice_blowout | | Hold the wheel firmly, do not brake hard, let the car slow down and roll to the side with the hazard lights on{you}.
advice_flat_tyre | | Do not drive on a flat, it ruins tyre and rim{you}. Stop safely, hazard lights on; use the spare or the repair kit, or have it towed. Leave a nail in until the workshop takes it out. / With a tyre that loses air, stop soon and drive no further than you must, slowly{you}. A tyre shop can tell whether it can be mended.
advice_jump_start | | Red to the flat battery's plus, then to the helper's plus; black to the helper's minus, and last to bare metal on your engine, away from the battery{you}. Take them off in reverse order. Check the manual first. / Plus to plus, then black from the good battery to bare metal of the engine{you}. Engine of the helper running, then start. The manual shows the points.
advice_tyre_load | | For a full load the tyres need more pressure{you}. The value stands on the sticker in the driver's door or in the fuel flap, under full load; set it when the tyres are cold.
advice_winter_tyres | | Winter tyres grip better as soon as it is cold, not only in snow{you}: their rubber stays soft. Whether they are required depends on the country. / In the cold, summer tyres go hard and brake worse{you}. If you drive in frost or snow, winter tyres are worth it.
advice_tread | | Change tyres before they reach the wear marks in the grooves{you}; in the wet, more tread is safer, and old rubber grips badly even with tread. The legal limit depends on the country.
advice_rotation | | The manual says whether and when to swap the wheels{you}. Commonly front and rear of the same side, with every change of season.
advice_tyre_pressure | | The right pressure stands on the sticker in the driver's door or in the manual{you}. Check it once a month, with cold tyres. / Go by the door sticker, measured cold{you}; in frost the pressure falls, so check it when the weather turns.
advice_oil_interval | | It depends on engine and oil{you}: the manual gives the interval, and the car tells when service is due. With short trips rather earlier.
advice_oil_level | | Check the oil on level ground with the engine off for a few minutes{you}, and top up only with the grade from the manual. If the red oil lamp is on, stop the engine.
advice_charge_full | | For everyday use it is gentler not to fill the battery to the top every night{you}; set a limit as the manual advises, and charge fully before a long trip. Some cell types like a full charge now and then. / A full battery now and then is fine{you}. Just do not leave it full or empty for long; the manual names the limit for every day.
advice_fast_charging | | Fast charging is fine on trips{you}, and slow charging is gentler day by day. It is fastest with a warm battery that is not too full, and safe in the rain.
advice_winter_range | | In the cold the battery gives less and the heating takes more{you}. Warm the car up while it is plugged in, use seat and wheel heating, and drive gently. / Cold cells, denser air and the heating all cost range{you}. Preheating at the charger helps the most.
advice_save_range | | Drive with foresight, accelerate gently, go a little slower on the motorway, and keep the tyres at the right pressure{you}. Seat heating costs less than warm air.
advice_regen | | Easing off turns the motor into a generator that brakes the car and charges the battery{you}. With a full or cold battery it is weaker, so be ready to brake.
advice_fogging | | Damp air settles on cold glass{you}. Defrost on, air conditioning on, warm air to the windscreen, and no recirculation. / Turn the recirculation off, the air conditioning and the defroster on{you}; wet mats and a clogged cabin filter make it worse. I can switch the defroster on.
advice_fog_lights | | The rear fog light is for fog so thick that you hardly see ahead{you}; in rain or clear air it dazzles and may cost a fine. The exact rule depends on the country.
advice_fog_driving | | Low beam on, slow down until you can stop within what you see, and keep your distance{you}. High beam only lights up the fog.
advice_child_seat | | A rear facing child seat may never stand in front of an active airbag{you}. The back seat is the safest place; if it must be in front, switch the passenger airbag off, as the manual shows. / Best on the back seat{you}. In front, rear facing, only with the passenger airbag switched off.
advice_booster | | That is ruled by height or age and differs by country{you}. Until the belt runs over the shoulder and not the neck, a child needs a seat, best in the back.
advice_car_wash | | Fold the mirrors, switch automatic wipers off, close windows and flaps, and take a loose aerial down{you}. Some cars have a car wash mode in the menu. / Wash salt, insects and droppings off soon{you}. For the car wash: wipers off, mirrors in, windows shut, and neutral if it pulls the car.
advice_pothole | | Look at the tyre for bulges and cuts, and mind whether the car pulls or the wheel shakes{you}. If so, drive gently to a workshop and have rim and alignment checked.
advice_vibration | | If it shakes only at speed, a wheel is often out of balance or has lost a weight{you}; if while braking, the discs. Slow down, check that the wheels are tight, and let a workshop look soon.
advice_brake_squeal | | A short squeal in the wet is normal{you}. If it stays, or it grinds like metal, the pads may be worn out: have the brakes checked soon, and at once if they feel weaker.
advice_steering_noise | | Noises when you turn often come from a joint, a drive shaft or the steering's bearings{you}. Drive gently and have a workshop look soon; if the steering gets heavy or loose, stop.
advice_bump_noise | | Knocking over bumps often means a worn joint or damper{you}. It rarely fails at once, but let a workshop look at it soon.
advice_pulling | | Check the tyre pressures first{you}. If it still pulls, alignment, a tyre or a sticking brake may be the cause; after braking, feel whether a wheel is hot, and see a workshop.
advice_whine | | A hum that rises with the speed is often a wheel bearing or a tyre{you}; one that follows the engine, a belt or a pump. Let a workshop listen to it soon.
advice_rattle | | First look for something loose, in the boot or a door pocket{you}. If it comes from engine, brakes or wheels, drive gently and have it checked soon.
advice_smell_ac | | A musty smell comes from a damp air conditioner or an old cabin filter{you}. Switch the cooling off a few minutes before you arrive and let the fan run; then filter and cleaning.
advice_smell_fuel | | Take a smell of fuel seriously{you}: stop, engine off, no flame, windows open, and look whether something drips. If it stays, do not drive on.
advice_smell_other | | Sweet smells point to coolant, rotten eggs to the catalyst or a battery, burnt ones to brakes, clutch or oil{you}. If it is strong or smoke comes with it, stop; otherwise have it checked soon.
advice_overheating | | Stop safely and switch the engine off{you}; never open the hot coolant cap. Heater on full helps until you stand. Let it cool, then check the level or call for help.
advice_leak | | Clear water under the car is usually the air conditioning{you}. Coloured, oily or sweet is not: note the colour, check the levels, and see a workshop; if it is brake fluid or fuel, do not drive.
advice_engine_light | | A yellow light means have it checked soon, a red one means stop safely{you}. If the engine light flashes, ease off. Ask me for warnings and I will read what the car reports.
advice_no_start | | If it only clicks, the starter battery is often flat{you}: a jump start helps. If it turns but does not start, or cuts out while driving, let a workshop look.
advice_power_loss | | Sudden loss of power often means the engine protects itself{you}. Drive gently, watch the warnings, and go to a workshop; if it shakes or a light flashes, stop.
advice_parked_long | | Park it dry, with good tyre pressure, and the small battery on a maintainer or disconnected{you}. An electric car rests best half charged; the manual says more.
advice_starter_battery | | A starter battery lasts some years; slow cranking and dim lights are its farewell{you}. A workshop can test it in minutes.
advice_brake_pads | | Pads wear with the way you drive{you}; have them looked at with every service, and at once if they grind. Brake fluid is changed by the calendar, as the manual says.
advice_brake_feel | | A soft or long pedal is not to be taken lightly{you}: do not drive on until a workshop has checked the brakes. It can be air, fluid or worn pads.
advice_abs | | ABS keeps the wheels from locking when you brake hard, so that you can still steer{you}. The pedal pulses then; keep pressing, and steer.
advice_esp | | It brakes single wheels and eases the engine when the car begins to slide{you}. A blinking lamp means it is working; a steady one, that it is off or needs a look.
advice_adaptive_cruise | | Radar or a camera behind the grille or the windscreen measures the distance to the car ahead{you}, and the car keeps it. Dirt, snow or bright sun can blind it, so keep watching.
advice_airbag | | Airbags work only together with the belt{you}. Keep a little distance to the wheel, feet off the dashboard, and see a workshop if the lamp stays on.
advice_start_stop | | Modern engines need no warming up at a standstill{you}: drive off gently. Stopping at the lights saves fuel, and the starter is built for it.
advice_wipers | | If they smear or judder, clean blades and glass first{you}; if that does not help, new blades. About once a year is usual.
advice_washer | | Use screen wash with antifreeze in winter, not plain water{you}. The filler has a windscreen symbol on its cap.
advice_headlights | | Low beam in traffic, high beam only on dark empty roads{you}. If somebody dazzles you, look at the edge of your lane and slow down.
advice_sun | | Visor down, sunglasses on, clean the windscreen, slow down and keep more distance{you}. If you can't see, brake gently; those behind you are blinded too.
advice_animal | | Brake, hold the wheel straight, and do not swerve{you}; where there is an animal, others follow. Horn and low beam help. After a collision: hazard lights, and call the police.
advice_wind | | Both hands on the wheel, slow down, and expect gusts on bridges and when you pass lorries{you}. Roof boxes and trailers make it worse.
advice_ice | | Everything gently: slow, plenty of distance, soft brakes, no jerky steering{you}. If it slides, ease off and look and steer where you want to go; with ABS, brake firmly and keep steering.
advice_stuck | | Do not let the wheels spin{you}. Wheels straight, gently, high gear, rock it back and forth; mats or sand under the driven wheels help.
advice_rain | | Low beam on, slow down, keep your distance, and stay out of standing water{you}. If you can't see, stop in a safe place. In a thunderstorm the closed car is a safe place.
advice_downhill | | Go down in a low gear and let the engine brake{you}; use the brakes in short, firm strokes, so that they do not overheat. An electric car recuperates.
advice_breakdown | | Hazard lights on, roll to the side, everybody out on the safe side and behind the barrier{you}. Vest on, warning triangle well back, then call for help; I will dial the number you say.
advice_trailer | | Heavy things low and near the axle, tied down, and mind the load limits in the manual{you}. More tyre pressure, longer braking, less speed.
advice_emergency_vehicle | | Slow down, indicate, move to the side and let them pass{you}; on a jammed motorway leave a lane free in the middle. Do not brake hard, do not run a red light blindly.
advice_right_of_way | | The signs and the country's rules decide{you}. When in doubt, slow down, look, and rather let the other go.
advice_distance | | Leave enough to stop calmly if the car ahead stops dead{you}; more in rain, much more on ice. Count a slow breath between you.
advice_tailgater | | Do not brake to teach them{you}. Keep steady, leave more room ahead, and let them pass when it is safe.
advice_speed_limit | | The signs count, and they differ by country{you}. I don't know the limit here.
advice_phone_law | | Hands off the phone while driving, nearly everywhere it costs a fine{you}. Tell me whom to call and I will.
advice_parking_rules | | The signs and the local rules decide{you}. Not in front of driveways, crossings or fire lanes, that holds everywhere.
advice_chip | | Have a stone chip mended soon, before it becomes a crack{you}; small ones can often be filled. In the driver's view the glass is usually replaced.
advice_hot_car | | Never leave a child or an animal in a parked car in the sun{you}. Air it with doors or windows open first, then cool with recirculation.
advice_seat_position | | Sit so that you can press the pedals fully with bent knees, wrists on top of the wheel, headrest as high as your head{you}. Hands on both sides of the wheel.
advice_running_in | | Take it easy at the start{you}: changing speeds, no full throttle, gentle on brakes and tyres. The manual says how long.
advice_clutch | | Jerks, slipping or grinding when it shifts deserve a workshop{you}. Until then drive gently, and never force a gear.
advice_ac_use | | Fresh air by day, recirculation only in tunnels, behind lorries or to cool down quickly{you}; the air conditioning also dries the air. I can set it for you.
advice_heating_weak | | If it does not warm or cool any more, coolant, refrigerant or a flap may be the cause{you}. Check that it is on and not in eco mode, then let a workshop see.
advice_break_time | | Stop as soon as you feel tired, and on long trips every couple of hours{you}. A short walk or a nap does more than coffee.
advice_warning_noise | | A beep is usually a belt, a door, a light left on or a low level{you}. Look at the display, or ask me for warnings.
advice_overtake | | Only where you can see far enough, with mirror, indicator and a look over the shoulder{you}. In doubt, stay behind.
advice_tunnel | | Low beam on, sunglasses off, keep your distance{you}. In a jam: hazard lights; in a fire: engine off, keys in, and out by the emergency exit.
advice_service_due | | The car and the service book say when it is due{you}; by distance or by time, whichever comes first. Ask me when the next service is.
""".strip()
