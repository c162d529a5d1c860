"""The history as a picture: SVG from results/*.tsv, by the standard library alone.

Usage: python3 -m harness.plot FOLDER-OF-RESULTS
"""

import math
import sys
from xml.sax.saxutils import escape

from .report import read

WIDTH, HEIGHT = 480, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 34, 46, 46
COLOURS = ("#3366aa", "#dd7733", "#44aa66", "#aa4477", "#888888")
STAGES = ("validate", "classify", "ledger", "ranking")
PHASES = ("gather", "process", "produce", "commit", "rest")
# Kafka Streams, JIT warm, µs CPU an event.
STREAMS = {"validate": 8.9, "classify": 12.8, "ledger": 3.1, "ranking": 6.8}


class Panel:
    """One diagram, its scale from 0 (or a power of ten) to `top`."""

    def __init__(self, column, row, title, top, unit, isLog=False):
        self.left, self.top = column * WIDTH, row * HEIGHT
        self.isLog = isLog
        self.limit = max(top, 1e-9) * (1.6 if isLog else 1.1)
        self.parts = []
        self.text(LEFT, 18, title, size=13, weight="bold")
        self.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "#444444")
        for value in self._ticks():
            height = self.y(value)
            self.line(LEFT, height, WIDTH - RIGHT, height, "#dddddd")
            self.text(LEFT - 6, height + 4, f"{value:g}", anchor="end")
        self.text(LEFT - 6, TOP - 14, unit, anchor="end")

    def _ticks(self):
        if self.isLog:
            return [10**power for power in range(0, int(math.log10(self.limit)) + 1)]
        step = 10 ** math.floor(math.log10(self.limit))
        step = next(s for s in (step / 5, step / 2, step, step * 2) if self.limit / s <= 6)
        return [step * n for n in range(1, int(self.limit / step) + 1)]

    def y(self, value):
        """The height of a value."""
        share = value / self.limit
        if self.isLog:
            share = math.log10(max(value, 1)) / math.log10(self.limit)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def x(self, place, count):
        """The middle of one of `count` columns."""
        return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / max(1, count)

    def text(self, x, y, words, anchor="start", size=11, weight="normal", colour="#222222",
             halo=False):
        around = ' stroke="white" stroke-width="3" paint-order="stroke"' if halo else ""
        self.parts.append(
            f'<text x="{self.left + x:.1f}" y="{self.top + y:.1f}" font-size="{size}" '
            f'font-weight="{weight}" text-anchor="{anchor}" fill="{colour}"{around}>'
            f"{escape(words)}</text>")

    def line(self, x1, y1, x2, y2, colour, dash="", width=1):
        self.parts.append(
            f'<line x1="{self.left + x1:.1f}" y1="{self.top + y1:.1f}" x2="{self.left + x2:.1f}" '
            f'y2="{self.top + y2:.1f}" stroke="{colour}" stroke-width="{width}"'
            + (f' stroke-dasharray="{dash}"' if dash else "") + "/>")

    def bar(self, x, width, low, high, colour, label):
        top, bottom = self.y(high), self.y(low)
        self.parts.append(
            f'<rect x="{self.left + x - width / 2:.1f}" y="{self.top + top:.1f}" width="{width:.1f}" '
            f'height="{bottom - top:.1f}" fill="{colour}"><title>{escape(label)}</title></rect>')

    def curve(self, points, colour, name):
        for (x1, y1), (x2, y2) in zip(points, points[1:]):
            self.line(x1, y1, x2, y2, colour, width=2)
        for x, y in points:
            self.parts.append(f'<circle cx="{self.left + x:.1f}" cy="{self.top + y:.1f}" r="3" '
                              f'fill="{colour}"><title>{escape(name)}</title></circle>')

    def legend(self, names):
        for place, name in enumerate(names):
            x = LEFT + place * (WIDTH - LEFT - RIGHT) / len(names)
            self.parts.append(f'<rect x="{self.left + x:.1f}" y="{self.top + HEIGHT - 16}" width="9" '
                              f'height="9" fill="{COLOURS[place]}"/>')
            self.text(x + 13, HEIGHT - 8, name)

    def goal(self, value, words):
        self.line(LEFT, self.y(value), WIDTH - RIGHT, self.y(value), "#bb2222", dash="5 4")
        self.text(WIDTH - RIGHT, self.y(value) - 4, words, anchor="end", colour="#bb2222", halo=True)


def draw(folder):
    """Draws results/bench.svg; its path."""
    rows, _ = read(folder)
    values = {}
    for row in rows:
        values.setdefault(row["run"], {})[row["figure"]] = float(row["value"])
    last = {}
    for run in values.values():
        last.update(run)
    panels = [phases(last), latencies(last), history(values), memory(last)]
    body = "\n".join(part for panel in panels for part in panel.parts)
    path = f"{folder}/bench.svg"
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {2 * HEIGHT}" '
            'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>\n'
            f"{body}\n</svg>\n")
    return path


