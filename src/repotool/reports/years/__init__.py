"""Many years of one course, told: as text, JSON, Markdown, and the story of one lesson."""
