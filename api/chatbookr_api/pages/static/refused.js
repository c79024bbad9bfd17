// Nothing to do here: the page says what it has to say without a script.
