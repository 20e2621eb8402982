// The writing surface: turns each textarea[data-body-editor] into a rich text editor. Until something is typed the
// textarea keeps the bytes it came with, so that saving an article unread changes nothing in it.

import * as prose from "django-prose-editor/editor"

import { whenComposed } from "desk/composing"
import { clipboardSerializer } from "desk/copying"
import { countText } from "desk/counts"
import { PICTURES, isUploading, notice } from "desk/figure"
import { Finding } from "desk/finding"
import { FOOTNOTES } from "desk/footnotes"
import { KeptBlock, KeptInline, prepared, sheltered, written } from "desk/kept"
import { AddressPaste, Link } from "desk/link"
import { MarkdownPaste } from "desk/markdown_pasting"
import { MarkdownTyping } from "desk/markdown_typing"
import { tidied } from "desk/pasting"
import { PlayerCard } from "desk/player_cards"
import { Ruby } from "desk/ruby"

const { gettext, interpolate, ngettext } = window

const MENU = [
  { group: "headings" },
  { group: "marks" },
  { group: "link" },
  { group: "lists" },
  { group: "nodes -headings -blockType -lists" },
  { group: "pictures" },
  { group: "pieces" },
  { group: "table" },
  { group: "history" },
  { group: "find" },
  { group: "html" },
]

// Read as it stands: Tiptap would make a number of "007".
const attribute = (name, options) => ({
  [name]: { default: null, parseHTML: (element) => element.getAttribute(name), ...options },
})
const KEPT_ATTRIBUTES = [
  {
    types: "paragraph heading bulletList orderedList listItem blockquote table tableRow tableCell tableHeader figure gallery caption image bold italic link".split(
      " ",
    ),
    attributes: { ...attribute("lang"), ...attribute("dir") },
  },
  {
    types: ["paragraph", "heading", "listItem", "table", "figure", "gallery", "superscript", "link"],
    attributes: attribute("id", { keepOnSplit: false }),
  },
  {
    types: "paragraph bulletList orderedList listItem figure horizontalRule tableCell tableHeader superscript".split(" "),
    attributes: attribute("class", { keepOnSplit: false }),
  },
  { types: ["link"], attributes: attribute("hreflang") },
  { types: ["listItem"], attributes: attribute("value", { keepOnSplit: false }) },
  { types: ["blockquote"], attributes: attribute("cite") },
  { types: ["tableHeader"], attributes: { ...attribute("scope"), ...attribute("abbr") } },
]

const Attributes = prose.Extension.create({
  name: "keptAttributes",
  addGlobalAttributes: () => KEPT_ATTRIBUTES,
})

const EditSource = prose.Extension.create({
  name: "editSource",
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "editSource",
      groups: "html",
      button: buttons.text("HTML", gettext("Edit the HTML")),
      command: editSource,
    })
  },
})

async function editSource(editor) {
  const ask = prose.updateAttrsDialog(
    { html: { type: "string", format: "textarea", title: "HTML" } },
    { title: gettext("Edit the HTML") },
  )
  const answer = await ask(editor, { html: written(editor.getHTML()) })
  if (answer) editor.commands.setContent(prepared(answer.html, editor.schema), { emitUpdate: true })
}

const listAttributes = {
  ...attribute("start"),
  ...attribute("type"),
  ...attribute("reversed"),
}
const EXTENSIONS = [
  ...FOOTNOTES,
  prose.Paragraph,
  prose.Text,
  prose.Heading.configure({ levels: [2, 3, 4] }),
  prose.Bold,
  prose.Italic,
  prose.Underline,
  prose.Strike,
  prose.Subscript,
  prose.Superscript,
  prose.Code,
  prose.CodeBlock,
  Link,
  prose.BulletList,
  prose.OrderedList.extend({
    addAttributes: () => listAttributes,
    addNodeView: null,
    renderHTML: renderList,
    // It would make a list even of what is pasted as plain text; markdown_pasting.js knows better.
    addProseMirrorPlugins: () => [],
  }).configure({ enableListAttributes: false }),
  prose.ListItem,
  prose.Blockquote,
  prose.HardBreak,
  prose.HorizontalRule,
  prose.Table.configure({ resizable: false }),
  prose.TableRow,
  prose.TableHeader,
  prose.TableCell,
  ...PICTURES,
  // Tiptap asks the last first: whether an address is a player's comes before what any address is.
  AddressPaste,
  PlayerCard,
  Ruby,
  prose.Dropcursor,
  prose.Gapcursor,
  prose.History,
  KeptBlock,
  KeptInline,
  Attributes,
  EditSource,
  Finding,
  MarkdownPaste,
  MarkdownTyping,
  prose.Menu.configure({ groups: MENU }),
]

// Tiptap's own leaves out where a list starts when that is one, and says its type in words of CSS.
function renderList({ HTMLAttributes }) {
  return ["ol", HTMLAttributes, 0]
}

function mount(textarea) {
  const element = document.createElement("div")
  element.className = "prose-editor"
  textarea.before(element)
  element.append(textarea)
  const schema = prose.getSchema(EXTENSIONS)
  const editor = new prose.Editor({
    element,
    extensions: EXTENSIONS,
    content: prepared(textarea.value, schema),
    injectCSS: false,
    // All of what is typed has its one table there; what is pasted has markdown_pasting.js.
    enableInputRules: [MarkdownTyping.name],
    enablePasteRules: false,
    editorProps: {
      attributes: surfaceAttributes(textarea),
      clipboardSerializer: clipboardSerializer(schema),
      transformPastedHTML: (html) => pasted(editor, html),
    },
  })
  whenComposed(editor, () => {
    textarea.value = written(editor.getHTML())
    textarea.dispatchEvent(new Event("input", { bubbles: true }))
  })
  countText(editor, textarea)
  textarea.form?.addEventListener("submit", (event) => {
    if (!isUploading()) return
    event.preventDefault()
    notice(editor, gettext("A picture is still being uploaded. Save again once it is there."))
  })
  textarea.form?.addEventListener("newsroom:surface", ({ detail }) => editor.setEditable(detail.isEditable, false))
  textarea.labels[0]?.addEventListener("click", () => editor.commands.focus())
}

function pasted(editor, html) {
  const { html: clean, absentPictures } = tidied(html)
  notice(editor, absentPictures ? absentWords(absentPictures) : "")
  return sheltered(clean, editor.schema)
}

function absentWords(count) {
  const words = ngettext(
    "%(count)s picture was not pasted: drop it in, or upload it.",
    "%(count)s pictures were not pasted: drop them in, or upload them.",
    count,
  )
  return interpolate(words, { count }, true)
}

function surfaceAttributes(textarea) {
  const { lang, dir } = textarea
  return {
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": textarea.labels[0]?.textContent.trim().replace(/:$/, "") || gettext("Body"),
    "data-placeholder": gettext("The text"),
    ...(lang && { lang }),
    ...(dir && { dir }),
  }
}

document.querySelectorAll("textarea[data-body-editor]").forEach(mount)
