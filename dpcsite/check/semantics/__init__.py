"""What HTML means to a browser and to assistive technology: visibility, roles, names. Tables apart from logic."""
