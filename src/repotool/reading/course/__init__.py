"""Documents -> Course: lessons, dates, homework, archives, grading, with the words of rules/vocabulary/."""
