"""The mutants of a module: its text with one operator, condition, number or loop turned round.

cosmic-ray knows how to mutate; which of its operators are worth their time, and which mutants differ
at all, is said here. Left out are annotations, which mean nothing or which no test could miss, and
how a class is made (frozen or not); the numbers and names of types at a module's top level, which say
how much at a time, how long, and what is what; and ``zip``'s ``strict``, an assertion.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

COMPARISONS = (
    "Eq_NotEq NotEq_Eq Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot IsNot_Is"
)
ARITHMETIC = "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Mul Mod_Mul BitOr_BitAnd BitAnd_BitOr"
OPERATORS = (
    *(f"core/ReplaceComparisonOperator_{pair}" for pair in COMPARISONS.split()),
    *(f"core/ReplaceBinaryOperator_{pair}" for pair in ARITHMETIC.split()),
    "core/AddNot", "core/ReplaceUnaryOperator_Delete_Not", "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd", "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue",
    "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak",
    "core/NumberReplacer", "core/ZeroIterationForLoop",
)  # fmt: skip
AT_TOP = ("core/NumberReplacer", "core/ReplaceBinaryOperator")
FOR_TYPES_ONLY = "if TYPE_CHECKING:"


class Mutant(msgspec.Struct, frozen=True):
    """``module`` is a path below the project's root; ``occurrence`` the operator's, from the top."""

    module: str
    line: int
    operator: str
    occurrence: int
    before: str

    def text(self, source: str) -> str:
        """The module's text, mutated."""
        mutated = mutate_code(source, get_operator(self.operator)(), self.occurrence)
        if mutated is None:
            raise ValueError(f"{self} is not there")
        return str(mutated)

    def differs(self, source: str) -> bool:
        """Whether it is another program, and one at all."""
        return _meaning(self.text(source)) not in ("", _meaning(source))

    def after(self, source: str) -> str:
        """The mutated line."""
        lines = self.text(source).splitlines()
        return lines[self.line - 1].strip() if self.line <= len(lines) else ""


def mutants_of(root: Path, module: str) -> Iterator[Mutant]:
    """All of a module, those too that do not differ: to tell takes longer than to list them."""
    source = (root / module).read_text("utf-8")
    lines, nodes = source.splitlines(), list(ast_nodes(get_ast(source)))
    for name in OPERATORS:
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, ((line, _), _end) in enumerate(places):
            before = lines[line - 1]
            if not _left_out(name, before):
                yield Mutant(module, line, name, occurrence, before.strip())


def _left_out(operator: str, line: str) -> bool:
    if operator == "core/ReplaceTrueWithFalse" and "strict=True" in line:
        return True
    at_top = not line.startswith(" ") and operator.startswith(AT_TOP)
    return at_top or line == FOR_TYPES_ONLY or line.startswith("class ")


def _meaning(source: str) -> str:
    """A program without its annotations."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    return ast.dump(_WithoutAnnotations().visit(tree))


class _WithoutAnnotations(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = ast.Constant("")
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        return node
