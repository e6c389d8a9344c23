-- The address under which this is served: at another one it is a copy, or the relay has moved.
CREATE TABLE home (id INTEGER PRIMARY KEY CHECK (id = 1), address TEXT NOT NULL) STRICT;
