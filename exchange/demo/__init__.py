"""The demo firms: invented people and matters, the same from the same seed, dated back from today."""
