"""Questions handed to people: knows no surface. A surface shows cases, and tells whoever asked."""
