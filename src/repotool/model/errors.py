"""The one kind of error a user meets."""


class Refused(Exception):
    """Something cannot be done as asked: one clear line that tells what, where and the way out. Exit code 2."""
