// Footnotes as an article holds them, and as the surface edits them: there a reference and its note share a key, and
// the numbers follow from the order in the text. Other shapes than ours are left alone.

import { element } from "desk/picker"
import { signature } from "desk/signature"

const BACK = "↩\ufe0e"
const BLOCKS = "p, ul, ol, blockquote, pre, table, figure, hr, h2, h3, h4, div, dl"

export const newKey = () => Math.random().toString(36).slice(2)

// The line and the box of notes that end the body.
export function notesAtTheEnd(body) {
  const box = body.lastElementChild
  const line = box?.previousElementSibling
  return box?.matches("div.footnotes") && line?.matches("hr.footnotes-sep") ? [line, box] : []
}

// Turns the body's footnotes into keyed ones, if they can be turned back; `settle` is given each note first.
export function keyed(body, settle) {
  if (!notesAtTheEnd(body).length) return false
  const copy = body.cloneNode(true)
  putKeys(copy)
  const back = copy.cloneNode(true)
  numbered(back)
  if (signature(back) !== signature(body)) return false
  for (const note of copy.querySelectorAll("[data-note]")) settle(note)
  body.replaceChildren(...copy.childNodes)
  return true
}

function putKeys(body) {
  const [line, box] = notesAtTheEnd(body)
  const keys = new Map()
  const notes = [...box.querySelectorAll(":scope > ol.footnotes-list > li.footnote-item[id]")].map((item) => {
    keys.set(item.id, newKey())
    return element("div", { "data-note": keys.get(item.id) }, ...contentOf(item))
  })
  for (const reference of body.querySelectorAll("sup.footnote-ref")) {
    const key = keys.get(reference.firstElementChild?.getAttribute("href")?.slice(1))
    if (key) reference.replaceWith(element("sup", { "data-footnote": key }))
  }
  line.remove()
  box.replaceWith(element("section", { "data-footnotes": "" }, ...notes))
}

function contentOf(item) {
  for (const back of item.querySelectorAll("a.footnote-backref")) {
    const { previousSibling } = back
    if (previousSibling?.nodeType === Node.TEXT_NODE) previousSibling.data = previousSibling.data.trimEnd()
    back.remove()
  }
  const isLoose = ![...item.children].some((child) => child.matches(BLOCKS))
  return isLoose ? [element("p", {}, ...item.childNodes)] : item.childNodes
}

// Turns keyed footnotes into those of an article, numbered by where the references stand.
export function numbered(body) {
  const section = body.querySelector("section[data-footnotes]")
  if (!section) return
  const stem = freeStem(body)
  const notes = new Map([...section.children].map((note) => [note.dataset.note, note]))
  const standing = new Map()
  for (const reference of body.querySelectorAll("sup[data-footnote]")) {
    const key = reference.dataset.footnote
    if (!notes.has(key)) reference.remove()
    else standing.set(key, [...(standing.get(key) ?? []), reference])
  }
  const items = [...standing].map(([key, references], index) => itemOf(notes.get(key), references, stem, index + 1))
  const list = element("ol", { class: "footnotes-list" }, "\n", ...items.flatMap((item) => [item, "\n"]))
  const box = element("div", { class: "footnotes" }, "\n", list, "\n")
  section.replaceWith(element("hr", { class: "footnotes-sep" }), box)
}

function itemOf(note, references, stem, number) {
  const backs = references.map((reference, index) => {
    const again = index ? `:${index}` : ""
    const id = `text-${stem}ref${number}${again}`
    const link = element("a", { href: `#text-${stem}${number}`, id }, `[${number}${again}]`)
    reference.replaceWith(element("sup", { class: "footnote-ref" }, link))
    return element("a", { href: `#${id}`, class: "footnote-backref" }, BACK)
  })
  const blocks = [...note.children]
  const item = element("li", { id: `text-${stem}${number}`, class: "footnote-item" })
  item.append(...blocks.flatMap((block, index) => (index ? ["\n", block] : [block])))
  const last = blocks.at(-1)?.localName === "p" ? blocks.at(-1) : item
  last.append(...backs.flatMap((back) => [" ", back]))
  item.append("\n")
  return item
}

// Another element of the body can have the id that a note would get.
function freeStem(body) {
  const ids = [...body.querySelectorAll("[id]")].map(({ id }) => id)
  let stem = "fn"
  while (ids.some((id) => id.startsWith(`text-${stem}`) && /^(?:ref)?\d/.test(id.slice(5 + stem.length)))) stem += "-"
  return stem
}
