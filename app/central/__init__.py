"""How the desk speaks to the centre: the wire's types, the client, sign-in."""
