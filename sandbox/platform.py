"""The social network itself: who is there, what was said, and what our account may do.

Knows nothing of HTTP and JSON. The clock is an argument. One lock guards everything, so that a
server thread and a test may use the same Platform.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox import text as texts
from sandbox.faults import Fault, FaultQueue
from sandbox.journal import Journal
from sandbox.quotas import Allowance, Quotas
from sandbox.values import (
    CITIZENS,
    MAX_EDITS,
    Account,
    DirectMessage,
    Endpoint,
    Post,
    Record,
    Reset,
    Sight,
    User,
    Version,
)

MENTIONS_KEPT = 800  # "up to the 800 most recent" (X: user mention timeline)
TIMELINE_KEPT = 3200  # "up to 3,200 most recent" (X: user post timeline)
MESSAGES_KEPT = timedelta(days=30)  # "events from the last 30 days" (X: direct messages lookup)
MAX_MESSAGE_LENGTH = 10_000
DUPLICATE_WINDOW = timedelta(hours=24)

# The invented citizens have fixed ids, outside the sequence of all others.
_CITIZEN_IDS = frozenset(citizen.id for citizen in CITIZENS)

_SNOWFLAKE_EPOCH_MS = 1_288_834_974_657  # X's: 2010-11-04T01:42:54.657Z
_SNOWFLAKE_SHIFT = 22


class NotAllowed(Exception):
    """The network understands and refuses. The message is X's own wording."""


class NotFound(Exception):
    """No such user or post."""


class Taken(Exception):
    """There is a user with that name already."""


