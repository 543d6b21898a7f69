"""A goal of a benchmark: what was measured, what it is held to, and the line that says so."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Goal:
    """One figure against its bound; `bound` None is a figure that is only shown."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    beside: str = ""

    @property
    def met(self):
        if self.at_most is not None and self.value > self.at_most:
            return False
        return self.at_least is None or self.value >= self.at_least

    @property
    def bound(self):
        if self.at_most is not None:
            return f"at most {figure(self.at_most)} {self.unit}"
        if self.at_least is not None:
            return f"at least {figure(self.at_least)} {self.unit}"
        return "no goal"

    @property
    def line(self):
        state = "-" if self.bound == "no goal" else "ok" if self.met else "SHORT"
        beside = f"   ({self.beside})" if self.beside else ""
        return f"{self.name}: {figure(self.value)} {self.unit}, {self.bound}, {state}{beside}"

    @property
    def facts(self):
        facts = {key: value for key, value in asdict(self).items() if value not in (None, "")}
        return facts | ({} if self.bound == "no goal" else {"ok": self.met})


def figure(value):
    """A number as people read it: three digits that count."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def milliseconds(seconds):
    return f"{figure(seconds * 1000)} ms"
