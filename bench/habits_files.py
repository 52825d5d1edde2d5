"""Habits of citing in LaTeX, PDF, DOCX, exports and markup, for `bench/habits.py`."""

from __future__ import annotations

from habits_maker import Habit

HABITS: dict[str, Habit] = {}
