// Finding and replacing in the body: where the words stand, in text as it is read, whatever parts of it look like.

import * as prose from "django-prose-editor/editor"

import { FindBar } from "desk/find_bar"

const { Plugin, PluginKey, TextSelection } = prose.pm.state
const { Decoration, DecorationSet } = prose.pm.view
const { closeHistory } = prose.pm.history

const { gettext } = window
const FINDING = new PluginKey("finding")
const NOTHING = { query: null, matches: [], current: -1, marks: DecorationSet.empty }
// One character for what is no text: a query can never hold it.
const NO_TEXT = "\ufffc"

// Scripts without spaces have no edges of words that could be told.
const WORD = /[\p{L}\p{N}\p{M}_]/u
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

// {words, matchesCase, wholeWords} as a function from a text to its matches, [{start, end}].
export function finder({ words, matchesCase, wholeWords }) {
  if (!words) return () => []
  const literal = words.replace(/[\\^$.*+?()[\]{}|/]/g, (sign) => `\\${sign}`).replace(/[ \u00a0]/g, "[ \\u00a0]")
  const pattern = new RegExp(literal, matchesCase ? "gu" : "giu")
  return (text) => {
    const found = [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
    return wholeWords ? found.filter((match) => isWhole(text, match)) : found
  }
}

function isWhole(text, { start, end }) {
  return isEdge(letterBefore(text, start), letterAt(text, start)) && isEdge(letterBefore(text, end), letterAt(text, end))
}

function isEdge(before, after) {
  return ![before, after].every((letter) => WORD.test(letter) && !SPACELESS.test(letter))
}

const letterAt = (text, place) => (place < text.length ? String.fromCodePoint(text.codePointAt(place)) : "")
const letterBefore = (text, place) => [...text.slice(Math.max(0, place - 2), place)].at(-1) ?? ""

export function matchesIn(doc, find) {
  const matches = []
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    for (const { start, end } of find(textOf(node))) matches.push({ from: pos + 1 + start, to: pos + 1 + end })
    return false
  })
  return matches
}

function textOf(block) {
  let text = ""
  block.forEach((node) => (text += node.isText ? node.text : NO_TEXT.repeat(node.nodeSize)))
  return text
}

function found(query, doc, place) {
  const matches = matchesIn(doc, finder(query))
  const next = matches.findIndex(({ from }) => from >= place)
  return shown({ query, matches, current: next < 0 ? matches.length && 0 : next }, doc)
}

function shown({ query, matches, current }, doc) {
  const marks = matches.map(({ from, to }, index) => {
    return Decoration.inline(from, to, { class: index === current ? "found found--current" : "found" })
  })
  return { query, matches, current, marks: DecorationSet.create(doc, marks) }
}

function findingPlugin() {
  return new Plugin({
    key: FINDING,
    state: {
      init: () => NOTHING,
      apply(tr, before) {
        const { query = before.query, place, current } = tr.getMeta(FINDING) ?? {}
        if (!query) return NOTHING
        if (place !== undefined) return found(query, tr.doc, place)
        if (current !== undefined) return shown({ ...before, current }, tr.doc)
        return tr.docChanged ? found(query, tr.doc, tr.mapping.map(before.matches[before.current]?.from ?? 0)) : before
      },
    },
    props: { decorations: (state) => FINDING.getState(state).marks },
  })
}

// What the bar asks of the editor.
export class Finder {
  constructor(editor) {
    this.editor = editor
  }

  get state() {
    return FINDING.getState(this.editor.state)
  }

  get current() {
    return this.state.matches[this.state.current]
  }

  // What is selected, where that may be meant to be found.
  get selectedWords() {
    const { $from, $to, from, to } = this.editor.state.selection
    return $from.sameParent($to) && to - from <= 100 ? this.editor.state.doc.textBetween(from, to) : ""
  }

  search(query) {
    const place = this.current?.from ?? this.editor.state.selection.from
    this.tell({ query, place })
  }

  step(way) {
    const { matches, current } = this.state
    if (matches.length) this.tell({ current: (current + way + matches.length) % matches.length })
  }

  replace(words) {
    const { current } = this
    if (!current) return
    const { tr } = this.editor.state
    const end = put(tr, current, words)
    this.dispatch(closeHistory(tr).setMeta(FINDING, { place: end }))
  }

  // Returns how many there were.
  replaceAll(words) {
    const { matches } = this.state
    const { tr } = this.editor.state
    for (const match of matches.toReversed()) put(tr, match, words)
    if (matches.length) this.dispatch(closeHistory(tr))
    return matches.length
  }

  stop({ selects }) {
    const { current, editor } = this
    const { tr } = editor.state
    if (current && selects) tr.setSelection(TextSelection.create(tr.doc, current.from, current.to))
    editor.view.dispatch(tr.setMeta(FINDING, { query: null }))
    editor.view.focus()
  }

  tell(change) {
    this.dispatch(this.editor.state.tr.setMeta(FINDING, change))
  }

  dispatch(tr) {
    this.editor.view.dispatch(tr)
    this.editor.view.dom.querySelector(".found--current")?.scrollIntoView({ block: "nearest" })
  }

  // Matches in what is kept as it is, which is found but not changed here.
  countKept() {
    const find = finder(this.state.query)
    const kept = [...this.editor.view.dom.querySelectorAll(".kept")]
    return kept.reduce((sum, island) => sum + find(island.textContent).length, 0)
  }
}

// Looks like the first of what it replaces. Returns where it ends.
function put(tr, { from, to }, words) {
  const { marks } = tr.doc.nodeAt(from)
  if (words) tr.replaceWith(from, to, tr.doc.type.schema.text(words, marks))
  else tr.delete(from, to)
  return from + words.length
}

export const Finding = prose.Extension.create({
  name: "finding",
  addStorage: () => ({ bar: null }),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "find",
      groups: "find",
      button: buttons.material("search", `${gettext("Find and replace")} (Ctrl+F)`),
      command: (editor) => barOf(editor).open(),
    })
  },
  addKeyboardShortcuts() {
    const open = (options) => () => (barOf(this.editor).open(options), true)
    return {
      "Mod-f": open(),
      "Mod-h": open({ replaces: true }),
      Escape: () => Boolean(this.storage.bar?.close({ selects: false })),
    }
  },
  addProseMirrorPlugins: () => [findingPlugin()],
})

function barOf(editor) {
  const { storage } = editor
  storage.finding.bar ??= new FindBar(new Finder(editor))
  return storage.finding.bar
}
