"""The weights: what the catalogue says, what lies in the store, and how one becomes the other."""
