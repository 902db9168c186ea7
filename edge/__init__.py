"""The assistant itself, pure: no sound card, no socket, no clock, and no file it was not handed."""
