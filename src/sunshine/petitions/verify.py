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

# Every number from 1 to the counter is looked for in the steps, which gave them out and cannot be rewritten.
MISSING = """
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
)
SELECT c.name, c.series, c.year, c.value, wanted.n
FROM counted c CROSS JOIN LATERAL generate_series(1, c.value) wanted(n)
LEFT JOIN given g ON (g.series, g.place, g.year, g.n) = (c.series, c.place, c.year, wanted.n)
WHERE g.n IS NULL ORDER BY 1, 2, 3, 5
"""
BEYOND = (
    MISSING[: MISSING.index("SELECT c.name")]
    + """
SELECT g.place, g.series, g.year, coalesce(c.value, 0), g.n
FROM given g LEFT JOIN counted c ON (g.series, g.place, g.year) = (c.series, c.place, c.year)
WHERE c.value IS NULL OR g.n > c.value ORDER BY 1, 2, 3, 5
"""
)


def verify() -> Iterator[Problem]:
    """Numbers that were changed, are missing, or were never counted."""
    for subject, seq, shown, given in rows(OTHER_NUMBER):
        yield Problem(subject, seq, f"its number is {shown}, the step gave {given}")
    for unit, series, year, value, n in rows(MISSING):
        yield Problem("", None, f"{unit} counted {value} {series} numbers in {year}; number {n} is missing")
    for place, series, year, value, n in rows(BEYOND):
        yield Problem("", None, f"{place} has {series} number {n} of {year}; the counter stands at {value}")
