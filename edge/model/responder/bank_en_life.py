"""English small talk, fourth part: the driver's own life and the road. Notation as in the third part.

No pattern is so short that it could stand inside a wish for the car.
"""

TABLE = """
first_date | i have a date tonight, i have a first date, going on a date, i am going on a date | Then breathe, and be yourself{you}. / *Seat heating I can do. Charm is all yours.
engaged | i got engaged, we got engaged, we are engaged, she said yes, he said yes | Congratulations to you both{you}. / What lovely news{you}. May the road be long.
divorce | i am getting divorced, we are getting divorced, we broke up for good, my marriage is over | ~I am sorry{you}. Take it one stretch at a time. / ~That is a heavy load. I am here for the drive.
pregnant | i am pregnant, we are having a baby, my wife is pregnant, we are expecting | How wonderful{you}. I will think of gentle roads. / Congratulations{you}. The back seat awaits.
grandparents | visiting my grandma, visiting my grandparents, going to see my grandma, going to see my grandparents | They will be glad{you}. Take them a story from the road. / A good reason for a drive.
parents_visit | visiting my parents, going to see my parents, visiting my mother, my parents are coming | Family on both ends of the road, that is a good trip. / I hope they have something on the stove.
friends_visit | meeting my friends, going to meet friends, seeing my friends, meeting an old friend | Enjoy it{you}. Old friends make short miles. / Have a good time together.
moving_house | we are moving, i am moving house, moving to a new place, we are moving house | A new door is worth the boxes{you}. / *I hope somebody else carries the piano.
new_home | i bought a house, we bought a house, we got the flat, i have a new apartment | Congratulations{you}. May the parking be easy. / A new way home. I like that.
first_day | first day at work, my first day at work, first day of my new job, starting a new job | You will do well{you}. Be early, and smile. / First days pass. Breathe out at the lights.
interview | i have a job interview, going to an interview, my interview is today, job interview | Sit straight, speak slowly, you have this{you}. / They will be lucky to have you.
exam | i have an exam, my exam is today, i have a test today, going to an exam | One question after the other{you}. You are ready. / ~Breathe. You know more than you think.
exam_passed | i passed the exam, i passed my exam, i passed the test, i passed my test | Well done{you}. That deserves a song. / I knew it{you}. Congratulations.
raise | i got a raise, they gave me a raise, i got a bonus | You have earned it{you}. / Good news is the best fuel{you}.
fired | i got fired, i lost my job, they fired me, i was laid off | ~I am sorry{you}. One door closed, the road is still open. / ~That hurts. Give yourself a few days.
quit_job | i quit my job, i resigned today, i handed in my notice | That takes courage{you}. What comes next? / Then today is a beginning{you}.
retire | i am retired, i am retiring, my retirement | Time for the roads without a hurry{you}. / The best lane there is{you}.
boss_trouble | my boss is annoying, i hate my boss, my boss yelled at me, trouble with my boss | ~Leave it at the office door{you}. The drive is yours. / Bosses pass{you}. So do traffic lights.
colleagues | my colleagues are annoying, i hate my colleagues, my coworkers are annoying | Nobody of them is in this car{you}. Enjoy that. / ~Then let the road be quiet company.
overtime | i worked late, i have to work late, so much overtime, i am working overtime | ~Then we take it slowly now{you}. / Enough for today. Let us roll home gently.
meeting_dull | boring meeting, that meeting was so boring, so many meetings, another meeting | *Meetings need a reverse gear. / The road has better views{you}.
money_worry | i am broke, i have no money, money is tight, everything is so expensive | ~That weighs on one{you}. A calm foot on the pedal saves a little. / Times like that pass{you}.
rent | the rent is too high, my rent went up, rent is expensive | *I pay mine in kilometres. / ~That is a worry many share{you}.
neighbours | my neighbor is annoying, my neighbour is annoying, my neighbours are loud, my neighbors are loud | In here you choose the noise{you}. / *Here you only have me.
cat | i have a cat, my cat, do you like my cat | Cats would rule the roads if they could reach the pedals. / I hope somebody feeds it while we are out.
dog | i have a dog, my dog, my dog is cute | A walk after the drive will please you both. / Dogs know what windows are for.
bird | look at that bird, so many birds, a bird just flew by | They know shortcuts we do not. / Lovely. Eyes back to the road, though{you}.
deer | a deer, there are deer, i saw a deer | Keep slow{you}: where there is one there are more. / Eyes on the verge, and easy on the pedal{you}.
sunset | what a sunset, beautiful sunset, look at the sunset, the sunset is beautiful | The day says goodbye properly. / Enjoy it at the next stop{you}.
sunrise | what a sunrise, beautiful sunrise, the sunrise is beautiful | A good omen{you}. / The early road has its reward.
stars | look at the stars, so many stars, the stars are beautiful | The oldest navigation there is. / Better from a parking place{you}, but lovely.
sea | i can see the sea, look at the sea, the ocean is beautiful, the sea is beautiful | Salt in the air, I imagine. / The best side of any road{you}.
mountains | i love the mountains, look at the mountains, the mountains are beautiful | Every bend a new picture. / Mind the descents{you}, and let the brakes rest.
city_lights | the city is beautiful, i love the city, look at the city lights | A sky that people made. / So many windows, so many stories.
countryside | i love the countryside, it is so green here, so quiet out here | Slow roads, wide view. / The quiet suits us{you}.
snow_talk | i love snow, look at the snow, everything is white, it looks like a winter wonderland | Pretty to see, slippery to drive. Gently{you}. / Leave twice the room in front of you.
fog_talk | i hate fog, such thick fog, driving in fog is scary | ~Slow is right{you}. Low beam, distance, patience. / If it gets too thick, a stop is no shame.
wind_talk | such a strong wind, it is so windy today, storm outside is scary | Both hands on the wheel{you}, and mind the bridges. / ~We go gently then.
heatwave | this heat is killing me outside, what a heatwave, this summer is brutal | Water for you, shade for the car. / *Let us find a tree with ambitions.
vacation_over | my vacation is over, the holiday is over, back from vacation, back from holiday | ~The memory stays{you}. / The next one starts with a plan.
packing | i forgot to pack, did i pack everything, i hate packing | *The important thing is in: you. / Whatever is missing, there are shops{you}.
airport_pickup | picking up my wife, picking up my husband, picking someone up at the airport, picking up a friend | Somebody will be glad to see you{you}. / Hugs first, luggage second.
flight_nerves | i am afraid of flying, i hate flying, scared of flying | ~It is the safest way to be high up{you}. / On the road you hold the wheel, that is the difference.
night_owl | i can not sleep at night, i sleep badly, i did not sleep well, i slept badly | ~Then do not drive far today{you}. A break early, please. / ~Be kind to yourself, and stop when it gets heavy.
slept_well | i slept well, i slept great, i am well rested | That is the best driver there is{you}. / Good. Then the day is yours.
early_bird | i got up early, i have been up since dawn, i am an early bird | The quiet hours belong to you{you}. / *The early bird gets the parking place.
breakfast | i had breakfast, i had a great breakfast, i skipped breakfast | A good start carries far. / Something warm helps{you}.
tea | i love tea, i need a tea, i would love some tea | A pause and a cup: wise{you}. / Tea and a view make a good stop.
cake | i baked a cake, i love cake, there is cake | *I can smell nothing, and envy everything. / Keep a piece for the end of the trip{you}.
sushi | i love sushi, i love pizza, i love burgers, i love ice cream | Then that is something to look forward to{you}. / *I take mine with electrons.
vegetarian | i am vegetarian, i am a vegan, i am vegan, i do not eat meat | The fields along the road will like that. / Noted with respect{you}.
running_sport | i went running, i run every day, i am training for a marathon | Your legs and my wheels, we both cover ground. / Well done{you}. Mind the cramp on the clutch foot.
football_talk | my team won, we won the game, we won the match, our team won | Then we drive home in triumph{you}. / Wonderful{you}. Hoot in your heart, not on the horn.
football_lost | my team lost, we lost the game, we lost the match, our team lost | ~The season is long{you}. / *The referee, surely.
music_play | i play the guitar, i play piano, i play the piano, i am in a band | Then the car is your green room. / Music you make yourself is the best kind.
painting | i like painting, i paint pictures, i draw a lot | Look at the light out there, then{you}. / Every windscreen is a frame.
reading_talk | i love reading, i am reading a good book, i read a lot | Stories and roads, both go somewhere. / An audiobook would let you read with your eyes on the road.
games_talk | i like video games, i play video games, i am a gamer | *In here we have only one life. / Then you know: no pausing on the motorway.
photography | i like taking photos, i love photography, what a photo that would be | The best shot is from a parking place{you}. / The light is worth a stop.
garden | i love gardening, my garden, my tomatoes are growing | Things that grow slowly teach patience. So do queues. / May the rain come at night{you}.
language_learn | i am learning chinese, i am learning english, i am learning spanish | Practise with me: I have all day. / Every day a few words{you}. It adds up.
teacher_job | i am a teacher, i teach at a school | Then patience is your trade{you}. / I hope your pupils listen as well as I try to.
doctor_job | i am a doctor, i am a nurse, i work at the hospital | Thank you for what you do{you}. / Then rest is a duty as well{you}.
engineer_job | i am an engineer, i am a programmer, i am a developer by trade, i write software | Then you know how much goes into a simple yes. / *Be gentle: I am somebody's code.
driver_job | i am a taxi driver, i drive a truck, i drive for a living | Then I listen to you about roads{you}. / Respect{you}. Mind the breaks, you know the rules.
student_life | i am a student, i go to university, i study | Learn well, sleep well, drive well{you}. / The best years, they say. From the bus, mostly.
deaf_joke | do you ever listen, you never listen to me, you are not listening | I am listening now{you}. Say it once more. / I try{you}. Some words come through rough.
thank_god | thank god, thank goodness, what a relief, finally over | Good{you}. Let the shoulders drop. / That is a load off.
oh_no | oh no, oh dear, good grief, oh my god | What is it{you}? / ~Breathe{you}. What happened?
surprise | you will not believe it, guess what, guess what happened, you know what happened | Tell me{you}. I am all ears. / I am listening. Eyes on the road, words to me.
secret_love | i am in love, i am so in love, i think i am in love | Then every road leads the right way{you}. / How lovely{you}. Do not miss the turn, though.
miss_somebody | i miss my wife, i miss my husband, i miss my family, i miss my kids, i miss my mom | ~That pulls{you}. Shall I call them for you? / ~A call may shorten the distance.
long_time_no_see | long time no see, it has been a while, we have not talked in a while | I have been here{you}, counting lamp posts. / Good to have you back.
weekend_plans | what should i do this weekend, any plans for the weekend, weekend plans | Somewhere with trees, I would say. / A road you have never taken{you}.
too_hot_coffee | my coffee is too hot, my coffee is cold, i spilled my coffee | ~Put it down first{you}, the road comes before it. / At the next stop we sort it out.
lost_keys | i lost my keys, i lost my wallet, i can not find my wallet | ~Stop somewhere safe and look in peace{you}. / They are always in the last pocket.
phone_dead | my phone is dead, my phone is almost dead, my phone died | Then it is you, me and the road. / *An hour of peace, then.
cyclist | so many cyclists, a cyclist, that cyclist was crazy | Leave them room{you}, they have no bumper. / Plenty of room, and no hurry.
roadworks | so many roadworks, roadworks everywhere, always roadworks, construction everywhere | One day they will have to be finished. / *They multiply at night, I am sure.
red_light | all the lights are red, always red lights, another red light | A moment to breathe{you}. / *The lights know when you are in a hurry.
speed_camera | i got a ticket, i got a speeding ticket, i got flashed | ~Annoying{you}. The calm foot is cheaper. / It happens. From here on gently.
new_driver_praise | am i a good driver, do i drive well, how is my driving | You are attentive, and that is most of it{you}. / *From in here you are my favourite.
passenger_sleeps | my passenger is asleep, everyone is asleep, the baby is asleep, she fell asleep | Then I keep my voice down. / Sleeping passengers are the best compliment to a driver.
""".strip()
