"""What is decided about matters: acceptance, fees, closing, walls (supervision.kinds)."""
