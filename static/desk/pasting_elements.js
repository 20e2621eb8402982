// What every step of tidying pasted HTML does with its elements.

export const BLOCKS = "p, div, section, article, blockquote, h1, h2, h3, h4, h5, h6, li, figcaption"
export const BLOCK_OR_BOX = `${BLOCKS}, ul, ol, table, thead, tbody, tfoot, tr, td, th, caption, figure, pre, hr, dl, dt, dd, header, footer, main, aside, nav, body`

const patterns = new Map()

// What the element's style says of the property; "" where it says nothing. Styles mean nothing under the page's policy,
// so they are read from their text, which pasting.js put into an attribute of another name.
export function declared(element, property) {
  const style = element.dataset.style
  if (!style) return ""
  if (!patterns.has(property)) patterns.set(property, new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]*)`, "i"))
  return patterns.get(property).exec(style)?.[1].trim().toLowerCase() ?? ""
}

export function textsOf(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode)
  return texts
}

export function unwrap(element) {
  element.replaceWith(...element.childNodes)
}

export function renamed(element, tag) {
  const other = element.ownerDocument.createElement(tag)
  other.append(...element.childNodes)
  element.replaceWith(other)
  return other
}

export function wrapped(nodes, tag) {
  const [first] = nodes
  const wrapper = first.ownerDocument.createElement(tag)
  first.before(wrapper)
  wrapper.append(...nodes)
  return wrapper
}
