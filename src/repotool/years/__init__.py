"""Many repositories of one course: what became of each lesson, and changes carried through all of them."""