class Platform:
    def __init__(
        self, account: Account, now: Callable[[], datetime], journal: Journal | None = None
    ) -> None:
        self.account = account
        self.now = now
        self._journal = journal
        self._lock = threading.RLock()
        self._last_id = 0
        self._forget()
        for record in journal.read() if journal else ():
            self._apply(record)

    # ---------------------------------------------------------------- users

    def users(self) -> list[User]:
        """Return everybody but our account, in the order they came."""
        with self._lock:
            return [user for user in self._users.values() if user.id != self.account.id]

    def user(self, user_id: str) -> User:
        """Return a user, suspended or not. Raises NotFound."""
        with self._lock:
            try:
                return self._users[user_id]
            except KeyError:
                raise NotFound(user_id) from None

    def user_named(self, username: str) -> User:
        """Return a user by name, in any case. Raises NotFound."""
        with self._lock:
            found = self._find_name(username)
            if found is None:
                raise NotFound(username)
            return found

    def join(
        self, username: str, name: str, *, location: str | None = None, protected: bool = False
    ) -> User:
        """Add a user. Raises Taken."""
        with self._lock:
            if self._find_name(username):
                raise Taken(username)
            user = User(self._next_id(), username, name, self.now(), location, protected)
            self._record(user)
            return user

    def set_state(
        self, username: str, *, protected: bool | None = None, suspended: bool | None = None
    ) -> User:
        """Protect or suspend a user, or undo it; None leaves it as it is. Raises NotFound."""
        with self._lock:
            user = self.user_named(username)
            user = replace(
                user,
                protected=user.protected if protected is None else protected,
                suspended=user.suspended if suspended is None else suspended,
            )
            self._record(user)
            return user

    # ---------------------------------------------------------------- writing posts

    def publish(
        self,
        author_id: str,
        text: str,
        *,
        in_reply_to: str | None = None,
        quotes: str | None = None,
        retweets: str | None = None,
        created_at: datetime | None = None,
    ) -> Post:
        """Post as anybody. Raises NotFound for an unknown author or post referred to.

        ``created_at`` backdates what the post says of itself; its id is always a new one.
        """
        with self._lock:
            self.user(author_id)
            parent = self._referred(in_reply_to)
            self._referred(quotes)
            original = self._referred(retweets)
            said = self._retweet_text(original) if original else texts.well_formed(text)
            version = Version(self._next_id(), said, created_at or self.now())
            post = Post(
                author_id=author_id,
                versions=(version,),
                conversation_id=parent.conversation_id if parent else version.id,
                addressed=self._addressed(author_id, said, parent) if parent else (),
                in_reply_to=in_reply_to,
                quotes=quotes,
                retweets=retweets,
            )
            self._record(post)
            return post

    def publish_as_account(self, text: str, in_reply_to: str | None = None) -> Post:
        """Post through the API, under X's rules for it. Raises NotAllowed."""
        with self._lock:
            if texts.weighted_length(text) > texts.MAX_WEIGHT:
                raise NotAllowed("Your Tweet text is too long.")
            if in_reply_to is not None:
                self._check_reply(in_reply_to)
            if self._said_lately(text):
                raise NotAllowed("You are not allowed to create a Tweet with duplicate content.")
            return self.publish(self.account.id, text, in_reply_to=in_reply_to)

    def edit(self, post_id: str, text: str) -> Post:
        """Give a post a new version. Raises NotFound, and NotAllowed when it is too late for it."""
        with self._lock:
            post = self._alive(post_id)
            now = self.now()
            if now >= post.editable_until or len(post.versions) > MAX_EDITS or post.retweets:
                raise NotAllowed("This Post can no longer be edited.")
            post = post.edited(Version(self._next_id(), texts.well_formed(text), now))
            self._record(post)
            return post

    def delete(self, post_id: str) -> None:
        """Delete a post, all versions of it. Raises NotFound."""
        with self._lock:
            self._record(replace(self._alive(post_id), deleted=True))

    # ---------------------------------------------------------------- reading posts

    def posts(self) -> list[Post]:
        """Return every post, oldest first, with the deleted ones."""
        with self._lock:
            return list(self._posts.values())

    def find(self, post_id: str) -> Post | None:
        """Return the post that has or had that id, deleted or not."""
        with self._lock:
            return self._posts.get(self._first_of.get(post_id, ""))

    def sight(self, post: Post | None) -> Sight:
        """Return what our account may see of a post."""
        with self._lock:
            if post is None or post.deleted:
                return Sight.GONE
            author = self._users[post.author_id]
            if author.id == self.account.id:
                return Sight.PUBLIC
            if author.protected or author.suspended:
                return Sight.HIDDEN
            if post.retweets and self.sight(self.find(post.retweets)) is not Sight.PUBLIC:
                return Sight.GONE
            return Sight.PUBLIC

    def mentions(self, user_id: str) -> list[Post]:
        """Return the posts that mention a user, newest first: the newest 800, no more."""
        with self._lock:
            username = self.user(user_id).username.lower()
            found = [post for post in self._visible() if username in self._names_in(post)]
            return _newest_first(found)[:MENTIONS_KEPT]

    def timeline(self, user_id: str) -> list[Post]:
        """Return the posts of a user, newest first: the newest 3,200, no more."""
        with self._lock:
            self.user(user_id)
            found = [post for post in self._visible() if post.author_id == user_id]
            return _newest_first(found)[:TIMELINE_KEPT]

    # ---------------------------------------------------------------- direct messages

    def send_dm(self, sender_id: str, recipient_id: str, text: str) -> DirectMessage:
        """Send a message as anybody. Raises NotFound."""
        with self._lock:
            self.user(sender_id)
            self.user(recipient_id)
            said = texts.well_formed(text)
            message = DirectMessage(self._next_id(), sender_id, recipient_id, said, self.now())
            self._record(message)
            return message

    def send_dm_as_account(self, recipient_id: str, text: str) -> DirectMessage:
        """Send a message through the API, under X's rules for it. Raises NotAllowed."""
        with self._lock:
            user = self._users.get(recipient_id)
            wrote_first = any(m.sender_id == recipient_id for m in self._messages)
            if user is None or user.suspended or not wrote_first:
                raise NotAllowed("You do not have permission to DM one or more participants.")
            return self.send_dm(self.account.id, recipient_id, text)

    def dm_events(self) -> list[DirectMessage]:
        """Return the messages to and from our account, newest first, of the last 30 days."""
        with self._lock:
            since = self.now() - MESSAGES_KEPT
            return [m for m in reversed(self._messages) if m.created_at >= since]

    def messages(self) -> list[DirectMessage]:
        """Return every message, oldest first."""
        with self._lock:
            return list(self._messages)

    # ---------------------------------------------------------------- limits and faults

    def spend(self, endpoint: Endpoint) -> Allowance:
        """Count a request against its quota."""
        with self._lock:
            return self._quotas.spend(endpoint, self.now())

    def take_fault(self, endpoint: Endpoint) -> Fault | None:
        """Return the fault that shall befall this request, and count it."""
        with self._lock:
            return self._faults.take(endpoint)

    def add_fault(self, fault: Fault) -> None:
        with self._lock:
            self._faults.add(fault)

    def clear_faults(self) -> None:
        with self._lock:
            self._faults.clear()

    def pending_faults(self) -> tuple[Fault, ...]:
        with self._lock:
            return self._faults.pending()

    def reset(self) -> None:
        """Forget posts, messages, joined users, quotas and faults. Ids are not used again."""
        with self._lock:
            self._record(Reset(self._last_id))

    # ---------------------------------------------------------------- memory

    def _record(self, record: Record) -> None:
        if self._journal:
            self._journal.append(record)
        self._apply(record)

    def _apply(self, record: Record) -> None:
        match record:
            case User():
                self._users[record.id] = record
                self._notice_id(record.id)
            case Post():
                self._posts[record.first_id] = record
                for version in record.versions:
                    self._first_of[version.id] = record.first_id
                    self._notice_id(version.id)
            case DirectMessage():
                self._messages.append(record)
                self._notice_id(record.id)
            case Reset():
                self._forget()
                self._last_id = max(self._last_id, record.last_id)

    def _forget(self) -> None:
        account = User(self.account.id, self.account.username, self.account.name)
        self._users: dict[str, User] = {user.id: user for user in (account, *CITIZENS)}
        self._posts: dict[str, Post] = {}
        self._first_of: dict[str, str] = {}
        self._messages: list[DirectMessage] = []
        self._quotas = Quotas()
        self._faults = FaultQueue()

    def _notice_id(self, given: str) -> None:
        if given != self.account.id and given not in _CITIZEN_IDS:
            self._last_id = max(self._last_id, int(given))

    def _next_id(self) -> str:
        milliseconds = int(self.now().timestamp() * 1000) - _SNOWFLAKE_EPOCH_MS
        self._last_id = max(self._last_id + 1, milliseconds << _SNOWFLAKE_SHIFT)
        return str(self._last_id)

    # ---------------------------------------------------------------- rules

    def _find_name(self, username: str) -> User | None:
        wanted = username.lower()
        return next((u for u in self._users.values() if u.username.lower() == wanted), None)

    def _referred(self, post_id: str | None) -> Post | None:
        return None if post_id is None else self._alive(post_id)

    def _alive(self, post_id: str) -> Post:
        post = self.find(post_id)
        if post is None or post.deleted:
            raise NotFound(post_id)
        return post

    def _visible(self) -> Iterable[Post]:
        return (post for post in self._posts.values() if self.sight(post) is Sight.PUBLIC)

    def _names_in(self, post: Post) -> set[str]:
        """Return the usernames, in lower case, that a post mentions in any way."""
        return {name.lower() for name in (*post.addressed, *_written_names(post.latest.text))}

    def _addressed(self, author_id: str, text: str, parent: Post) -> tuple[str, ...]:
        """Return whom X addresses in a reply: the parent's author, and those the parent names."""
        author = self._users[author_id].username
        written = {name.lower() for name in (author, *_written_names(text))}
        parent_names = (*parent.addressed, *_written_names(parent.latest.text))
        known = [self._users[parent.author_id].username]
        known += [user.username for name in parent_names if (user := self._find_name(name))]
        return tuple(name for name in dict.fromkeys(known) if name.lower() not in written)

    def _retweet_text(self, original: Post) -> str:
        author = self._users[original.author_id].username
        return texts.shorten(f"RT @{author}: {original.latest.text}", texts.MAX_WEIGHT)

    def _check_reply(self, post_id: str) -> None:
        parent = self.find(post_id)
        if parent is None or self.sight(parent) is not Sight.PUBLIC:
            raise NotAllowed(
                "You attempted to reply to a Tweet that is deleted or not visible to you."
            )
        theirs = (post for post in self._posts.values() if post.author_id == parent.author_id)
        if parent.author_id != self.account.id and not any(map(self._engages_us, theirs)):
            raise NotAllowed(
                "Reply to this conversation is not allowed because you have not been mentioned "
                "or otherwise engaged by the author of the post you are replying to."
            )

    def _engages_us(self, post: Post) -> bool:
        quoted = self.find(post.quotes) if post.quotes else None
        quotes_us = quoted is not None and quoted.author_id == self.account.id
        named = not post.retweets and self.account.username.lower() in self._names_in(post)
        return not post.deleted and (quotes_us or named)

    def _said_lately(self, text: str) -> bool:
        since = self.now() - DUPLICATE_WINDOW
        return any(
            version.text == text and version.created_at > since
            for post in self._posts.values()
            if post.author_id == self.account.id and not post.deleted
            for version in post.versions
        )


def _written_names(text: str) -> list[str]:
    return [span.value for span in texts.mentions(text)]


def _newest_first(posts: Iterable[Post]) -> list[Post]:
    return sorted(posts, key=lambda post: int(post.id), reverse=True)
