"""Where links lead: against the tree, the site generators, the repository's own addresses."""
