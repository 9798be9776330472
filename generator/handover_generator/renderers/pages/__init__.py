"""One page, or family of pages, of the site a file, each exposing ``PAGE``."""
