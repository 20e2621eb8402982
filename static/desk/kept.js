// Islands: what the editor's schema cannot hold stays in the text as it is, whole, and is written back unchanged.

import { Node as Piece, createNodeFromContent, getHTMLFromFragment, pm, updateAttrsDialog } from "django-prose-editor/editor"

import { keyed, notesAtTheEnd, numbered } from "desk/footnote_html"
import { showSmall } from "desk/pictures"
import { holdsRuby } from "desk/ruby"
import { loosen, signature } from "desk/signature"

const EDITED_INLINE = new Set("a b br code em i s strong sub sup u".split(" "))
const INLINE_PIECES = "abbr, bdi, bdo, cite, del, dfn, img, ins, kbd, mark, q, ruby, samp, small, span, time, var, wbr"
const SAYING_NOTHING = [
  ["colspan", "1"],
  ["rowspan", "1"],
  ["title", ""],
]

// An element pasted from elsewhere can name a key, but not bring HTML of its own; nor does a key of another article's
// page mean anything here.
const pieces = new Map()
const PAGE = Math.random().toString(36).slice(2)

function keep(html) {
  const key = `${PAGE}-${pieces.size + 1}`
  pieces.set(key, html)
  return key
}

const gettext = window.gettext || ((text) => text)
const editHTML = updateAttrsDialog({ html: { type: "string", format: "textarea", title: "HTML" } })

function island(name, tag, options) {
  return Piece.create({
    name,
    atom: true,
    selectable: true,
    draggable: true,
    ...options,
    addAttributes: () => ({ key: { default: null, rendered: false } }),
    parseHTML: () => [{ tag: `${tag}[data-kept]`, getAttrs: keyOf, priority: 100 }],
    renderHTML: ({ node }) => [tag, { "data-kept": node.attrs.key }],
    addNodeView: () => (view) => islandView(tag, view),
    addKeyboardShortcuts() {
      return { Enter: ({ editor }) => editSelected(editor, name) }
    },
  })
}

function keyOf(element) {
  const key = element.dataset.kept
  return pieces.has(key) && { key }
}

function islandView(tag, { node, editor, getPos }) {
  const dom = document.createElement(tag)
  dom.className = "kept"
  dom.contentEditable = "false"
  dom.title = gettext("Kept as it is. Double-click to edit its HTML.")
  // Only what the server cleaned comes here; a script in it would be stopped by the page's policy all the same.
  dom.append(withSmallPictures(pieces.get(node.attrs.key)))
  dom.addEventListener("dblclick", () => edit(editor, getPos(), node))
  return { dom, ignoreMutation: () => true }
}

// In a template nothing is loaded, and so not the originals either.
function withSmallPictures(html) {
  const holder = document.createElement("template")
  holder.innerHTML = html
  for (const img of holder.content.querySelectorAll("img[src]")) {
    const address = img.getAttribute("src")
    img.removeAttribute("src")
    showSmall(img, address)
  }
  return holder.content
}

function editSelected(editor, name) {
  const { node, from } = editor.state.selection
  if (node?.type.name !== name) return false
  edit(editor, from, node)
  return true
}

async function edit(editor, position, node) {
  const answer = await editHTML(editor, { html: pieces.get(node.attrs.key) })
  if (!answer) return
  const range = { from: position, to: position + node.nodeSize }
  editor.chain().focus().insertContentAt(range, prepared(answer.html, editor.schema)).run()
}

// What is copied says itself, too, for where its key means nothing.
export function spellOut(copied) {
  for (const stand of copied.querySelectorAll("[data-kept]")) stand.innerHTML = pieces.get(stand.dataset.kept) ?? ""
}

export const KeptBlock = island("keptBlock", "div", { group: "block" })
export const KeptInline = island("keptInline", "span", { group: "inline", inline: true })

// The HTML as the editor can read it, islands in place of what it cannot hold.
export function prepared(html, schema) {
  const { body } = parsed(html)
  gatherLooseText(body)
  frameBarePictures(body)
  const isKeptAlone = (element) => !element.closest("figure") && !holdsRuby(element)
  for (const element of [...body.querySelectorAll(INLINE_PIECES)].filter(isKeptAlone)) {
    if (body.contains(element) && !element.closest("[data-kept]")) replaced(element, "span")
  }
  const settle = (block) => survives(block, schema) || replaced(restored(block), "div")
  const notes = notesAtTheEnd(body)
  for (const block of [...body.children]) if (!notes.includes(block)) settle(block)
  if (!keyed(body, (note) => [...note.children].forEach(settle))) notes.forEach(settle)
  return body.innerHTML
}

