"""Writes tests/data/ibans.txt: IBANs, good and bad, as another author tries them.

They are those of the tests of schwifty, which is under the MIT licence. A line is a verdict, a tab, and the IBAN; the verdict is
`good`, `bad`, or `partial` for countries that use IBANs and are not in the registry.

    pip download --no-deps --no-binary :all: schwifty==2026.10.1
    tar xzf schwifty-2026.10.1.tar.gz
    python3 scripts/ibans.py schwifty-2026.10.1/tests/test_iban.py
"""

import ast
import sys
from pathlib import Path

VERDICTS = {"valid": "good", "invalid": "bad", "experimental": "partial"}

lines = []
for statement in ast.parse(Path(sys.argv[1]).read_text()).body:
    if isinstance(statement, ast.Assign):
        verdict = VERDICTS.get(statement.targets[0].id)
        if verdict:
            lines += [f"{verdict}\t{iban}\n" for iban in ast.literal_eval(statement.value)]
root = Path(__file__).resolve().parent.parent
(root / "tests/data/ibans.txt").write_text("".join(lines))
