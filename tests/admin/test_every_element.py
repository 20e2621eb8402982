from selectolax.lexbor import LexborHTMLParser

from articles.text.policy import POLICY

from .every_element import EVERY_ELEMENT


def test_the_example_body_holds_every_element_that_the_policy_allows():
    held = {node.tag for node in LexborHTMLParser(EVERY_ELEMENT).css("body *")}

    assert set(POLICY.elements) <= held
