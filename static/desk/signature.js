// What a piece of HTML says, whichever way its inline elements are nested: two pieces with one signature
// read and look the same.

const SAME = { b: "strong", i: "em" }
const INLINE = new Set(
  "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var".split(
    " ",
  ),
)

export function signature(root) {
  const copy = root.cloneNode(true)
  loosen(copy, "li, td, th, blockquote")
  const pieces = []
  describe(copy, [], pieces, false)
  return joined(pieces)
}

// An item or a cell that holds one plain paragraph, and lists at most, says what it would say without it.
export function loosen(root, holders) {
  for (const holder of root.querySelectorAll(holders)) {
    const [paragraph, ...others] = holder.children
    const isPlain = paragraph?.localName === "p" && !paragraph.attributes.length
    if (isPlain && hasNoText(holder) && others.every(isList)) paragraph.replaceWith(...paragraph.childNodes)
  }
}

function hasNoText(holder) {
  return [...holder.childNodes].every((node) => node.nodeType !== Node.TEXT_NODE || !node.data.trim())
}

function isList(element) {
  return element.localName === "ul" || element.localName === "ol"
}

function describe(node, marks, pieces, isPreformatted) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const text = isPreformatted ? child.data : child.data.replace(/[ \t\n\r\f]+/g, " ")
      pieces.push({ text, marks: [...marks].sort().join(" ") })
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      describeElement(child, marks, pieces, isPreformatted)
    }
  }
}

function describeElement(element, marks, pieces, isPreformatted) {
  const tag = tagOf(element)
  if (INLINE.has(element.localName)) {
    describe(element, [...marks, tag], pieces, isPreformatted)
    return
  }
  pieces.push({ tag: `<${tag} ${[...marks].sort().join(" ")}>` })
  describe(element, marks, pieces, isPreformatted || element.localName === "pre")
  pieces.push({ tag: `</${element.localName}>` })
}

function tagOf(element) {
  const attributes = [...element.attributes]
    .filter(({ name, value }) => !isDefault(name, value))
    .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
    .sort()
  return [SAME[element.localName] || element.localName, ...attributes].join("|")
}

function isDefault(name, value) {
  return (name === "colspan" || name === "rowspan" || name === "start") && value === "1"
}

function joined(pieces) {
  let result = ""
  let marks = null
  // Space beside a tag, or after space, is not seen.
  let space = []
  for (const piece of pieces) {
    if (piece.tag !== undefined) {
      result = result.replace(/ $/, "") + piece.tag
      marks = null
      space = []
    } else if (piece.text.trim() === "") {
      if (piece.text && marks !== null && !result.endsWith(" ") && !space.length) space = [piece]
    } else {
      for (const each of [...space, piece]) {
        if (each.marks !== marks) result += `{${each.marks}}`
        marks = each.marks
        result += each.text
      }
      space = []
    }
  }
  return result.replace(/ +/g, " ").replace(/\} /g, "}").trim()
}
