"""A conversation about songs, and the state that it goes on from."""

from heartsong.conversation.state import State
from heartsong.conversation.talk import Conversation, Reply

__all__ = ["Conversation", "Reply", "State"]
