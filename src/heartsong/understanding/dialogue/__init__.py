"""What a conversation goes on from, from turn to turn, and the sentences that it is held in."""
