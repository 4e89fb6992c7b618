"""A Course and the days of its lessons -> edits of its schedule, and the questions that stay open.

rolling.py     all of it together
  calendar.py, pattern.py          the days of the lessons: a calendar, or last year's weekdays from the first day on
  extras.py                        days beside the lessons: deadlines, a second lesson of a day
  rows.py, places.py, new_rows.py  which row gets which day
  cells.py, contents.py, deadlines.py: what its cells hold
questions.py   what only the instructor knows of the new dates
others.py      schedules on other pages
"""
