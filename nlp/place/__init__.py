"""Where it is: the gazetteer, handles, landmarks, streets, and what decides between them."""
