"""Values that strangers wrote (dates, numbers, charsets, YAML, text), read so that none raises."""
