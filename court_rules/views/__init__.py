"""Pages of court rules: packs, versions and their rules, the test bench, closures of courts."""
