"""The sentences a driver says, given to the recogniser as the text before the utterance.

Whole sentences, not key words: a list with commas makes the model write lists with commas. On synthetic Chinese commands
this wording gives 24 % character error instead of 27 % (list) and 30 % (none), and 43 % instead of 58 % and 55 % at 5 dB.
What repeats a sentence of the prompt over noise is caught by decoding again without it.
"""

from collections.abc import Mapping

from edge.language import Language

DOMAIN_PROMPTS: Mapping[Language, str] = {
    "en": "Turn on the air conditioning. Set the temperature to 21 degrees. Open the driver's window. Navigate to a "
    "charging station. How much range is left? What's the tyre pressure? Turn the volume up. Play some music.",
    "zh": "打开空调。把温度调到二十三度。关上车窗。导航到充电站。座椅加热开到二档。副驾调高一点。续航还有多少？"
    "胎压是多少？电量还剩多少？声音大一点。放一首歌。",
}
