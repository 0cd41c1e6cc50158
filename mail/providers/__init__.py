"""What mail providers post, as raw mail: who posted it, and what they say of it. Nothing here asks others."""
