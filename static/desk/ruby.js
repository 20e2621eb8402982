// Ruby: the readings of words, above them. A ruby of words and readings is a piece of the text that is set in a
// dialog; one that holds more (marks of its own, readings in two rows) stays an island.

import * as prose from "django-prose-editor/editor"

import { attributesOf, hasOnly } from "desk/attributes"
import { ask, formOf } from "desk/dialog"
import { button, element } from "desk/picker"

const gettext = window.gettext || ((text) => text)

// A ruby is kept as its pieces, [name, text] each, with no name for bare text: it is written back as it was read.
const HELD = ["rb", "rt", "rp"]
const LETTERS = { "": "b", rb: "b", rt: "t", rp: "p" }
const WORDS_WITH_READINGS = /^(?:b+p?tp?)+b*$/

export const holdsRuby = (dom) => dom.localName === "ruby" && piecesIn(dom) !== null

function piecesIn(dom) {
  const pieces = [...dom.childNodes].map(pieceOf)
  if (!hasOnly(dom, ["lang", "dir"]) || pieces.includes(null)) return null
  return WORDS_WITH_READINGS.test(pieces.map(([name]) => LETTERS[name]).join("")) ? pieces : null
}

function pieceOf(child) {
  if (child.nodeType === Node.TEXT_NODE) return ["", child.data]
  const isHeld = HELD.includes(child.localName) && !child.attributes.length && !child.children.length
  return isHeld ? [child.localName, child.textContent] : null
}

export const Ruby = prose.Node.create({
  name: "ruby",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    pieces: { default: [], rendered: false, parseHTML: piecesIn },
    said: { default: {}, rendered: false, parseHTML: attributesOf },
  }),
  parseHTML: () => [{ tag: "ruby", getAttrs: (dom) => holdsRuby(dom) && null }],
  renderHTML: ({ node }) => rendered(node),
  renderText: ({ node }) => wordsOf(node.attrs.pieces),
  addNodeView: () => rubyView,
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { node, from } = editor.state.selection
      return node?.type.name === "ruby" && (edit(editor, from, node), true)
    },
    "Mod-Alt-r": ({ editor }) => mayInsert(editor) && (insert(editor), true),
  }),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "ruby",
      groups: "pieces",
      button: buttons.text("āb", `${gettext("Reading above the words")} (Ctrl+Alt+R)`),
      enabled: mayInsert,
      active: (editor) => editor.isActive("ruby"),
      command: insert,
    })
  },
})

function rendered({ attrs: { said, pieces } }) {
  return ["ruby", said, ...pieces.map(([name, text]) => (name ? [name, text] : text))]
}

function rubyView({ node, editor, getPos }) {
  const { lang, dir } = node.attrs.said
  const title = gettext("Press Enter or click to edit the reading.")
  const pieces = node.attrs.pieces.map(([name, text]) => (name ? element(name, {}, text) : text))
  const dom = element("ruby", { class: "ruby-piece", lang, dir, title, contenteditable: "false" }, ...pieces)
  dom.addEventListener("click", () => edit(editor, getPos(), node))
  return { dom, ignoreMutation: () => true }
}

// The words and their readings, {words, reading} each.
function pairsOf(pieces) {
  const pairs = []
  let words = ""
  for (const [name, text] of pieces) {
    if (name === "rt") {
      pairs.push({ words, reading: text })
      words = ""
    } else if (name !== "rp") words += text
  }
  return words.trim() ? [...pairs, { words, reading: "" }] : pairs
}

const wordsOf = (pieces) => pairsOf(pieces).map(({ words }) => words).join("")

// With the parentheses, for browsers that know no ruby, and the elements that the former pieces had.
function piecesOf(pairs, former = []) {
  const [open, close] = former.filter(([name]) => name === "rp")
  const holder = former.some(([name]) => name === "rb") ? "rb" : ""
  return pairs.flatMap(({ words, reading }) => [[holder, words], open, ["rt", reading], close].filter(Boolean))
}

