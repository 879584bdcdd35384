# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a page's tables back: {table: {(row id, column key): (exact text or None, shown text)}}."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables, self.figures, self.repeats = {}, [], []
        self.table = self.row = self.cell = self.figure = None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "table":
            self.table, self.columns = a["id"], []
            self.tables[self.table] = {}
        elif tag == "th" and self.table:
            self.columns.append(a["data-key"])
        elif tag == "tr" and self.table and "data-id" in a:
            self.row, self.at = a["data-id"], 0
        elif tag == "td":
            self.cell = [a.get("data-v"), ""]
        elif tag == "data":
            self.figure = [a["value"], ""]

    def handle_endtag(self, tag):
        if tag == "td":
            key = (self.row, self.columns[self.at])
            table = self.tables[self.table]
            # Moves of both kinds, or rows of one rule, share their ids.
            while key in table:
                key = (key[0] + "+", key[1])
            table[key] = (self.cell[0], self.cell[1].strip())
            self.cell = None
            self.at += 1
        elif tag == "tr" and self.row is not None:
            if self.at != len(self.columns):
                self.repeats.append(f"{self.table}: row {self.row} has {self.at} cells, not {len(self.columns)}")
            self.row = None
        elif tag == "table":
            self.table = None
        elif tag == "data":
            self.figures.append(tuple(self.figure))
            self.figure = None

    def handle_data(self, data):
        if self.cell:
            self.cell[1] += data
        if self.figure:
            self.figure[1] += data


def read(path):
    reader = Reader()
    with open(path, encoding="utf-8") as file:
        reader.feed(file.read())
    return reader
