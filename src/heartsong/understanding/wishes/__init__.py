"""What a message asks for, in so many words: each file hears one kind of wish."""
