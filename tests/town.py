"""A town for tests: the sandbox X on a real port, our real client on it, and verbs for stories."""

from datetime import timedelta
from typing import Any

from bot.twitter import TwitterChannel
from sandbox.app import create_app
from sandbox.faults import Fault, Kind
from sandbox.values import (
    ACCESS_TOKEN,
    ACCESS_TOKEN_SECRET,
    CONSUMER_KEY,
    CONSUMER_SECRET,
    DirectMessage,
    Endpoint,
    Post,
)
from scheduler.serving import Server
from tests.clock import SetClock

CITIZENS = ("warga_satu", "warga_dua", "warga_tiga")


class Town:
    """The network where citizens post and the bot answers."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        app = create_app(now=clock.now)
        self.platform = app.state.platform
        self.account = self.platform.account
        self._server = Server(app, "127.0.0.1", 0)
        for username in CITIZENS:
            self.platform.join(username, username.replace("_", " ").title())

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def client(self, **changes: Any) -> TwitterChannel:
        """Return the real client; ``changes`` go to its constructor."""
        usual: dict[str, Any] = {
            "consumer_key": CONSUMER_KEY,
            "consumer_secret": CONSUMER_SECRET,
            "access_token": ACCESS_TOKEN,
            "access_token_secret": ACCESS_TOKEN_SECRET,
            "clock": self.clock,
            "host": self.url,
            "first_read": timedelta(hours=24),
        }
        return TwitterChannel(**(usual | changes))

    # ------------------------------------------------------------ what citizens do

    def tweets(self, username: str, text: str, **refers: str) -> Post:
        """Post as a citizen, mentioning us; ``refers``: in_reply_to, quotes, retweets."""
        self.clock.advance(seconds=1)
        author = self.platform.user_named(username)
        words = text if "@" in text or "retweets" in refers else f"@{self.account.username} {text}"
        post: Post = self.platform.publish(author.id, words, **refers)
        return post

    def writes(self, username: str, text: str) -> DirectMessage:
        """Send us a direct message as a citizen."""
        self.clock.advance(seconds=1)
        author = self.platform.user_named(username)
        message: DirectMessage = self.platform.send_dm(author.id, self.account.id, text)
        return message

    # ------------------------------------------------------------ what the bot did

    def answers_to(self, post: Post) -> list[str]:
        """Return the texts of our replies to a post, oldest first."""
        own = sorted(self.platform.timeline(self.account.id), key=lambda answer: int(answer.id))
        return [answer.latest.text for answer in own if answer.in_reply_to == post.id]

    def messages_to(self, username: str) -> list[str]:
        """Return the texts of our direct messages to a citizen, oldest first."""
        reader = self.platform.user_named(username)
        return [m.text for m in self.platform.messages() if m.recipient_id == reader.id]

    # ------------------------------------------------------------ what goes wrong

    def breaks(
        self, endpoint: str, kind: str, *, times: int = 1, after: int = 0, seconds: float = 1
    ) -> None:
        """Order a fault; see ``sandbox.faults``."""
        self.platform.add_fault(Fault(Endpoint(endpoint), Kind(kind), times, after, seconds))

    def mends(self) -> None:
        self.platform.clear_faults()
