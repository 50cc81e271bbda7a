"""The nouns that cross walls between the rooms: frozen, complete when they exist, importing nothing of ours."""
