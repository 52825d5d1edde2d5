"""Words of a text: where they stand, their forms, and what is known of them."""
