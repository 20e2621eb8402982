"""What the entries of a feed state, whether it is RSS, Atom or JSON Feed, and how they become records."""
