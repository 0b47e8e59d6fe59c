"""Performance agreements (perjanjian kinerja): bound to a post, revised, closed, and what was realised of them."""
