"""citecheck: checks a brief's numbered citations against what the cited pages really say.

The public verbs, each usable alone:

* `citecheck.briefs.parse` and `citecheck.briefs.load_references`: bytes to claims, references
* `citecheck.sources.fetch_all`: URLs to sources
* `citecheck.pages.read`: a source to its passages
* `citecheck.matching.prepare` and `citecheck.matching.assess`: a claim against passages
* `citecheck.pipeline.check`: all of it
* `citecheck.reports.render`: a report to text

The values that pass between them are in `citecheck.model`.
"""

from citecheck.version import __version__

__all__ = ["__version__"]
