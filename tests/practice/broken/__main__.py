"""The table of mutants, in Markdown: ``python -m tests.practice.broken``."""

import importlib
import pkgutil

import tests.practice.broken as broken

print("| broken at the centre | told by |\n|---|---|")
for file in pkgutil.iter_modules(broken.__path__):
    if file.name != "__main__":
        module = importlib.import_module(f"{broken.__name__}.{file.name}")
        for mutant in module.MUTANTS:
            told_by = ", ".join(f"`{name}`" for name in sorted(mutant.told_by))
            print(f"| {mutant.broken} | {told_by} |")
