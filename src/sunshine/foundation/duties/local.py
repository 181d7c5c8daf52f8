"""Reading the local lengths of clocks."""

from __future__ import annotations

from collections import defaultdict

from sunshine.foundation.duties.models import LocalTerm
from sunshine.foundation.duties.rules import LocalLength, LocalTerms
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.memory import remembered


@remembered(seconds=60)
def local_terms() -> LocalTerms:
    """All local lengths, past ones too; an edit by another process shows within a minute."""
    found: dict[str, list[LocalLength]] = defaultdict(list)
    rows = LocalTerm.objects.values_list("rule", "division_id", "days", "valid_from", "valid_to")
    for rule, division, days, since, until in rows:
        found[rule].append(LocalLength(rule, prefix(division), days, since, until))
    return LocalTerms(dict(found))
