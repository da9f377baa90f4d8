"""A site with one page and one job that take two seconds, to be stopped in the middle of them."""
