#!/usr/bin/env bash
# The step of action.yml that checks: reports for machines, annotations, and the job's summary.
# Reads PROGRAM, REPORTS, BRIEFS, SINCE, FAIL_ON, BASELINE, CACHE_DIR and ARGS; writes status, sarif
# and json to GITHUB_OUTPUT. What a pull request's own citecheck.toml may not set comes from here.
set -uo pipefail
mkdir -p "$REPORTS"

options=()
[ -n "${SINCE:-}" ] && options+=(--since "$SINCE")
[ -n "${FAIL_ON:-}" ] && options+=(--fail-on "$FAIL_ON")
[ -n "${BASELINE:-}" ] && options+=(--baseline "$BASELINE")
[ -n "${CACHE_DIR:-}" ] && options+=(--cache-dir "$CACHE_DIR")
# Patterns are expanded and words are split on purpose, as a shell would; nothing is evaluated.
# shellcheck disable=SC2206
options+=(${ARGS:-})
shopt -s nullglob globstar
# shellcheck disable=SC2206
briefs=(${BRIEFS:-})
if [ ${#briefs[@]} -eq 0 ] && [ -z "${SINCE:-}" ]; then
  echo "::error title=citecheck::No brief matches '${BRIEFS:-}'; give the input briefs, or since."
  exit 2
fi

"$PROGRAM" check "${options[@]}" \
  --format github \
  --format sarif --output "$REPORTS/citecheck.sarif" \
  --format json --output "$REPORTS/citecheck.json" \
  --format markdown --output "$REPORTS/citecheck.md" \
  -- "${briefs[@]}"
status=$?
[ "$status" -gt 1 ] && exit "$status"

cat "$REPORTS/citecheck.md" >> "$GITHUB_STEP_SUMMARY"
{
  echo "status=$status"
  echo "sarif=$REPORTS/citecheck.sarif"
  echo "json=$REPORTS/citecheck.json"
} >> "$GITHUB_OUTPUT"
