"""What a run came to: figures, rankings, pages, and single reports."""
