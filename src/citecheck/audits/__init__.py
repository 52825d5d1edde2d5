"""Audits of whole archives: a store, resumable runs, what changed since the last one."""
