// Plain text that is plainly Markdown comes into the surface as it is, and is then replaced by what it stands for, so
// that undoing once gives the plain text; the server, which knows Markdown, is asked.

import * as prose from "django-prose-editor/editor"

import { prepared } from "desk/kept"
import { tidySpaces } from "desk/pasting_spaces"

const { Decoration, DecorationSet } = prose.pm.view
const { DOMParser: Reader, Fragment, Slice } = prose.pm.model
const { Plugin, PluginKey } = prose.pm.state
const { closeHistory } = prose.pm.history

const MOST_CHARACTERS = 200_000
const MOST_LINES_LOOKED_AT = 2_000
const LEAST_ITEMS = 3
const WAITING = new PluginKey("markdownWaiting")

// Each alone is plain enough.
const SURE = [
  /^#{1,6} [^\n]+\n[ \t]*\n/m,
  /^(```|~~~)[^\n`]*\n[^]*?^\1[ \t]*$/m,
  /(?<!!)\[[^[\]\n]+\]\(https?:\/\/[^\s()]+\)/,
  /^\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$/m,
]
// Of these it takes two.
const LIKELY = [/^#{1,6} \S/m, /^> ?\S/m, /(?<=^|[^*\w])\*\*[^*\s][^*\n]*\*\*/m, /^(-{3,}|\*{3,})$/m]

export function isMarkdown(text) {
  const lines = text.split("\n", MOST_LINES_LOOKED_AT)
  const sample = `${lines.join("\n")}\n`
  if (SURE.some((sign) => sign.test(sample))) return true
  const isList = [/^\s{0,8}[-*+] \S/, /^\s{0,8}\d{1,3}[.)] \S/].some((item) => lines.filter((line) => item.test(line)).length >= LEAST_ITEMS)
  return LIKELY.filter((sign) => sign.test(sample)).length + Number(isList) >= 2 || (isList && lines.every(isOfList))
}

const isOfList = (line) => !line.trim() || /^\s*([-*+]|\d{1,3}[.)]) \S/.test(line)

// With Shift the clipboard is taken as plain text; only the reading of the text is told so.
function markdownPaste(editor) {
  let isPlain = false
  return new Plugin({
    key: WAITING,
    state: { init: () => DecorationSet.empty, apply: followed },
    props: {
      transformPastedText(text, plain) {
        isPlain = plain
        return text
      },
      handlePaste(view, { clipboardData }) {
        const text = isPlain ? "" : markdownOf(clipboardData)
        isPlain = false
        if (!text) return false
        paste(editor, view, text)
        return true
      },
    },
  })
}

function followed(tr, places) {
  const { add, remove } = tr.getMeta(WAITING) ?? {}
  const mapped = places.map(tr.mapping, tr.doc)
  if (add) return mapped.add(tr.doc, [Decoration.inline(add.from, add.to, {}, { id: add.id })])
  return remove ? mapped.remove(placesOf(mapped, remove)) : mapped
}

const placesOf = (places, id) => places.find(undefined, undefined, (spec) => spec.id === id)

function markdownOf(clipboard) {
  const text = clipboard.getData("text/plain").replace(/\r\n?/g, "\n")
  const isFormatted = clipboard.getData("text/html").trim() && !isFromMarkdownFile(clipboard)
  return !isFormatted && text.length <= MOST_CHARACTERS && isMarkdown(text) ? text : ""
}

// Visual Studio Code puts its own colours beside the text, and says which language that is in.
const isFromMarkdownFile = (clipboard) => clipboard.getData("vscode-editor-data").includes('"mode":"markdown"')

async function paste(editor, view, text) {
  const id = {}
  const { schema, tr } = view.state
  const { from } = tr.selection
  view.dispatch(closeHistory(tr.replaceSelection(asTyped(schema, text)).scrollIntoView()))
  const { to } = view.state.selection
  view.dispatch(view.state.tr.setMeta(WAITING, { add: { from, to, id } }))
  const given = placeOf(view.state, id)?.text
  const html = await rendered(text)
  if (!editor.isDestroyed) format(editor, id, given, html)
}

// Where the text stands by now, and what it is by now.
function placeOf(state, id) {
  const found = placesOf(WAITING.getState(state), id)
  if (!found.length) return null
  const [from, to] = [found[0].from, found.at(-1).to]
  return { from, to, text: state.doc.textBetween(from, to, "\n") }
}

function asTyped(schema, text) {
  const paragraphs = text.trimEnd().split(/\n+/).map((line) => schema.nodes.paragraph.create(null, line ? schema.text(line) : null))
  return new Slice(Fragment.from(paragraphs), 1, 1)
}

// The text as HTML, which the server cleaned; "" if it could not be had: the plain text is there already.
async function rendered(text) {
  const { markdown } = document.querySelector("[data-markdown]").dataset
  const body = new FormData()
  body.append("text", text)
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  const response = await fetch(markdown, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null)
  const answer = response?.ok ? await response.json().catch(() => null) : null
  return answer?.html ?? ""
}

// What was changed meanwhile is left as it is.
function format(editor, id, given, html) {
  const { state, view } = editor
  const { tr, schema } = state
  const place = placeOf(state, id)
  tr.setMeta(WAITING, { remove: id })
  if (html && place?.text === given) {
    const { content } = Reader.fromSchema(schema).parse(parsed(prepared(editable(html), schema)))
    // Only a paragraph flows into the text around it.
    const [openStart, openEnd] = [content.firstChild, content.lastChild].map((node) => Number(node.type.name === "paragraph"))
    tr.replaceRange(place.from, place.to, new Slice(content, openStart, openEnd)).scrollIntoView()
  }
  view.dispatch(closeHistory(tr))
}

// Rows of a head are rows like others here; and a line of Chinese goes on without a space.
function editable(html) {
  const body = parsed(html.replace(/<\/?t(head|body)>/g, ""))
  tidySpaces(body)
  return body.innerHTML
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body

export const MarkdownPaste = prose.Extension.create({
  name: "markdownPaste",
  // Before those who would make a list or a block of code of it.
  priority: 1000,
  addProseMirrorPlugins() {
    return [markdownPaste(this.editor)]
  },
})
