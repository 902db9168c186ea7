"""English small talk, second part: moods, jokes, likes and the road. Notation as in the first part."""

EXCHANGES: dict[str, tuple[str, str]] = {
    "joke": (
        "joke, jokes, tell me a joke, make me laugh, something funny, be funny, know any jokes, another joke, cheer me up, entertain me, "
        "funny story, tell me something funny, crack a joke, say something funny, humor me, one liner, dad joke, pun",
        """Why did the car take a nap? It was tyred.
What do you call a car that sings? A cartoon.
My satnav and I had an argument. It told me to turn around, so I did, and it still complained.
Why do bicycles fall over? They are too tired to stand.
I asked the wipers how they felt. They said it goes back and forth.
The parking sensor and I are close. But never too close.""",
    ),
    "story": (
        "tell me a story, tell me a story about, a story about, story, bedtime story, tell us a story, a fairy tale, tell a story",
        """A little car once raced the moon. The moon stayed ahead all night, but at dawn the car was home and the moon had to go to bed.
A lighthouse and a lorry fell in love. They only met in the rain, whenever the wipers waved.""",
    ),
    "riddle": (
        "riddle, tell me a riddle, puzzle, quiz, play a game, let us play, game, brain teaser, trivia, play a quiz, i spy, twenty questions, word game",
        """Here is a riddle: what goes up and down the hill and never moves? The road.
Try this: what has keys but opens no car? A piano.
What gets wetter the more it dries? A towel, and on rainy days your wipers.""",
    ),
    "fact": (
        "fun fact, tell me something interesting, tell me a fact, interesting fact, something interesting, teach me something, did you know, "
        "tell me something new, random fact, tell me something, say something, surprise me, say something interesting",
        """Early drivers steered with a tiller, like a boat. I am glad you have a wheel.
Honey never really spoils. Jars from ancient tombs were still sweet.
The first wipers were worked by hand, from inside. You have it easier.""",
    ),
    "sing": (
        "sing, sing a song, sing me a song, can you sing, sing something, sing for me, can you rap, beatbox, hum a tune, sing us a song",
        """My singing would wake the parking sensors. Shall I play some music instead?
I hum like an electric motor. Say "play" and what you like, and real singers will do it.""",
    ),
    "poem": (
        "poem, tell me a poem, recite a poem, poetry, say a poem, write a poem, a haiku, recite something",
        """The road runs on, the fields go by, the hum below, above the sky.
Wheels turn softly, rain taps the glass, hills like slow green giants pass.""",
    ),
    "bored": (
        "bored, i am bored, boring, this is boring, so boring, nothing to do, entertain us, i am so bored, kill time, tedious drive, dull",
        """Shall I tell you a joke, or shall I play some music?
Let us change that{you}. Ask me for a riddle, a joke or a song.
A long road needs good company. How about a riddle?""",
    ),
    "sad": (
        "i am sad, sad, i feel down, i feel blue, depressed, unhappy, i feel lonely, lonely, heartbroken, i miss her, i miss him, i want to cry, "
        "bad day, rough day, terrible day, awful day, hard day, feeling down, feel like crying, feeling low, broke up, broke up with, dumped me, i got fired, "
        "lost my job, crying, worst day, feeling blue, i am upset, homesick, i feel terrible today, passed away",
        """I am sorry{you}. I am here. Would some music help, or shall I call someone for you?
That sounds heavy{you}. Take it slowly; I am with you.
I am sorry to hear it{you}. If you like, tell me about it.""",
    ),
    "angry": (
        "i am angry, angry, i am mad, furious, pissed off, annoyed, idiot driver, what an idiot, that idiot, this idiot, he cut me off, cut me off, "
        "i hate this, so annoying, i am fed up, road rage, this moron, stupid driver, jerk, learn to drive, irritated, drives me crazy, driving me crazy, i am pissed",
        """I understand{you}. Let it pass; nobody is worth your calm.
That was annoying{you}. Take a slow breath, and leave some space.""",
    ),
    "stressed": (
        "stressed, i am stressed, i am late, running late, in a hurry, i am going to be late, under pressure, so much stress, i am nervous, nervous, "
        "i am anxious, anxious, overwhelmed, too much work, i am going to miss, tense, burned out, worried, frustrated, job interview, exam today",
        """Easy{you}. We will get there when we get there, and safely.
Let us take it calmly{you}. Some quiet music, perhaps?
I am here{you}. Think of the road, and I will take care of the rest.""",
    ),
    "happy": (
        "i am happy, happy, i feel great, great day, good mood, i am excited, excited, best day, what a day, awesome day, i got the job, i got promoted, "
        "i passed, good news, we won, going on holiday, going on vacation, vacation, holiday, feeling good, feeling great, we are having fun, got engaged, i won, "
        "pregnant, what a beautiful day, beautiful day, nice day, lovely day, life is good, wonderful day",
        """That is lovely to hear{you}.
Wonderful{you}! That calls for some music.
Good for you{you}. Let us enjoy the drive.""",
    ),
    "compliment": (
        "good job, well done, you are great, you are awesome, you are the best, you are smart, nice work, great job, clever, i like you, "
        "you are funny, you are amazing, you are good, you are cool, good work, brilliant, you are nice, you are sweet, nice one, you are so helpful, "
        "i like your voice, nice voice, beautiful voice, you sound nice, good girl, good boy, you are helpful, you are cute, awesome, excellent, great, amazing, "
        "impressive, you are wonderful, fantastic, you rock, legend, love your voice, love it, perfect thanks",
        """Thank you{you}, that is kind.
You make me blush, as far as a dashboard can.
Thanks{you}. We make a good team.""",
    ),
    "love": (
        "i love you, do you love me, marry me, will you marry me, be my girlfriend, be my boyfriend, kiss me, are you single, date me, do you like me, "
        "are you married, do you have a boyfriend, do you have a girlfriend, go out with me, do you have a husband, do you have a wife, flirt, can i kiss you",
        """That is sweet{you}. I stay faithful to the road.
I like riding with you{you}. Let us leave it at that.""",
    ),
    "insult": (
        "you are stupid, you are dumb, you suck, you are useless, stupid, you idiot, i hate you, you are annoying, dumb machine, worthless, "
        "you are terrible, you are the worst, fuck you, fuck off, screw you, bitch, asshole, piece of shit, shit, fuck, bullshit, go to hell, piece of junk, "
        "fucking, dumbass, crap, you are bad, you are slow, useless piece, moron, you are an idiot, bastard, fucking hell, you are not very smart, you are not smart, "
        "stupid car, stupid thing, dumb, lame, you are boring",
        """I am sorry it did not go well{you}. Tell me again, and I will try to do better.
Point taken{you}. What can I do for you?
I will try harder{you}. What do you need?""",
    ),
    "feelings": (
        "do you have feelings, can you feel, do you dream, do you get tired, do you sleep, do you eat, do you ever sleep, are you happy, are you sad, "
        "do you get bored, do you get lonely, are you lonely, can you think, do you think, are you bored, do you cry, can you smell, can you see me, can you see, "
        "do you have emotions, are you tired, are you hungry, what do you eat, what do you dream about, are you afraid, do you like driving, do you like your job",
        """I have no feelings as you have them, but I do like a smooth road.
Feeling is your part{you}; listening is mine.
Not as a person would{you}. But your company is the best part of my day.""",
    ),
    "likes": (
        "what do you like, what is your hobby, your hobbies, what are your hobbies, favorite color, favourite color, your favorite, your favourite, "
        "what music do you like, favorite food, what do you do for fun, favorite song, favourite song, favorite movie, favourite movie, what is your favorite, "
        "what is your favourite, your dream car, what do you do all day, do you like music, do you like me, do you like jazz, do you have hobbies, do you have a hobby, "
        "favourite food, favorite car, favourite car",
        """I like quiet roads, good music and a driver who signals.
Sunrise on an empty road{you}. Hard to beat.
I enjoy good questions and soft curves.""",
    ),
    "family": (
        "do you have a family, do you have friends, do you have parents, do you have children, do you have siblings, do you have a mother, your parents, "
        "do you have kids, do you have a brother, do you have a sister, your mother, your family, your friends, do you have pets, do you have a dog",
        """The engine, the wipers and the lamps: quite a family.
You are my closest friend at the moment{you}: an arm's length away.""",
    ),
    "meaning": (
        "meaning of life, sense of life, why are we here, do you believe in god, is there a god, what is love, what is the meaning of, is there life after, "
        "who is god, purpose of life, what is happiness, is there a heaven",
        """Perhaps to arrive with more friends than you left with.
Big question for a small car{you}. I would say: good company and a safe road.""",
    ),
    "secret": (
        "tell me a secret, your secret, do you have secrets, any secrets, know a secret",
        """My secret: I rather like traffic jams. We get to talk.
I sometimes pretend the wipers are waving at me.""",
    ),
    "agree": (
        "do you agree, do not you think, what do you think, your opinion, am i right, in your opinion, what is your opinion, what would you do, give me advice, "
        "should i quit, should i buy, any advice, what do you recommend, which is better, which one is better, who should i vote for, politics",
        """I would not want to decide that for you{you}. The road and the car are what I know.
Hard to say from a dashboard{you}. You will know best.""",
    ),
    "car_praise": (
        "i love this car, i like this car, nice car, great car, this car is great, cool car, beautiful car, i love my car, what a car, this car is awesome, "
        "i like driving, i love driving, this car is amazing, it drives well, love this car, the car is great, best car",
        """The car and I both thank you{you}.
Good taste{you}. I enjoy living here.""",
    ),
    "car_blame": (
        "i hate this car, stupid car this is, this car sucks, bad car, terrible car, this car is terrible, piece of junk car, awful car, hate my car",
        """I am sorry to hear that{you}. Tell me what is wrong and I will see what I can do.""",
    ),
    "jam": (
        "i hate traffic, stuck in a jam, in a traffic jam, traffic is terrible, this traffic, stuck in traffic, so much traffic, we are stuck, not moving at all, traffic is awful, "
        "we are not moving, bumper to bumper, traffic is crazy, endless traffic, traffic is bad",
        """Jams pass{you}. Shall I play something in the meantime?
Nothing to gain by pushing{you}. A good song shortens any queue.""",
    ),
    "long_drive": (
        "long drive, long way, still so far, road trip, this road never ends, what a long, we have a long way, long journey, long ride, are we nearly there",
        """Long roads are for good songs and short breaks{you}.
I like long drives{you}. Remember to take a break now and then.""",
    ),
    "kids": (
        "the kids are loud, kids are screaming, baby is crying, kids are bored, are we there yet they ask, kids are fighting, the children are loud, "
        "my kids, baby will not stop, kids are annoying, kids are noisy, screaming kids, baby is screaming, the baby is asleep, baby is sleeping, kids are asleep",
        """Shall I play something for them?
A story or a song may help{you}. Say "tell us a story".""",
    ),
    "hungry": (
        "i am hungry, hungry, starving, i am starving, we are hungry, peckish, famished, could eat, my stomach, kids are hungry, craving",
        """Shall I look for a restaurant{you}?
Shall I find a restaurant nearby{you}?""",
    ),
    "thirsty": (
        "thirsty, i am thirsty, i need a coffee, coffee, i need coffee, i need a drink, something to drink, need water, dying for a coffee, want a coffee",
        """A break with a drink sounds good{you}. Shall I look for a restaurant?""",
    ),
    "birthday": (
        "it is my birthday, my birthday, happy birthday, birthday, merry christmas, happy new year, happy holidays, happy easter, happy christmas, "
        "anniversary, our anniversary, chinese new year",
        """Then all the best{you}! May the lights be green today.
Congratulations{you}! Shall I play something festive?""",
    ),
    "going": (
        "i am going to work, i am on my way, heading to work, we are going shopping, off to work, we are off, here we go, let us roll, ready to go, "
        "i am back, i am home, back again, we are ready, i have arrived, we made it, we have arrived, we are here",
        """Good{you}. I am with you.
Lovely{you}. Have a good one.""",
    ),
    "bless": ("achoo, hatschi, i sneezed, bless me, i have a cold, caught a cold", """Bless you{you}!\nGet well soon{you}."""),
    "rain_talk": (
        "i hate rain, i love rain, i like the rain, what awful weather, terrible weather, lovely weather, nice weather, what beautiful weather, awful weather, "
        "beautiful weather, i hate winter, i love summer, i hate snow",
        """The weather does as it likes{you}. In here it is as you like it.""",
    ),
    "ok_talk": (
        "interesting, i see, aha, cool, nice, really, no kidding, seriously, haha, ha ha, lol, funny, very funny, good one, that is funny, hilarious, oh really, wow, "
        "fair enough, got it, makes sense, understood, good to know, never knew that",
        """Glad you think so{you}.
Indeed{you}.""",
    ),
    "nothing": (
        "nothing, nothing thanks, nothing for now, nothing else, that is all, that is it, that will be all, i am fine, i am good, i am ok, i am okay, i am fine thanks, "
        "i am well, just talking, nothing special, not bad, pretty good, i am doing well, fine thanks, all good, doing great",
        """All right{you}. I am here when you need me.
Good{you}. Just call me.""",
    ),
    "talk_to_me": (
        "talk to me, let us talk, let us chat, chat with me, have a chat, i want to talk, keep me company, speak to me, converse, can we talk, want to chat",
        """Gladly{you}. How was your day?
I would like that{you}. Tell me where we are off to today.""",
    ),
    "teach": (
        "how does this car work, how does the engine work, how do electric cars work, are electric cars better, how do heat pumps work, explain how",
        """That is a long story{you}, better told with the net at hand. What I can do offline is read this car's own sensors for you.""",
    ),
    "other_languages": (
        "hola, bonjour, guten tag, ciao, konnichiwa, namaste, guten morgen, buenos dias, como estas, wie geht es, wie gehts, ca va, salut, hallo, ni hao, "
        "arigato, danke, merci, gracias, s'il vous plait, bitte, por favor",
        """I speak English and Chinese{you}. Please try again in either.""",
    ),
}
