"""The flight recorder: everything that reached the daemon, in the order in which it did, and the replay of it.

What the daemon does is decided by what comes in: sound, frames of endpoints, frames of the bus, and the time at which each does.
Three threads share it, so the order counts, too: whether the loudspeaker took its next samples before or after a piece of an answer
was queued. The taps of `taps.py` write all of that on one tape. A replay starts from a checkpoint, the state of all parts at one
moment, feeds them what is on the tape in the same order, and compares what comes out: events, the bytes sent to endpoints, the
cleaned audio and the loudspeaker's samples.
"""
