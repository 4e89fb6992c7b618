"""This year's repository + a calendar -> next year's: pure functions from what was read to edits, files and questions.

model.py      what is asked for, what comes out, the questions that stay open
calendar.py   the days of the lessons: a calendar file, or last year's weekdays from the first day on
schedule.py   a Course + those days -> edits of its schedule
"""
