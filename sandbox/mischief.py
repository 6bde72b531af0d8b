"""How a fault happens to a request. Each kind of ``faults.Kind`` is one short function here."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.faults import Fault, Kind
from sandbox.platform import Platform
from sandbox.problems import Problem, invalid, out_of_credits, plain

_POLL_SECONDS = 0.1
_PLAIN: dict[Kind, Problem] = {
    Kind.BAD_REQUEST: invalid("One or more parameters to your request was invalid."),
    Kind.UNAUTHORIZED: plain(401, "Unauthorized"),
    Kind.FORBIDDEN: plain(403, "Forbidden", "You are not permitted to perform this action."),
    Kind.SERVER_ERROR: plain(500, "Internal Server Error"),
    Kind.UNAVAILABLE: plain(503, "Service Unavailable"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way into the app."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send


@dataclass(slots=True)
class _Answer:
    """What the app answered, held back."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


async def happen(fault: Fault, call: Call, platform: Platform) -> None:
    """Let ``fault`` befall ``call``."""
    match fault.kind:
        case Kind.PAYMENT_REQUIRED:
            await answer(call.send, out_of_credits(platform.account.id))
        case Kind.RATE_LIMITED:
            await _rate_limited(fault, call, platform)
        case Kind.SLOW:
            await _slow(fault, call)
        case Kind.HANG:
            await _hang(call, fault.duration)
        case Kind.DROP:
            await _drop(call)
        case Kind.COMMIT_THEN_DROP:
            await _carry_out(call)
            await _drop(call)
        case Kind.MALFORMED_JSON:
            held = await _carry_out(call)
            await _send(call.send, held.status, held.headers, held.body[: len(held.body) // 2])
        case Kind.MALFORMED_POST:
            held = await _carry_out(call)
            await _send(call.send, held.status, held.headers, _with_nonsense(held.body))
        case _:
            await answer(call.send, _PLAIN[fault.kind])


async def answer(send: Send, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
    """Answer with a problem."""
    pairs = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    pairs.append((b"content-type", b"application/problem+json"))
    await _send(send, problem.status, pairs, json.dumps(problem.body).encode())


async def _rate_limited(fault: Fault, call: Call, platform: Platform) -> None:
    reset = platform.now() + timedelta(seconds=fault.duration)
    headers = {
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(int(reset.timestamp())),
    }
    await answer(call.send, plain(429, "Too Many Requests"), headers)


async def _slow(fault: Fault, call: Call) -> None:
    held = await _carry_out(call)
    await asyncio.sleep(fault.duration)
    await _send(call.send, held.status, held.headers, held.body)


async def _hang(call: Call, seconds: float) -> None:
    """Be silent until the time is over, the client is gone, or the server wants to stop."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    was_kept_alive = _kept_alive(call.receive)
    while loop.time() < deadline and _kept_alive(call.receive) == was_kept_alive:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(_POLL_SECONDS, max(deadline - loop.time(), 0.001))):
                if (await call.receive())["type"] == "http.disconnect":
                    return
    await _drop(call)


async def _drop(call: Call) -> None:
    """Close the connection without a word."""
    transport = getattr(_uvicorn_cycle(call.receive), "transport", None)
    if transport is None:
        # Some other server: all that ASGI allows is an answer that breaks off.
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await call.send({"type": "http.response.start", "status": 200, "headers": headers})
        await call.send({"type": "http.response.body", "body": b"{", "more_body": True})
        return
    transport.close()
    while (await call.receive())["type"] != "http.disconnect":
        pass


async def _carry_out(call: Call) -> _Answer:
    held = _Answer()

    async def hold(message: Message) -> None:
        if message["type"] == "http.response.start":
            held.status = message["status"]
            held.headers = list(message["headers"])
        else:
            held.body += message.get("body", b"")

    await call.app(call.scope, call.receive, hold)
    return held


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    sized = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    sized.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": sized})
    await send({"type": "http.response.body", "body": body})


def _with_nonsense(body: bytes) -> bytes:
    answered = json.loads(body)
    data = answered.get("data")
    if isinstance(data, list) and data:
        data = data[0]
    if isinstance(data, dict):
        data.pop("text", None)
        if "created_at" in data:
            data["created_at"] = "kemarin sore"
    return json.dumps(answered).encode()


def _uvicorn_cycle(receive: Receive) -> object:
    # uvicorn's ``receive`` is a method of the object that holds the connection; ASGI itself offers
    # no way to hang up, and hanging up is what is to be played here.
    return getattr(receive, "__self__", None)


def _kept_alive(receive: Receive) -> bool:
    # uvicorn clears this on every open request when it is told to stop.
    return bool(getattr(_uvicorn_cycle(receive), "keep_alive", True))
