"""What the timeline of a running daemon says, for displays and for monitoring: all of it reads the control socket from outside."""
