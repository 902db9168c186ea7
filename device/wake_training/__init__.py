"""Training of wake heads from synthetic speech: `cabin wake train`.

phrases*.py, sounds.py     what nearly sounds like the phrase
sentences.py               other talk (talk_en.txt, talk_zh.txt)
speakers.py, plan.py       who says what
pronunciation.py           phonemes for rendering and for comparing
speech.py                  the synthesisers, and the cache of what they rendered
augment.py, pace.py        where and how fast it is said
playback.py, windows.py    the same while the car plays; audio to labelled windows of embeddings
network.py, fitting.py     the head and its training, in numpy
scoring.py                 events, false accepts and the threshold
recipe.py, corpus.py       amounts, results, and the tasks to get there
workers.py, fitters.py     rendering, making windows and training on both cores, in helper processes
training.py, command.py    all of it, from a phrase to a head
export.py, card.py         the ONNX head and its model card
"""
