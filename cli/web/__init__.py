"""Builds web/, with a Node.js that is here or fetched."""
