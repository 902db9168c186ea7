"""`cabin doctor`: what is wrong on this board, and the command that mends it."""
