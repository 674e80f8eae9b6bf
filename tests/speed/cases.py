"""What is measured: small takes minutes, full hours. What matters most comes first."""

from collections.abc import Callable
from dataclasses import dataclass

PEERS = ("zuko", "nflows", "normflows", "flowjax", "tfp")


@dataclass(frozen=True)
class Flow:
    family: str
    d: int = 6
    layers: int = 5
    hidden: int = 128
    bins: int = 8

    def settings(self):
        return dict(vars(self))

    def is_usual(self):
        """Of five layers of 128 units and 8 bins, as most of the table."""
        return self == Flow(self.family, self.d)

    def __str__(self):
        return f"{self.family} d={self.d} {self.layers}x{self.hidden}"


@dataclass(frozen=True)
class Work:
    name: str
    batch: int

    def __str__(self):
        return f"{self.name} {self.batch}"


@dataclass(frozen=True)
class Plan:
    turns: list  # of (flow, work, peers): all libraries in turn, round after round
    more: list  # of the same, when all else is done
    rounds: int
    seconds: float  # of a library's turn
    timeout: float  # of preparing and measuring, after which a library is left out
    callers: list  # of (flow, batch, peers)
    starts: list  # of (flow, peers)
    repeats: int  # of starts
    growth: list  # of (work, setting that grows, its values)
    compiled: Callable  # of flow and work, the libraries for which torch.compile is tried, too

    @staticmethod
    def tries_settings(flow, work):
        """Many rows of larger networks have the usual."""
        return flow.is_usual() or work != TRAIN and work.batch <= 64

    def rounds_of(self, flow, work):
        """Of turns; there are many others that do not train."""
        is_first = (flow, work) in [turn[:2] for turn in self.turns]
        return self.rounds if is_first or work == TRAIN else min(2, self.rounds)


TRAIN = Work("train", 512)
DENSITIES = [Work("log_prob", n) for n in (1, 64, 4096)]
DRAWS = [Work("sample", n) for n in (1, 1000)]
ALL = [TRAIN, *DENSITIES, *DRAWS]
FAMILIES = ("NSF-C", "MAF", "RealNVP", "NSF-AR")


def turns(flows, works, peers=PEERS):
    return [(flow, work, peers) for flow in flows for work in works]


def growth(works, batches=(1, 16, 256, 1024, 4096)):
    sizes = {
        "d": (4, 8, 16, 32, 64),
        "layers": (2, 4, 8, 16),
        "bins": (4, 8, 16, 32),
        "hidden": (32, 64, 128, 256, 512),
    }
    by_batch = [(Work("log_prob", 0), "batch", batches)]
    return by_batch + [(work, name, values) for work in works for name, values in sizes.items()]


def small():
    spline, maf, *others = (Flow(family) for family in FAMILIES)
    with_compile = [(spline, TRAIN), (spline, DENSITIES[0]), (maf, TRAIN)]
    return Plan(
        turns=turns([spline], [TRAIN, DENSITIES[0], DENSITIES[2], DRAWS[1]])
        + turns([maf], [TRAIN, DRAWS[1]], ("zuko", "flowjax"))
        + turns(others, [TRAIN], ("zuko",)),
        more=[],
        rounds=2,
        seconds=0.25,
        timeout=90,
        callers=[(spline, 1, ("zuko",))],
        starts=[(spline, ("zuko", "flowjax"))],
        repeats=1,
        growth=growth([], batches=(16, 256, 4096)),
        compiled=lambda flow, work: ("zuko",) if (flow, work) in with_compile else (),
    )


def full():
    families = [Flow(family) for family in FAMILIES]
    wider = [Flow(family, d) for d in (21, 63) for family in FAMILIES]
    larger = [
        Flow(family, d, layers, hidden)
        for d in (6, 21, 63)
        for layers, hidden in ((10, 256), (10, 128), (5, 256))
        for family in FAMILIES
    ]
    autoregressive = [Flow("MAF", 64), Flow("NSF-AR", 64)]
    return Plan(
        turns=turns(families, ALL) + turns(autoregressive, DRAWS) + turns(wider, [TRAIN]),
        more=turns(larger, [TRAIN], ("zuko", "flowjax"))
        + turns([flow for flow in wider if flow.d == 21], DENSITIES + DRAWS)
        + turns([flow for flow in wider if flow.d == 63], DENSITIES)
        + turns([Flow("NSF-C", 63), Flow("RealNVP", 63)], DRAWS)
        + turns(larger, DENSITIES + DRAWS, ("zuko", "flowjax")),
        rounds=3,
        seconds=0.3,
        timeout=180,
        callers=[(flow, batch, PEERS) for flow in families[:2] for batch in (1, 64, 512)],
        starts=[(flow, PEERS) for flow in families[:2]],
        repeats=1,
        growth=growth([Work("log_prob", 512), TRAIN]),
        compiled=lambda flow, work: (
            ("zuko",)
            if work == TRAIN or flow.is_usual() and work.name == "log_prob"
            else ()
        ),
    )


PLANS = {"small": small, "full": full}
