"""What the user must mend: one line each, with a hint."""

from __future__ import annotations


class CitecheckError(Exception):
    """A problem that the user can mend: the file or URL named, what is wrong, what to do.

    Printed as one line without a traceback; exit status 2.
    """

    def __init__(self, subject: str, problem: str, hint: str = "") -> None:
        self.subject = subject
        self.problem = problem
        self.hint = hint
        line = f"{subject}: {problem}" if subject else problem
        super().__init__(f"{line}; {hint}" if hint else line)


class BriefError(CitecheckError):
    """A brief or a source list that cannot be read at all."""


class BriefFault(BriefError):
    """A brief on which citecheck itself fails."""


class SettingsError(CitecheckError):
    """A setting, option or environment variable that makes no sense."""


class GitError(CitecheckError):
    """Something that git says, or that a repository lacks."""


class ReportError(CitecheckError):
    """A saved report or a file of decisions that cannot be read."""