def phases(last):
    """CPU of each stage alone over Kafka by phase, beside a relay and Kafka Streams."""
    found = {stage: [last.get(f"alone.{stage}.cpu.{phase}", 0) for phase in PHASES]
             for stage in STAGES[:3]}
    top = max([sum(parts) for parts in found.values()] + list(STREAMS.values()))
    panel = Panel(0, 0, "CPU of each stage over Kafka, µs an event", top, "µs")
    for place, (stage, parts) in enumerate(found.items()):
        x, low = panel.x(place, 3), 0
        for phase, colour, value in zip(PHASES, COLOURS, parts):
            panel.bar(x - 30, 34, low, low + value, colour, f"{stage} {phase}: {value:.2f} µs")
            low += value
        bare = last.get(f"relay.{stage}.cpu", 0)
        panel.bar(x + 8, 22, 0, bare, "#bbbbbb", f"bare relay: {bare:.2f} µs")
        panel.bar(x + 34, 22, 0, STREAMS[stage], "#e8c4c4", f"Kafka Streams: {STREAMS[stage]} µs")
        panel.text(x, HEIGHT - BOTTOM + 14, f"{stage} | relay | Streams", anchor="middle", size=10)
    panel.legend(PHASES)
    return panel


def latencies(last):
    """Quantiles by rate and mode."""
    found = {}
    for figure, value in last.items():
        words = figure.split(".")
        if words[0] == "latency" and words[-1] in ("p50", "p99", "p999"):
            found[(words[1], int(words[2]), words[3])] = value
    rates = sorted({rate for _, rate, _ in found})
    top = max(found.values(), default=1000)
    panel = Panel(1, 0, "Payment → ranking from the schedule, ms (p50, p99, p99.9)", top, "ms", True)
    modes = ("exactly-once", "effectively-once")
    for mode, colour in zip(modes, COLOURS):
        for quantile in ("p50", "p99", "p999"):
            points = [(panel.x(place, len(rates)), panel.y(found[(mode, rate, quantile)]))
                      for place, rate in enumerate(rates) if (mode, rate, quantile) in found]
            panel.curve(points, colour, f"{mode} {quantile}")
            if points:
                panel.text(points[-1][0] + 6, points[-1][1] + 4, quantile, size=9, colour=colour)
    for place, rate in enumerate(rates):
        panel.text(panel.x(place, len(rates)), HEIGHT - BOTTOM + 14, f"{rate:,}/s", anchor="middle")
    panel.goal(250, "p99 ≤ 250")
    panel.legend(modes)
    return panel


def history(values):
    """CPU an event of the whole chain, run by run."""
    names = {"chain.1N.cpu": "Kafka N", "chain.4N.cpu": "Kafka 4N", "embedded.chain.cpu": "embedded"}
    runs = [run for run, found in sorted(values.items()) if any(name in found for name in names)]
    top = max([values[run].get(name, 0) for run in runs for name in names] + [25])
    panel = Panel(0, 1, "All four workers, µs CPU an input event, by run", top, "µs")
    for name, colour in zip(names, COLOURS):
        panel.curve([(panel.x(place, len(runs)), panel.y(values[run][name]))
                     for place, run in enumerate(runs) if name in values[run]], colour, names[name])
    for place, run in enumerate(runs):
        if place % max(1, len(runs) // 5) == 0:
            panel.text(panel.x(place, len(runs)), HEIGHT - BOTTOM + 14, run[5:10], anchor="middle")
    panel.goal(12, "over Kafka ≤ 12")
    panel.goal(25, "embedded ≤ 25")
    panel.legend(list(names.values()))
    return panel


def memory(last):
    """Peak of all workers by residents."""
    points = sorted((last[f"chain.{n}N.residents"], last[f"chain.{n}N.memory"])
                    for n in (1, 2, 4) if f"chain.{n}N.memory" in last)
    top = max([value for _, value in points] + [450])
    panel = Panel(1, 1, "Memory of all four workers at their peak, MB", top, "MB")
    for place, (residents, value) in enumerate(points):
        panel.bar(panel.x(place, len(points)), 60, 0, value, COLOURS[0], f"{value:.0f} MB")
        panel.text(panel.x(place, len(points)), HEIGHT - BOTTOM + 14, f"{residents:,.0f} residents",
                   anchor="middle")
    panel.goal(450, "≤ 450 at 1,000,000")
    return panel


if __name__ == "__main__":
    print(draw(sys.argv[1]))
