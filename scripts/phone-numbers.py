"""Writes numbers of every country, as libphonenumber's patterns have them, for tests/phone_numbers.rs:

    pip install phonenumbers==9.0.43
    python scripts/phone-numbers.py > tests/data/phone-numbers.txt.gz

Many more, of other draws, to look for what these do not show; SEED and COUNT (of a country's fixed or mobile numbers):

    python scripts/phone-numbers.py SEED COUNT > /tmp/numbers.txt.gz
    CAMPAGNODON_PHONE_NUMBERS=/tmp/numbers.txt.gz cargo test --test phone_numbers -- --nocapture

After the first line, a country's code stands before its numbers, one a line: in international form, a tab, and as it is
dialled inside the country. A line without a tab is of a length that none of the country's numbers has, nor any other's.
"""

import gzip
import re
import sys
from random import Random

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, format_number

try:
    from re import _parser as parser
except ImportError:
    import sre_parse as parser

# Islands without a code in ISO 3166-1.
NO_COUNTRIES = {"AC", "TA"}


def main():
    seed, count = [*map(int, sys.argv[1:]), 1, 40][:2] if len(sys.argv) != 2 else sys.exit(__doc__)
    draw = Random(seed)
    lines = [f"libphonenumber's fixed and mobile numbers: phonenumbers {phonenumbers.__version__}, {seed} {count}"]
    for country in sorted(phonenumbers.SUPPORTED_REGIONS - NO_COUNTRIES):
        lines.append(country)
        metadata = PhoneMetadata.metadata_for_region(country)
        for kind in (metadata.fixed_line, metadata.mobile):
            lines += sorted(numbers(country, metadata, kind, draw, count))
        lines += impossible(country, draw, count // 4)
    sys.stdout.buffer.write(gzip.compress("".join(line + "\n" for line in lines).encode(), 9, mtime=0))


def numbers(country, metadata, kind, draw, count):
    """That many different lines; fewer where the country has not so many."""
    lines = set()
    if not kind or not kind.national_number_pattern:
        return lines
    pattern = parser.parse(kind.national_number_pattern)
    for _ in range(3 * count):
        number = national(walk(pattern, draw), metadata.country_code)
        if len(lines) < count and phonenumbers.is_valid_number_for_region(number, country):
            lines.add(line(number))
    return lines


def impossible(country, draw, count):
    """That many lines of digits alone."""
    while count:
        digits = "".join(draw.choices("0123456789", k=draw.randint(3, 17)))
        try:
            possible = phonenumbers.is_possible_number(phonenumbers.parse(digits, country))
        except phonenumbers.NumberParseException:
            possible = False
        if not possible:
            yield digits
            count -= 1


def national(digits, code):
    """A number of that country, whose first zeros belong to it."""
    zeros = len(digits) - len(digits.lstrip("0"))
    return PhoneNumber(
        country_code=code,
        national_number=int(digits),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros or None,
    )


def line(number):
    written = format_number(number, PhoneNumberFormat.INTERNATIONAL)
    assert "+" + re.sub(r"\D", "", written) == format_number(number, PhoneNumberFormat.E164), written
    return f"{written}\t{format_number(number, PhoneNumberFormat.NATIONAL)}"


def walk(pattern, draw):
    """A text that fits: each branch, length and digit of the pattern is as likely as the others beside it."""
    text = ""
    for name, value in pattern:
        match str(name):
            case "LITERAL":
                text += chr(value)
            case "IN":
                text += draw.choice([digit for digit in "0123456789" if any(has(part, digit) for part in value)])
            case "BRANCH":
                text += walk(draw.choice(value[1]), draw)
            case "SUBPATTERN":
                text += walk(value[3], draw)
            case "MAX_REPEAT":
                least, most, part = value
                text += "".join(walk(part, draw) for _ in range(draw.randint(least, most)))
            case other:
                raise ValueError(other)
    return text


def has(part, digit):
    """Whether a part of a set, `[0-24]` or `\\d`, has the digit."""
    name, value = part
    match str(name):
        case "LITERAL":
            return ord(digit) == value
        case "RANGE":
            return value[0] <= ord(digit) <= value[1]
        case "CATEGORY":
            return True
    raise ValueError(name)


if __name__ == "__main__":
    main()
