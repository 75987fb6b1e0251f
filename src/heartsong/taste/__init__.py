"""What a listener thinks of songs."""
