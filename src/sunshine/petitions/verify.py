"""Prove the numbers: those of filings and documents agree with their steps and run from 1 to the counter without gaps."""

from __future__ import annotations

from collections.abc import Iterator

from sunshine.foundation.ledger.proof import Problem, rows

# What the table says against what the step that gave the number says.
OTHER_NUMBER = """
SELECT f.subject_id::text, p.seq, f.number, p.facts->>'number'
FROM petitions_filing f JOIN ledger_step p ON p.subject_id = f.subject_id AND p.seq = 1
WHERE f.number IS DISTINCT FROM p.facts->>'number'
UNION ALL
SELECT d.subject_id::text, p.seq, d.number, p.facts->'paper'->>'number'
FROM papers_paper d JOIN ledger_step p ON p.subject_id = d.subject_id AND p.seq = d.seq
WHERE d.number IS DISTINCT FROM p.facts->'paper'->>'number'
"""

# Every number from 1 to the counter, and none beyond, must be in the steps, which gave them out and cannot be rewritten.
UNCOUNTED = """
WITH given AS (
  SELECT 'filing' AS series, split_part(p.facts->>'number', '-', 1) AS place, split_part(p.facts->>'number', '-', 2) AS year,
         substring(p.facts->>'number' FROM '-(\\d{1,9})$')::int AS n
  FROM ledger_step p JOIN petitions_filing f ON f.subject_id = p.subject_id WHERE p.seq = 1
  UNION ALL
  SELECT 'paper', d.unit_id::text, substring(p.facts->'paper'->>'number' FROM '〔(\\d+)〕'),
         substring(p.facts->'paper'->>'number' FROM '(\\d{1,9})号$')::int
  FROM papers_paper d JOIN ledger_step p ON p.subject_id = d.subject_id AND p.seq = d.seq WHERE d.number <> ''
), counted AS (
  SELECT c.series, c.year::text AS year, c.value, u.name,
         CASE c.series WHEN 'filing' THEN 'SC' || left(u.division_id, 6) ELSE c.unit_id::text END AS place
  FROM ledger_counter c JOIN offices_unit u ON u.id = c.unit_id
), wanted AS (
  SELECT counted.*, n FROM counted CROSS JOIN LATERAL generate_series(1, counted.value) n
)
SELECT w.name, coalesce(w.series, g.series), coalesce(w.year, g.year), coalesce(w.value, c.value, 0), coalesce(w.n, g.n), g.place
FROM wanted w FULL JOIN given g ON w.series = g.series AND w.place = g.place AND w.year = g.year AND w.n = g.n
LEFT JOIN counted c ON (c.series, c.place, c.year) = (g.series, g.place, g.year)
WHERE g.series IS NULL OR (w.series IS NULL AND (g.n IS NOT NULL OR c.value IS NULL)) ORDER BY 1, 2, 3, 5
"""


def verify() -> Iterator[Problem]:
    """Numbers that were changed, are missing, or were never counted."""
    for subject, seq, shown, given in rows(OTHER_NUMBER):
        yield Problem(subject, seq, f"its number is {shown}, the step gave {given}")
    for unit, series, year, value, n, place in rows(UNCOUNTED):
        if place is None:
            what = f"{unit} counted {value} {series} numbers in {year}; number {n} is missing"
        else:
            what = f"{place} has {series} number {n} of {year}; the counter stands at {value}"
        yield Problem("", None, what)
