"""What touches the world: sound cards, CAN, the network, the clock, systemd and the user."""
