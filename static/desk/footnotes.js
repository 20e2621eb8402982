// Footnotes: a reference in the text, and its note in the list that ends the body. Both come and go together.

import * as prose from "django-prose-editor/editor"

import { newKey } from "desk/footnote_html"
import { button, element } from "desk/picker"

const { NodeSelection, Selection, TextSelection } = prose.pm.state
const { Decoration, DecorationSet } = prose.pm.view
const gettext = window.gettext || ((text) => text)
const interpolate = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name])
const LONGEST_HINT = 300

const Document = prose.Document.extend({ content: "block+ footnotes?" })

const keyAttribute = (name) => ({
  key: { default: null, parseHTML: (dom) => dom.getAttribute(name), renderHTML: ({ key }) => ({ [name]: key }) },
})

const Reference = prose.Node.create({
  name: "footnoteReference",
  group: "inline",
  inline: true,
  atom: true,
  draggable: true,
  addAttributes: () => keyAttribute("data-footnote"),
  parseHTML: () => [{ tag: "sup[data-footnote]", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes],
})

const Footnotes = prose.Node.create({
  name: "footnotes",
  content: "footnote+",
  isolating: true,
  selectable: false,
  parseHTML: () => [{ tag: "section[data-footnotes]" }],
  renderHTML: () => ["section", { "data-footnotes": "", "aria-label": gettext("Footnotes") }, 0],
})

const Note = prose.Node.create({
  name: "footnote",
  content: "block+",
  isolating: true,
  defining: true,
  selectable: false,
  addAttributes: () => keyAttribute("data-note"),
  parseHTML: () => [{ tag: "div[data-note]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes, 0],
  addNodeView: () => noteView,
})

function noteView({ node, editor, decorations }) {
  const { key } = node.attrs
  const back = button("", () => goToReference(editor, key), { class: "note__number" })
  const remove = button("×", () => removeFootnote(editor, key), { class: "note__remove", title: gettext("Remove this footnote") })
  const contentDOM = element("div", { class: "note__text" })
  const tools = [back, remove].map((tool) => element("span", { class: "note__tool", contenteditable: "false" }, tool))
  const dom = element("div", { class: "note" }, tools[0], contentDOM, tools[1])
  const show = (shown) => {
    const number = shown.find(({ spec }) => spec.number)?.spec.number ?? ""
    back.textContent = number
    back.setAttribute("aria-label", interpolate(gettext("Back to where footnote %(number)s stands"), { number }))
    remove.setAttribute("aria-label", interpolate(gettext("Remove footnote %(number)s"), { number }))
  }
  show(decorations)
  return {
    dom,
    contentDOM,
    update(next, shown) {
      if (next.type.name !== "footnote" || next.attrs.key !== key) return false
      show(shown)
      return true
    },
    stopEvent: ({ target }) => tools.some((tool) => tool.contains(target)),
    ignoreMutation: ({ type, target }) => type !== "selection" && !contentDOM.contains(target),
  }
}

// What stands in the document: the references in the text, and the notes by their keys.
function standing(doc) {
  const references = []
  const notes = new Map()
  const strays = []
  const box = doc.lastChild?.type.name === "footnotes" ? doc.lastChild : null
  const start = box ? doc.content.size - box.nodeSize : null
  doc.descendants((node, pos) => {
    if (node.type.name !== "footnoteReference") return
    if (box && pos > start) strays.push(pos)
    else references.push({ pos, key: node.attrs.key })
  })
  box?.forEach((node, offset) => notes.set(node.attrs.key, { node, pos: start + 1 + offset }))
  return { references, strays, notes, box, start }
}

const keysOf = (references) => [...new Set(references.map(({ key }) => key))]

function orderKept() {
  // A reference that is cut takes its note along, and brings it back where it is pasted.
  const gone = new Map()
  return new prose.Plugin({
    appendTransaction(transactions, { doc: before }, { doc, tr, schema }) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null
      const was = standing(before)
      const is = standing(doc)
      const hadBoth = (key) => was.notes.has(key) && was.references.some((reference) => reference.key === key)
      const lost = is.references.filter(({ key }) => !is.notes.has(key) && hadBoth(key))
      const keys = keysOf(is.references.filter((reference) => !lost.includes(reference)))
      for (const [key, { node }] of [...was.notes, ...is.notes]) if (!keys.includes(key)) gone.set(key, node)
      const isInOrder = keys.join() === [...is.notes.keys()].join() && (is.box?.childCount ?? 0) === keys.length
      const removed = [...lost.map(({ pos }) => pos), ...is.strays]
      if (isInOrder && !removed.length) return null
      if (!isInOrder || is.strays.length) putNotes(tr, is, keys.map((key) => noteFor(key, is, gone, schema)))
      for (const pos of removed.filter((each) => is.start === null || each < is.start).reverse()) tr.delete(pos, pos + 1)
      return tr
    },
    props: { decorations: ({ doc }) => numbers(doc), handleClickOn },
  })
}

function noteFor(key, { notes }, gone, { nodes }) {
  const node = notes.get(key)?.node ?? gone.get(key)
  return node ? withoutReferences(node) : nodes.footnote.create({ key }, nodes.paragraph.create())
}

// No note refers to another.
function withoutReferences(node) {
  if (node.isText || node.isLeaf) return node
  const children = node.children.filter(({ type }) => type.name !== "footnoteReference")
  return node.copy(prose.pm.model.Fragment.from(children.map(withoutReferences)))
}

// Those that only lose neighbours stay where they are, and so does a cursor in them.
function putNotes(tr, { box, start, notes, strays }, wanted) {
  const end = tr.doc.content.size
  const keys = wanted.map(({ attrs }) => attrs.key)
  const staying = [...notes.keys()].filter((key) => keys.includes(key))
  if (!wanted.length) tr.delete(start, end)
  else if (!box) tr.insert(end, tr.doc.type.schema.nodes.footnotes.create(null, wanted))
  else if (staying.join() === keys.join() && box.childCount === notes.size && !strays.length) dropOthers(tr, notes, keys)
  else tr.replaceWith(start + 1, end - 1, wanted)
}

function dropOthers(tr, notes, keys) {
  for (const [key, { node, pos }] of [...notes].reverse()) if (!keys.includes(key)) tr.delete(pos, pos + node.nodeSize)
}

function numbers(doc) {
  const { references, notes } = standing(doc)
  const order = keysOf(references)
  const marks = references.map(({ pos, key }) => {
    const said = notes.get(key)?.node.textContent.slice(0, LONGEST_HINT) ?? ""
    const number = order.indexOf(key) + 1
    const label = interpolate(gettext("Footnote %(number)s"), { number })
    return Decoration.node(pos, pos + 1, { class: "reference", "data-number": number, title: said, role: "img", "aria-label": label })
  })
  for (const [key, { node, pos }] of notes) marks.push(Decoration.node(pos, pos + node.nodeSize, {}, { number: String(order.indexOf(key) + 1) }))
  return DecorationSet.create(doc, marks)
}

function handleClickOn(view, _pos, node, nodePos, _event, isDirect) {
  if (!isDirect || node.type.name !== "footnoteReference") return false
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, nodePos)))
  return goToNote(view, node.attrs.key)
}

