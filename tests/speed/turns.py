"""All libraries in turn with one flow and work: tries their settings, then measures the best."""

import statistics
import time

from workers import ALL_CORES, ONE_CORE, Place, floor_variants, too_long, usual_variant, variants

OURS = "tfflows"
PAUSE = 0.02  # in which threads of the library before stop spinning


class Turns:
    def __init__(self, plan, workers, given_up, flow, work):
        self.plan = plan
        self.workers = workers
        self.given_up = given_up  # what gave no reply, in this work with fewer rows, too
        self.flow = flow
        self.work = work
        self.choices = {}
        self.measured = {}
        self.errors = {}

    def measure(self, peers):
        for library in ("floor", OURS, *peers):
            self.choices[library] = self.variants(library)
            for variant in self.choices[library]:
                self.attempt(library, variant)
        for library in set(self.plan.compiled(self.flow, self.work)) & set(self.measured):
            place, _ = self.choices[library][best(self.measured[library])]
            variant = f"torch.compile, {place}"
            self.choices[library][variant] = place, dict(compile="compiled")
            self.attempt(library, variant)
        for round in range(self.plan.rounds_of(self.flow, self.work) - 1):
            order = list(self.measured)
            shift = round % len(order)
            for library in order[shift:] + order[:shift]:
                self.turn(library, best(self.measured[library]))
        return {
            "flow": self.flow.settings(),
            "work": self.work.name,
            "batch": self.work.batch,
            "libraries": self.measured,
            "errors": self.errors,
        }

    def variants(self, library):
        if library == "floor":
            return floor_variants(self.work.name, self.work.batch)
        if not self.plan.tries_settings(self.flow, self.work):
            return usual_variant(library)
        return variants(library, self.places(library))

    def places(self, library):
        one = ONE_CORE if self.work.batch == 1 else Place(1)
        if self.flow.is_usual():
            return list(dict.fromkeys([one, Place(ALL_CORES)]))
        return [one if library == "flowjax" or one == ONE_CORE else Place(ALL_CORES)]

    def attempt(self, library, variant):
        """A first turn; what gives no reply in time is not tried again with more rows."""
        place, more = self.choices[library][variant]
        way = self.flow, self.work.name, library, place.threads, more.get("compile")
        if way in self.given_up:
            self.errors[f"{library}, {variant}"] = "not tried, as fewer rows gave no reply in time"
            return
        self.turn(library, variant)
        if self.errors.get(f"{library}, {variant}") == too_long(self.plan.timeout):
            self.given_up.add(way)

    def turn(self, library, variant):
        place, more = self.choices[library][variant]
        settings = dict(self.flow.settings(), work=self.work.name, batch=self.work.batch)
        settings.update(do="time", seconds=self.plan.seconds)
        settings.update(more)
        time.sleep(PAUSE)
        reply = self.workers.of(library, place).ask(self.plan.timeout, **settings)
        if "error" in reply:
            self.errors[f"{library}, {variant}"] = reply["error"]
            return
        entry = self.measured.setdefault(library, {}).setdefault(variant, {"rounds": []})
        entry["rounds"].append(reply["times"])
        entry["parameters"] = reply["parameters"]


def best(entries):
    return min(entries, key=lambda variant: statistics.median(entries[variant]["rounds"][0]))