// Pasted HTML, of which no attributes are left, with islands for the ruby that the schema has no place for.
export function sheltered(html, schema) {
  const { body } = parsed(html)
  if (pm.model.DOMParser.fromSchema(schema).tags.some(({ tag }) => tag.startsWith("ruby"))) return html
  for (const ruby of body.querySelectorAll("ruby")) if (!ruby.querySelector(":not(rb, rt, rp)")) replaced(ruby, "span")
  return body.innerHTML
}

// The HTML as it is stored, each island's own put back.
export function written(html) {
  const { body } = parsed(html)
  restored(body)
  for (const caption of body.querySelectorAll("figcaption")) if (saysNothing(caption)) caption.remove()
  for (const figure of body.querySelectorAll("figure[data-bare]")) unframe(figure)
  loosen(body, "li, td, th")
  dropWaitingParagraph(body)
  numbered(body)
  for (const [name, value] of SAYING_NOTHING) {
    for (const element of body.querySelectorAll(`[${name}="${value}"]`)) element.removeAttribute(name)
  }
  const isEmpty = !body.textContent.trim() && !body.querySelector("img, hr, table")
  return isEmpty ? "" : [...body.children].map((block) => block.outerHTML).join("\n")
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html")
}

function replaced(element, tag) {
  const stand = element.ownerDocument.createElement(tag)
  stand.dataset.kept = keep(element.outerHTML)
  element.replaceWith(stand)
}

function restored(root) {
  for (const stand of [...root.querySelectorAll("[data-kept]")]) {
    const holder = root.ownerDocument.createElement("template")
    holder.innerHTML = pieces.get(stand.dataset.kept) ?? ""
    stand.replaceWith(holder.content)
  }
  return root
}

function survives(block, schema) {
  if (block.dataset.kept) return true
  const node = createNodeFromContent(block.outerHTML, schema, { slice: false })
  const { body } = parsed(getHTMLFromFragment(node.content, schema))
  const holder = block.ownerDocument.createElement("div")
  holder.append(block.cloneNode(true))
  for (const caption of [body, holder].flatMap((root) => [...root.querySelectorAll("figcaption")])) {
    if (saysNothing(caption)) caption.remove()
  }
  return signature(body) === signature(holder)
}

const saysNothing = (caption) => !caption.childNodes.length && !caption.attributes.length

// A gallery's pictures without figures of their own get one each, to be edited like any other.
function frameBarePictures(body) {
  for (const img of body.querySelectorAll("figure.gallery > img")) {
    const figure = body.ownerDocument.createElement("figure")
    figure.dataset.bare = ""
    img.replaceWith(figure)
    figure.append(img)
  }
}

// Theirs is taken away again, unless it has come to say something or left the gallery.
function unframe(figure) {
  const isBare = figure.parentElement.matches("figure.gallery") && figure.children.length === 1 && figure.attributes.length === 1
  if (isBare) figure.replaceWith(...figure.childNodes)
  else delete figure.dataset.bare
}

function gatherLooseText(body) {
  let paragraph = null
  for (const child of [...body.childNodes]) {
    const isInline = child.nodeType === Node.TEXT_NODE ? child.data.trim() : isInlineElement(child)
    if (!isInline) {
      paragraph = null
      continue
    }
    if (!paragraph) {
      paragraph = body.ownerDocument.createElement("p")
      child.before(paragraph)
    }
    paragraph.append(child)
  }
}

// A card that ends the text is followed by a paragraph, to go on writing in.
function dropWaitingParagraph(body) {
  const last = body.querySelector(":scope > p.embed-card + p:empty:is(:last-child, :has(+ section[data-footnotes]))")
  if (last && !last.attributes.length) last.remove()
}

function isInlineElement(node) {
  return EDITED_INLINE.has(node.localName) || (node.nodeType === Node.ELEMENT_NODE && node.matches(INLINE_PIECES))
}