function goToNote(view, key) {
  const note = standing(view.state.doc).notes.get(key)
  if (!note) return false
  const end = view.state.doc.resolve(note.pos + note.node.nodeSize - 1)
  view.dispatch(view.state.tr.setSelection(Selection.near(end, -1)).scrollIntoView())
  view.focus()
  return true
}

function goToReference(editor, key) {
  const found = standing(editor.state.doc).references.find((reference) => reference.key === key)
  if (!found) return false
  editor.chain().setTextSelection(found.pos + 1).scrollIntoView().run()
  editor.view.focus()
  return true
}

function removeFootnote(editor, key) {
  const { tr, doc } = editor.state
  const places = standing(doc).references.filter((reference) => reference.key === key)
  for (const { pos } of places.reverse()) tr.delete(pos, pos + 1)
  if (places.length) tr.setSelection(TextSelection.near(tr.doc.resolve(places.at(-1).pos)))
  editor.view.dispatch(prose.pm.history.closeHistory(tr).scrollIntoView())
  editor.view.focus()
  return true
}

// The note with the cursor.
function noteAround({ selection: { $from } }) {
  return $from.depth > 1 && $from.node(2).type.name === "footnote" ? { node: $from.node(2), start: $from.start(2), end: $from.end(2) } : null
}

function mayInsert({ state }) {
  const { $to, node } = state.selection
  const { footnoteReference } = state.schema.nodes
  return !node && !noteAround(state) && $to.parent.isTextblock && $to.parent.type.contentMatch.matchType(footnoteReference) !== null
}

// After what is selected; the cursor goes into the note.
function insert(editor) {
  if (!mayInsert(editor)) return false
  const key = newKey()
  const { tr, selection, schema } = editor.state
  tr.insert(selection.to, schema.nodes.footnoteReference.create({ key }))
  editor.view.dispatch(prose.pm.history.closeHistory(tr))
  return goToNote(editor.view, key)
}

// Nothing leaves a note over its edges; where it is empty, it goes with its reference.
function atEdge(editor, isAtEdge) {
  const note = noteAround(editor.state)
  const { empty, from } = editor.state.selection
  if (!note || !empty) return false
  const isEmpty = note.node.childCount === 1 && note.node.firstChild.type.name === "paragraph" && !note.node.firstChild.content.size
  if (isEmpty) return removeFootnote(editor, note.node.attrs.key)
  return isAtEdge(from, note)
}

const back = ({ editor }) => {
  const note = noteAround(editor.state)
  return note !== null && goToReference(editor, note.node.attrs.key)
}

const Keys = prose.Extension.create({
  name: "footnoteKeys",
  // Before what the keys do elsewhere.
  priority: 200,
  addKeyboardShortcuts: () => ({
    "Mod-Alt-f": ({ editor }) => back({ editor }) || insert(editor),
    Escape: back,
    Backspace: ({ editor }) => atEdge(editor, (from, { start }) => from === start + 1),
    Delete: ({ editor }) => atEdge(editor, (from, { end }) => from === end - 1),
    Enter: ({ editor }) => {
      const { node } = editor.state.selection
      return node?.type.name === "footnoteReference" && goToNote(editor.view, node.attrs.key)
    },
  }),
  addProseMirrorPlugins: () => [orderKept()],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "pieces",
      button: buttons.text("x[1]", `${gettext("Footnote")} (Ctrl+Alt+F)`),
      enabled: mayInsert,
      command: insert,
    })
  },
})

export const FOOTNOTES = [Document, Reference, Footnotes, Note, Keys]
