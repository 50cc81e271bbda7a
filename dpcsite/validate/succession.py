"""Forces that change: ids that they had, their last days, and who follows them."""

from collections.abc import Collection, Iterator, Mapping

from dpcsite.model.findings import Finding
from dpcsite.model.site import Force


def succession(forces: Mapping[str, Force], broken: Collection[str]) -> Iterator[Finding]:
    """Earlier ids that another force has, and ends of forces that lead nowhere."""
    claimed: dict[str, str] = {}
    for force in forces.values():
        yield from _former_ids(force, {*forces, *broken}, claimed)
        yield from _end(force, forces)


def _former_ids(force: Force, ids: Collection[str], claimed: dict[str, str]) -> Iterator[Finding]:
    for name, place in force.change.ids:
        if name in ids:
            message = f'"{name}" is the id of a force of its own (forces/{name}/), so it cannot be an earlier one.'
            help_ = "Take it out here. If that force has ended, write valid_until and successor in its force.yaml."
            yield Finding("force-change", "error", message, help_, place)
        elif name in claimed:
            message = f'"{name}" is named as an earlier id twice: here and in {claimed[name]}.'
            yield Finding("force-change", "error", message, "Keep one of the two.", place)
        claimed.setdefault(name, place.path)


def _end(force: Force, forces: Mapping[str, Force]) -> Iterator[Finding]:
    change, places = force.change, force.places
    if change.successor and change.last_day is None:
        message = f'"{change.successor}" follows this force, but nobody says when.'
        help_ = "Write the last day of this force as valid_until, or take the successor out."
        yield Finding("force-change", "error", message, help_, places["successor"])
    elif change.last_day and not change.successor:
        message = f"This force ends on {change.last_day}, and nobody follows it."
        help_ = "Write the id of the force that follows as successor; else its old addresses lead nowhere."
        yield Finding("force-change", "warning", message, help_, places["valid_until"])
    trail = _trail(force, forces)
    if trail[-1] in trail[:-1]:
        if force.id == trail[-1] == min(trail):  # told once for each circle
            message = f"These forces follow each other in a circle: {' → '.join(trail)}."
            yield Finding("force-change", "error", message, "Let one of them go on.", places["successor"])
        return
    heir = forces.get(change.successor)
    if heir and heir.change.last_day and change.last_day and heir.change.last_day <= change.last_day:
        message = f'"{heir.id}" follows this force, but ends itself on {heir.change.last_day}.'
        help_ = "Name the force that goes on after this one’s last day."
        yield Finding("force-change", "error", message, help_, places["successor"])


def _trail(force: Force, forces: Mapping[str, Force]) -> list[str]:
    """The force and those that follow it, up to the first that comes again."""
    trail = [force.id]
    while (heir := forces.get(trail[-1])) and heir.change.successor:
        trail.append(heir.change.successor)
        if trail[-1] in trail[:-1]:
            break
    return trail
