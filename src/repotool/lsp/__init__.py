"""repotool in editors: a server of the Language Server Protocol. Only `server` knows the library that speaks it."""
