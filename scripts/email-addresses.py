"""Writes tests/data/email-addresses.txt: e-mail addresses, good and bad, as another author tries them.

They are those of the tests of email-validator, which is in the public domain. A line is `good` or `bad`, a tab, and the address as
a JSON text.

    pip download --no-deps --no-binary :all: email-validator==2.4.0
    tar xzf email_validator-2.4.0.tar.gz
    python3 scripts/email-addresses.py email_validator-2.4.0/tests/test_syntax.py
"""

import ast
import json
import sys
from pathlib import Path

# Of each test, which addresses it tries.
TESTS = {
    "test_email_valid": "good",
    "test_email_valid_intl_local_part": "bad",
    "test_email_valid_only_if_quoted_local_part": "bad",
    "test_email_invalid_syntax": "bad",
    "test_email_invalid_syntax_strict": "bad",
    "test_email_invalid_syntax_display_name": "bad",
    "test_email_invalid_reserved_domain": "bad",
}


def first(row):
    """The address of a row of a table, which may be a text alone."""
    return ast.literal_eval(row.elts[0] if isinstance(row, ast.Tuple) else row)


lines = []
for test in ast.parse(Path(sys.argv[1]).read_text()).body:
    verdict = TESTS.get(getattr(test, "name", None))
    if verdict:
        for row in test.decorator_list[0].args[1].elts:
            address = first(row)
            # CiviCRM takes neither quotes nor a name beside the address.
            told = "bad" if '"' in address or "<" in address else verdict
            lines.append(f"{told}\t{json.dumps(address, ensure_ascii=False)}\n")
root = Path(__file__).resolve().parent.parent
(root / "tests/data/email-addresses.txt").write_text("".join(lines))
