"""This year's repository + a calendar -> next year's: pure functions from what was read to edits, files and questions.

model.py       what is asked for, what comes out, the questions that stay open; options.py reads them from a file
prior.py       PRIOR -> last year's repository; terms.py: from which term to which; turn.py: what all parts look at
carrying.py    which files come along, and under which names

schedule/      a Course + the days of its lessons -> edits of its schedule, and of those on other pages
pages.py       a page: its schedule, then archives.py (lists of earlier years), links.py, names.py, years.py;
               other_dates.py: tables of last year's days that are no schedule are asked about
publishing.py  a new file put into its row of the schedule; labels.py: what its link is called
notebooks.py   a notebook; settings.py: the configuration
questions.py   what only the instructor can answer, and where it stands

plan.py        all of it together, read and judged before it exists; telling.py prints it
destination.py the plan written whole, or not at all; in_place.py: on a branch of the same repository
asking.py      the questions later on; bringing.py: lessons that come over later
"""
