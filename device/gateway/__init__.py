"""The way to the car maker's gateway: a client for our own protocol, one for Kuksa, and a reference server."""
