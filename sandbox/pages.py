"""The pages on which a person plays the citizens. Plain forms; scripts only make them livelier."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from sandbox import views
from sandbox.platform import NotAllowed, NotFound, Platform
from sandbox.values import User

router = APIRouter(include_in_schema=False)

_templates = Jinja2Templates(directory=Path(__file__).with_name("templates"))
_templates.env.trim_blocks = True
_templates.env.lstrip_blocks = True

MAX_TEXT = 4_000  # longer than 280, so that long posts can be tried

# What a person may want to try first: the label of the link, and the text it fills in.
EXAMPLES: dict[str, str] = {
    "Jalan berlubang": (
        "@lapor1708 #lapor Jl. Poros Belopa depan pasar, Kec. Belopa, Kab. Luwu berlubang besar. "
        "Sudah dua motor jatuh minggu ini, mohon segera diperbaiki 🙏"
    ),
    "Minta anonim": (
        "@lapor1708 #lapor tolong anonim ya. Petugas kelurahan di Bekasi Timur, Kota Bekasi minta "
        "uang 150 ribu buat urus KK, katanya biar cepat."
    ),
    "Terima kasih": (
        "@lapor1708 makasih banyak, lampu jalan di depan rumah kami sudah nyala lagi 👏"
    ),
    "Bertanya": "@lapor1708 min, kalau mau lapor lewat sini caranya gimana ya?",
}

_TROUBLES = {
    "kosong": "Tulis sesuatu dulu.",
    "panjang": f"Terlalu panjang: paling banyak {MAX_TEXT} huruf.",
    "siapa": "Pilih salah satu warga dari daftar.",
    "hilang": "Postingan itu sudah tidak ada.",
    "terlambat": "Postingan hanya bisa disunting dalam 30 menit pertama.",
}


class _Trouble(Exception):
    """What a person did wrong; the word is a key of ``_TROUBLES``."""


def _platform(request: Request) -> Platform:
    platform: Platform = request.app.state.platform
    return platform


Network = Annotated[Platform, Depends(_platform)]
Speaker = Annotated[str, Form(alias="as")]
Text = Annotated[str, Form()]


# ---------------------------------------------------------------- the timeline


@router.get("/")
async def timeline(request: Request, platform: Network) -> Response:
    """The composer, and all threads, newest first. ``?contoh=N`` fills in an example."""
    return _timeline(
        request,
        platform,
        text=_example(request.query_params.get("contoh", "")) or f"@{platform.account.username} ",
        speaker=request.query_params.get("as", ""),
        trouble=_TROUBLES.get(request.query_params.get("galat", "")),
    )


@router.post("/posts")
async def publish(
    request: Request,
    platform: Network,
    speaker: Speaker = "",
    text: Text = "",
    in_reply_to: Annotated[str, Form()] = "",
) -> Response:
    """Post or reply as a citizen."""
    try:
        user = _speaker(platform, speaker)
        post = platform.publish(user.id, _said(text), in_reply_to=in_reply_to or None)
    except _Trouble as trouble:
        return _timeline(
            request,
            platform,
            text=text,
            speaker=speaker,
            trouble=_TROUBLES[str(trouble)],
            status=422,
        )
    except NotFound:
        return _back(speaker, trouble="hilang")
    return _back(user.username, anchor=f"post-{post.id}")


@router.post("/posts/{post_id}/edit")
async def edit(post_id: str, platform: Network, speaker: Speaker = "", text: Text = "") -> Response:
    """Give a citizen's post a new version."""
    try:
        _check_citizens(platform, post_id)
        post = platform.edit(post_id, _said(text))
    except NotFound:
        return _back(speaker, trouble="hilang")
    except NotAllowed:
        return _back(speaker, trouble="terlambat")
    except _Trouble as trouble:
        return _back(speaker, trouble=str(trouble))
    return _back(speaker, anchor=f"post-{post.id}")


@router.post("/posts/{post_id}/delete")
async def delete(post_id: str, platform: Network, speaker: Speaker = "") -> Response:
    """Delete a citizen's post."""
    try:
        _check_citizens(platform, post_id)
        platform.delete(post_id)
    except NotFound:
        return _back(speaker, trouble="hilang")
    return _back(speaker)


def _timeline(
    request: Request,
    platform: Platform,
    *,
    text: str,
    speaker: str,
    trouble: str | None,
    status: int = 200,
) -> Response:
    faces = views.citizens(platform)
    return _templates.TemplateResponse(
        request,
        "timeline.html",
        {
            "account": views.face(platform, platform.user(platform.account.id)),
            "citizens": faces,
            "speaker": views.chosen(faces, speaker),
            "text": text,
            "trouble": trouble,
            "threads": views.threads(platform),
            "examples": list(EXAMPLES),
            "max_text": MAX_TEXT,
        },
        status_code=status,
    )


def _back(speaker: str, *, anchor: str = "", trouble: str = "") -> Response:
    query = {key: value for key, value in (("as", speaker), ("galat", trouble)) if value}
    target = "/" + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")
    return RedirectResponse(target, status_code=303)


# ---------------------------------------------------------------- direct messages


@router.get("/dm")
async def conversation(request: Request, platform: Network) -> Response:
    """The messages between one citizen and the account."""
    return _conversation(
        request,
        platform,
        speaker=request.query_params.get("as", ""),
        text="",
        trouble=_TROUBLES.get(request.query_params.get("galat", "")),
    )


@router.post("/dm")
async def send_dm(
    request: Request, platform: Network, speaker: Speaker = "", text: Text = ""
) -> Response:
    """Write to the account as a citizen."""
    try:
        user = _speaker(platform, speaker)
        platform.send_dm(user.id, platform.account.id, _said(text))
    except _Trouble as trouble:
        message = _TROUBLES[str(trouble)]
        return _conversation(
            request, platform, speaker=speaker, text=text, trouble=message, status=422
        )
    return RedirectResponse(f"/dm?{urlencode({'as': user.username})}#terbaru", status_code=303)


def _conversation(
    request: Request,
    platform: Platform,
    *,
    speaker: str,
    text: str,
    trouble: str | None,
    status: int = 200,
) -> Response:
    listed = views.conversations(platform)
    who = views.chosen([entry.face for entry in listed], speaker)
    return _templates.TemplateResponse(
        request,
        "dm.html",
        {
            "account": views.face(platform, platform.user(platform.account.id)),
            "conversations": listed,
            "speaker": who,
            "messages": views.conversation(platform, who.username) if who else [],
            "text": text,
            "trouble": trouble,
            "max_text": MAX_TEXT,
        },
        status_code=status,
    )


# ---------------------------------------------------------------- what people send


def _example(number: str) -> str | None:
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(EXAMPLES):
        return list(EXAMPLES.values())[int(number) - 1]
    return None


def _said(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()  # a form sends CRLF
    if not said:
        raise _Trouble("kosong")
    if len(said) > MAX_TEXT:
        raise _Trouble("panjang")
    return said


def _speaker(platform: Platform, username: str) -> User:
    try:
        user = platform.user_named(username)
    except NotFound:
        raise _Trouble("siapa") from None
    if user.suspended or user.id == platform.account.id:
        raise _Trouble("siapa")
    return user


def _check_citizens(platform: Platform, post_id: str) -> None:
    """What the account said is not for a citizen to change."""
    post = platform.find(post_id)
    if post is None or post.author_id == platform.account.id:
        raise NotFound(post_id)
