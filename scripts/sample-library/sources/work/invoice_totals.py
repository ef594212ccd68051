"""Adds up the hours of a time sheet, client by client.

Usage: python invoice_totals.py "Timesheet October 2026.csv"
"""

import csv
import sys
from collections import defaultdict
from decimal import Decimal

# Steirer Museum pays by the hour; Norvik pays by the word and is listed for information only.
HOURLY_RATES = {"Steirer Museum": Decimal("58.00")}


def round_to_quarter(hours: Decimal) -> Decimal:
    """Round up to the next quarter of an hour, as agreed with the museum."""
    quarters = -(-hours * 4 // 1)
    return quarters / 4


def totals(path: str) -> dict[str, Decimal]:
    """Return the rounded hours of every client in the file."""
    hours: dict[str, Decimal] = defaultdict(Decimal)
    with open(path, newline="", encoding="utf-8") as sheet:
        for row in csv.DictReader(sheet):
            hours[row["client"]] += round_to_quarter(Decimal(row["hours"]))
    return dict(hours)


def main() -> None:
    for client, hours in sorted(totals(sys.argv[1]).items()):
        rate = HOURLY_RATES.get(client)
        amount = f"{hours * rate:.2f} EUR" if rate else "by the word"
        print(f"{client}: {hours} h, {amount}")


if __name__ == "__main__":
    main()
