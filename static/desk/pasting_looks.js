// How pasted text looks: weight, slant, lines through, raised and lowered, as elements.

import { declared, renamed, textsOf, unwrap, wrapped } from "desk/pasting_elements"

const WEIGHT = {
  tag: "strong",
  names: ["b", "strong"],
  property: "font-weight",
  isSo: (value) => /^(bold|bolder|[6-9]00|1000)$/.test(value),
}
const SLANT = {
  tag: "em",
  names: ["i", "em"],
  property: "font-style",
  isSo: (value) => /^(italic|oblique)/.test(value),
}
const POSITIONS = { super: "sup", sub: "sub" }
const NEVER_LOOKED_AT = "pre, code, ruby"
const BOLD_BY_ITSELF = "h1, h2, h3, h4, h5, h6, th"

// The nearest that says something decides: Google Docs puts all into a b that is not bold.
function looksSo(text, { names, property, isSo }) {
  for (let element = text.parentElement; element; element = element.parentElement) {
    const said = declared(element, property)
    if (said && said !== "inherit") return isSo(said)
    if (names.includes(element.localName)) return true
  }
  return false
}

export const isBold = (text) => looksSo(text, WEIGHT)

export function nameLooks(body) {
  for (const element of body.querySelectorAll("[data-style]")) nameLine(element)
  const looks = textsOf(body)
    .filter((text) => text.data.trim() && !text.parentElement.closest(NEVER_LOOKED_AT))
    .map((text) => ({ text, tags: tagsOf(text) }))
  for (const span of body.querySelectorAll("span")) if (span.textContent === "\u00a0") span.textContent = " "
  for (const element of body.querySelectorAll("b, strong, i, em, font, span")) unwrap(element)
  for (const { text, tags } of looks) for (const tag of tags) wrapped([text], tag)
  for (const element of body.querySelectorAll("del, strike")) renamed(element, "s")
}

function tagsOf(text) {
  const isNamedBold = isBold(text) && !text.parentElement.closest(BOLD_BY_ITSELF)
  return [looksSo(text, SLANT) && SLANT.tag, isNamedBold && WEIGHT.tag].filter(Boolean)
}

function nameLine(element) {
  const position = POSITIONS[declared(element, "vertical-align")]
  const isStruck = /line-through/.test(declared(element, "text-decoration") + declared(element, "text-decoration-line"))
  const tags = [position, isStruck && "s"].filter((tag) => tag && !element.closest(tag))
  for (const tag of tags) if (element.hasChildNodes()) wrapped([...element.childNodes], tag)
}