// A reading of as many words as there are Chinese characters goes above them one by one.
function spread(pairs) {
  if (pairs.length !== 1) return pairs
  const [{ words, reading }] = pairs
  const letters = [...words]
  const readings = reading.split(/\s+/)
  if (readings.length !== letters.length || !/^\p{Script=Han}+$/u.test(words)) return pairs
  return letters.map((letter, index) => ({ words: letter, reading: readings[index] }))
}

// Over words alone: a footnote among them would go.
function mayInsert({ state: { doc, selection, schema } }) {
  const { $from, $to, from, to, node } = selection
  if (node || !$from.sameParent($to) || !$from.parent.isTextblock) return false
  let isTextAlone = true
  doc.nodesBetween(from, to, (each) => {
    if (each.isInline && !each.isText) isTextAlone = false
  })
  return isTextAlone && $from.parent.type.contentMatch.matchType(schema.nodes.ruby) !== null
}

async function insert(editor) {
  const { from, to, $from, $to } = editor.state.selection
  const words = editor.state.doc.textBetween(from, to)
  const pairs = await askForReadings([{ words, reading: "" }])
  const marks = $from.marksAcross($to) ?? $from.marks()
  if (pairs?.length) put(editor, from, to, { pieces: piecesOf(pairs), said: {} }, marks)
  else editor.view.focus()
}

async function edit(editor, from, node) {
  const { pieces, said } = node.attrs
  const before = pairsOf(pieces)
  const pairs = await askForReadings(before, { isThere: true })
  const to = from + node.nodeSize
  if (!pairs || JSON.stringify(pairs) === JSON.stringify(before)) editor.view.focus()
  else if (pairs.length) put(editor, from, to, { pieces: piecesOf(pairs, pieces), said }, node.marks)
  else replace(editor, from, to, editor.schema.text(wordsOf(pieces), node.marks))
}

function put(editor, from, to, attributes, marks) {
  replace(editor, from, to, editor.schema.nodes.ruby.create(attributes, null, marks))
}

function replace(editor, from, to, node) {
  const tr = editor.state.tr.replaceWith(from, to, node)
  tr.setSelection(prose.pm.state.TextSelection.create(tr.doc, from + node.nodeSize))
  editor.view.dispatch(tr.scrollIntoView())
  editor.view.focus()
}

// Resolves with the pairs, with none of them where the readings are to go, or with null where nothing changes.
function askForReadings(pairs, { isThere = false } = {}) {
  return ask(gettext("Reading above the words"), (answer) => {
    const rows = pairs.map(rowOf)
    rows[0][pairs[0].words ? "reading" : "words"].autofocus = true
    const shown = element("p", { class: "ruby__shown", "aria-hidden": "true" })
    const current = () => spread(rows.map(({ words, reading }) => ({ words: words.value, reading: reading.value.trim() })))
    const show = () => shown.replaceChildren(...current().map(({ words, reading }) => element("ruby", {}, words, element("rt", {}, reading))))
    const send = () => {
      const typed = current()
      answer(typed.some(({ reading }) => reading) ? typed : [])
    }
    const remove = button(gettext("Remove the reading"), () => answer([]), { class: "button" })
    const buttons = [element("button", { type: "submit", class: "button default" }, gettext("Set the reading")), ...(isThere ? [remove] : [])]
    const hint = gettext("Pinyin, kana or another script. One word for each Chinese character puts each above its own.")
    const form = formOf(send, ...rows.map(({ dom }) => dom), element("p", { class: "asking__hint" }, hint), shown, element("div", { class: "asking__buttons" }, ...buttons))
    form.addEventListener("input", show)
    show()
    return form
  })
}

function rowOf({ words, reading }) {
  const boxes = {
    words: element("input", { type: "text", value: words, dir: "auto", required: true, autocomplete: "off" }),
    reading: element("input", { type: "text", value: reading, dir: "auto", autocomplete: "off", maxlength: 200 }),
  }
  const dom = element("div", { class: "ruby__row" }, element("label", {}, gettext("Words"), boxes.words), element("label", {}, gettext("Reading"), boxes.reading))
  return { dom, ...boxes }
}
