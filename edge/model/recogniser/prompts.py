"""The sentences a driver says, given to the recogniser as the text before the utterance, where it is unsure without.

Whole sentences, not key words: a list with commas makes the model write lists with commas. Everywhere, they cost: on people
reading and on synthetic sentences of no car, errors rise by half a point to two. Taken only where they make a token much
likelier, they keep what they gain on noisy Chinese commands (26 % of characters wrong instead of 29 %) and cost nothing else.
"""

from collections.abc import Mapping

from edge.language import Language

DOMAIN_PROMPTS: Mapping[Language, str] = {
    "en": "Turn on the air conditioning. Set the temperature to 21 degrees. Open the driver's window. Navigate to a "
    "charging station. How much range is left? What's the tyre pressure? Turn the volume up. Play some music.",
    "zh": "打开空调。把温度调到二十三度。关上车窗。导航到充电站。座椅加热开到二档。副驾调高一点。续航还有多少？"
    "胎压是多少？电量还剩多少？声音大一点。放一首歌。",
}
