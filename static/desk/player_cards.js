// Cards: links that stand in a paragraph of their own for what an article cannot hold, such as films and posts.

import * as prose from "django-prose-editor/editor"

import { asAddress } from "desk/addresses"
import { attributesOf, hasOnly } from "desk/attributes"
import { ask, formOf } from "desk/dialog"
import { button, element } from "desk/picker"
import { PLAYER_NAMES, cardAt, nameOf } from "desk/players"

const { NodeSelection, TextSelection } = prose.pm.state
const gettext = window.gettext || ((text) => text)

const OF_PARAGRAPH = ["class", "id", "lang", "dir"]
const OF_LINK = ["href", "title", "hreflang", "rel", "id", "lang", "dir"]

export const PlayerCard = prose.Node.create({
  name: "playerCard",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    label: { default: "", rendered: false, parseHTML: (dom) => dom.textContent },
    link: { default: {}, rendered: false, parseHTML: (dom) => attributesOf(dom.firstElementChild) },
    said: { default: { class: "embed-card" }, rendered: false, parseHTML: attributesOf },
  }),
  parseHTML: () => [{ tag: "p.embed-card", priority: 100, getAttrs: (dom) => holdsCard(dom) && null }],
  renderHTML: ({ node: { attrs } }) => ["p", attrs.said, ["a", attrs.link, labelOf(attrs)]],
  renderText: ({ node }) => labelOf(node.attrs),
  addNodeView: () => cardView,
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { node, from } = editor.state.selection
      return node?.type.name === "playerCard" && (editor.view.nodeDOM(from).querySelector("input").focus(), true)
    },
  }),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "playerCard",
      groups: "pieces",
      button: buttons.material("smart_display", gettext("Card of a player")),
      enabled: ({ state }) => state.selection.$from.node(1)?.type.name !== "footnotes",
      active: (editor) => editor.isActive("playerCard"),
      command: insert,
    })
  },
  addProseMirrorPlugins: () => [new prose.Plugin({ props: { handlePaste } })],
})

function holdsCard(dom) {
  const [link] = dom.childNodes
  const isAlone = dom.childNodes.length === 1 && link.localName === "a" && !link.children.length && !dom.closest("li")
  if (!isAlone || asAddress(link.getAttribute("href") ?? "") === null) return false
  return hasOnly(dom, OF_PARAGRAPH) && hasOnly(link, OF_LINK)
}

// A link without words could not be read; whoever takes them all away has the first ones back.
const labelOf = ({ label, link }) => (label.trim() ? label : cardAt(link.href)?.label ?? link.href)

function cardView({ node, editor, getPos }) {
  const { href } = node.attrs.link
  const title = element("input", { type: "text", class: "card__title", value: node.attrs.label, dir: "auto", maxlength: 300, "aria-label": gettext("Title of the card"), placeholder: labelOf({ ...node.attrs, label: "" }) })
  const open = element("a", { href, target: "_blank", rel: "noopener noreferrer" }, gettext("Open"))
  const remove = button(gettext("Remove"), () => {
    editor.chain().setNodeSelection(getPos()).deleteSelection().run()
    editor.view.focus()
  })
  const dom = element(
    "div",
    { class: "card", role: "group", "aria-label": gettext("Card"), contenteditable: "false" },
    element("div", { class: "card__name" }, nameOf(href)),
    title,
    element("bdi", { class: "card__address", dir: "ltr" }, href),
    element("div", { class: "card__buttons" }, open, remove),
  )
  let shown = node
  title.addEventListener("input", () => {
    const attrs = { ...shown.attrs, label: title.value }
    const tr = editor.state.tr.setNodeMarkup(getPos(), null, attrs)
    editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, getPos())))
  })
  title.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return
    event.preventDefault()
    editor.commands.setNodeSelection(getPos())
    editor.view.focus()
  })
  return {
    dom,
    update(next) {
      if (next.type.name !== "playerCard" || next.attrs.link.href !== href) return false
      shown = next
      if (document.activeElement !== title) title.value = next.attrs.label
      return true
    },
    stopEvent: ({ target }) => target !== dom && dom.contains(target) && target.closest("input, a, button") !== null,
    ignoreMutation: () => true,
  }
}

// An address alone in an empty paragraph becomes a card; to undo that leaves the link.
function handlePaste(view, { clipboardData }) {
  const typed = clipboardData?.getData("text/plain").trim() ?? ""
  const { $from, empty } = view.state.selection
  if (!empty || !isEmptyParagraph($from) || !cardAt(typed)) return false
  view.dispatch(withLink(view.state, typed, $from.before(), $from.after()).setMeta("paste", true))
  view.dispatch(withCard(view.state, cardAt(typed), $from.before()).scrollIntoView())
  return true
}

function withLink({ tr, schema }, address, from, to) {
  const text = schema.text(address, [schema.marks.link.create({ href: asAddress(address) })])
  tr.replaceWith(from, to, schema.nodes.paragraph.create(null, text))
  return tr.setSelection(TextSelection.create(tr.doc, from + 1 + text.nodeSize))
}

// In place of the paragraph at the position, with the cursor in the paragraph that follows.
function withCard({ tr, schema, doc }, { address, label }, pos) {
  const card = schema.nodes.playerCard.create({ label, link: { href: address }, said: { class: "embed-card" } })
  const end = pos + doc.nodeAt(pos).nodeSize
  const isParagraphNext = doc.nodeAt(end)?.type.name === "paragraph"
  tr.replaceWith(pos, end, isParagraphNext ? card : [card, schema.nodes.paragraph.create()])
  return prose.pm.history.closeHistory(tr.setSelection(TextSelection.create(tr.doc, pos + card.nodeSize + 1)))
}

async function insert(editor) {
  const address = await askForAddress()
  if (address) putAfterBlock(editor, address)
  editor.view.focus()
}

// In place of the empty paragraph with the cursor, or after the block with it.
function putAfterBlock(editor, address) {
  const { selection } = editor.state
  const { $from } = selection
  const end = $from.depth ? $from.after(1) : selection.to
  const start = isEmptyParagraph($from) ? $from.before(1) : end
  editor.view.dispatch(withLink(editor.state, address, start, end))
  if (cardAt(address)) editor.view.dispatch(withCard(editor.state, cardAt(address), start).scrollIntoView())
}

const isEmptyParagraph = ($from) => $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size

// Resolves with the address of a player's page or, knowingly, of another.
function askForAddress() {
  return ask(gettext("Card of a player"), (answer) => {
    const input = element("input", { type: "text", dir: "ltr", autofocus: true, autocomplete: "off", "aria-describedby": "card-said", placeholder: "https://" })
    const said = element("p", { id: "card-said", class: "asking__hint", role: "status" }, PLAYER_NAMES)
    const tell = () => {
      const isOther = asAddress(input.value) && !cardAt(input.value)
      said.textContent = isOther ? gettext("No player that is known: it will stay a link.") : cardAt(input.value)?.label ?? PLAYER_NAMES
    }
    input.addEventListener("input", tell)
    const send = () => {
      if (asAddress(input.value)) answer(input.value.trim())
      else said.textContent = gettext("Write the address of a page, such as https://vimeo.com/123.")
    }
    const submit = element("button", { type: "submit", class: "button default" }, gettext("Insert"))
    return formOf(send, element("label", {}, gettext("Address"), input), said, element("div", { class: "asking__buttons" }, submit))
  })
}
