"""How well an endpoint answers: open cases in five dimensions, and a scorecard."""
