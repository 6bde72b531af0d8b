"""Faults that a test or a person orders: how X misbehaves, on which endpoint, how often."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sandbox.values import Endpoint

ANY = "any"


class Kind(StrEnum):
    BAD_REQUEST = "bad_request"  # 400
    UNAUTHORIZED = "unauthorized"  # 401
    PAYMENT_REQUIRED = "payment_required"  # 402: credits used up
    FORBIDDEN = "forbidden"  # 403
    RATE_LIMITED = "rate_limited"  # 429, reset in ``seconds``
    SERVER_ERROR = "server_error"  # 500
    UNAVAILABLE = "unavailable"  # 503
    SLOW = "slow"  # done at once, answered after ``seconds``
    HANG = "hang"  # nothing done; silence for ``seconds``, then the connection is closed
    COMMIT_THEN_DROP = "commit_then_drop"  # done, then the connection is closed without an answer
    DROP = "drop"  # nothing done, the connection is closed
    MALFORMED_JSON = "malformed_json"  # done, 2xx, the body breaks off in the middle
    MALFORMED_POST = "malformed_post"  # done; the first object lacks its text, its date is nonsense


DEFAULT_SECONDS: dict[Kind, float] = {Kind.RATE_LIMITED: 900, Kind.SLOW: 1, Kind.HANG: 3600}


@dataclass(frozen=True, slots=True)
class Fault:
    """``times`` requests to ``on`` go wrong, after ``after`` of them were let pass."""

    on: str
    kind: Kind
    times: int = 1
    after: int = 0
    seconds: float | None = None

    @property
    def duration(self) -> float:
        """Seconds, for the kinds that last."""
        return DEFAULT_SECONDS.get(self.kind, 0) if self.seconds is None else self.seconds

    def concerns(self, endpoint: Endpoint) -> bool:
        return self.on in (ANY, endpoint.value)


class FaultQueue:
    """Faults in the order they were given; the first that concerns a request decides on it.

    Not safe for threads by itself: Platform holds the lock.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def pending(self) -> tuple[Fault, ...]:
        return tuple(self._faults)

    def take(self, endpoint: Endpoint) -> Fault | None:
        """Return the fault for this request, and count it as happened."""
        for index, fault in enumerate(self._faults):
            if not fault.concerns(endpoint):
                continue
            if fault.after > 0:
                self._faults[index] = replace(fault, after=fault.after - 1)
                return None
            if fault.times > 1:
                self._faults[index] = replace(fault, times=fault.times - 1)
            else:
                del self._faults[index]
            return fault
        return None
