"""The Liquid of the texts of mails: what helpdesk.find_template_fault lets pass, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TextIO

from liquid import BoundTemplate, Environment, RenderContext
from liquid.builtin import content, illegal, output
from liquid.builtin.filters import misc, string
from liquid.builtin.tags import for_tag, if_tag, unless_tag
from liquid.stringify import to_liquid_string

from pgdesk.mail.templates.marks import mark


class _MarkedNode(output.OutputNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(mark(to_liquid_string(self.expression.evaluate(context), False)))


class _MarkedOutput(output.Output):
    node_class = _MarkedNode


class _Environment(Environment):
    #: A list of a mail has at most a hundred entries, and a text no loop in a loop.
    loop_iteration_limit = 2_000
    #: A message of 200,000 characters, each of which four bytes, and two digits a byte.
    output_stream_limit = 4_000_000
    block_nesting_limit = 10
    output_tag: type[output.Output] = output.Output

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """No filter makes a value longer: the limits are of what is written, not of what a filter returns."""
        for tag in (
            content.Literal,
            self.output_tag,
            illegal.Illegal,
            if_tag.IfTag,
            unless_tag.UnlessTag,
            for_tag.ForTag,
        ):
            self.add_tag(tag)
        for name in ("capitalize", "downcase", "strip", "truncate", "truncatewords", "upcase"):
            self.add_filter(name, getattr(string, name))
        self.add_filter("default", misc.default)


class _MarkingEnvironment(_Environment):
    output_tag = _MarkedOutput


_MARKING = _MarkingEnvironment()
_PAGES = _Environment(autoescape=True)


def fill_in(template: str, values: Mapping[str, object]) -> str:
    """The text with a mark for each value. Raises liquid.exceptions.LiquidError."""
    return _parse(template).render({name: _present(value) for name, value in values.items()})


def page(source: str) -> BoundTemplate:
    """A page of pgdesk's own, whose values are escaped."""
    return _PAGES.from_string(source)


def _present(value: object) -> object:
    """Nothing in place of an empty text, which Liquid takes for true."""
    if isinstance(value, dict):
        return {name: _present(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_present(part) for part in value]
    return value or None


@lru_cache(maxsize=500)
def _parse(template: str) -> BoundTemplate:
    return _MARKING.from_string(template)
