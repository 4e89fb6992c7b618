"""The steps of a recipe, one module a kind: `run(step, work)` does it in memory and tells in lines what was done."""
