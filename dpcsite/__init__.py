"""Accessible static sites for police services, in English and Welsh, checked for WCAG in every build."""

__version__ = "0.1.0"
