"""The ways in: parse → call Recommender → format."""
