// Pictures in the body: a figure with its picture, its caption and its tools, and galleries of figures. The surface
// shows small renditions; what is saved holds the address of the original.

import * as prose from "django-prose-editor/editor"

import { figureAround, insertFigures, moved } from "desk/figure_moves"
import { toolsOf } from "desk/figure_tools"
import { choosePicture, element, sentAll } from "desk/picker"
import { mayPick, mayUpload, picturesAmong, showSmall } from "desk/pictures"

const { NodeSelection } = prose.pm.state
const { Decoration, DecorationSet } = prose.pm.view
const gettext = window.gettext || ((text) => text)

const SAID_OF_PICTURES = ["src", "alt", "title", "width", "height", "role"]
// Tiptap itself would make a number of an alternative text like "1984".
const asItStands = (name) => ({ default: null, parseHTML: (img) => img.getAttribute(name) })

// Only a figure holds a picture; an editor that meets one alone puts a figure around it.
const Picture = prose.Image.extend({
  group: "",
  selectable: false,
  draggable: false,
  addAttributes: () => Object.fromEntries(SAID_OF_PICTURES.map((name) => [name, asItStands(name)])),
  addInputRules: () => [],
  addNodeView: () => pictureView,
})

function pictureView({ node }) {
  const dom = element("img", { class: "picture__img" })
  let shown = null
  const show = ({ attrs }) => {
    dom.alt = attrs.alt ?? ""
    if (attrs.src !== shown) showSmall(dom, (shown = attrs.src))
  }
  show(node)
  return {
    dom,
    update(next) {
      if (next.type.name !== "image") return false
      show(next)
      return true
    },
  }
}

// Its caption is always there to be typed; kept.js leaves an empty one out of what is saved. A bare one stands for a
// picture that lies in a gallery without a figure of its own.
const Figure = prose.Figure.extend({
  content: "image caption",
  addAttributes: () => ({ bare: markOf("bare") }),
  addCommands: () => ({}),
  addExtensions: () => [],
  addNodeView: () => figureView,
})

function markOf(name) {
  return {
    default: null,
    parseHTML: (dom) => dom.dataset[name] ?? null,
    renderHTML: (attributes) => (attributes[name] === null ? {} : { [`data-${name}`]: "" }),
  }
}

function figureView({ node, editor, getPos }) {
  const contentDOM = element("div", { class: "picture__content" })
  const dom = element("figure", { class: "picture", lang: node.attrs.lang, dir: node.attrs.dir }, contentDOM)
  const tools = toolsOf({ editor, getPos, node })
  dom.append(tools.dom)
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type.name !== "figure") return false
      tools.show(next)
      return true
    },
    stopEvent: (event) => tools.dom.contains(event.target),
    ignoreMutation: ({ type, target }) => type !== "selection" && (target === dom || tools.dom.contains(target)),
  }
}

const Caption = prose.Caption.extend({
  group: "",
  addAttributes: () => ({}),
  addNodeView: () => captionView,
})

function captionView({ node }) {
  const { lang, dir } = node.attrs
  const dom = element("figcaption", { lang, dir, "data-placeholder": gettext("Caption") })
  return { dom, contentDOM: dom }
}

const Gallery = prose.Node.create({
  name: "gallery",
  group: "block",
  content: "figure+ caption?",
  isolating: true,
  draggable: true,
  addAttributes: () => ({ class: { default: "gallery" } }),
  parseHTML: () => [{ tag: "figure.gallery", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
})

const Pictures = prose.Extension.create({
  name: "pictures",
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      // By this name Django Prose Editor has one of its own.
      name: "figure",
      groups: "pictures",
      button: buttons.material("image", `${gettext("Picture")} (Ctrl+Alt+P)`),
      hidden: () => !mayPick,
      active: (editor) => editor.isActive("figure"),
      command: choose,
    })
  },
  addKeyboardShortcuts: () => ({
    "Mod-Alt-p": ({ editor }) => mayPick && (choose(editor), true),
    "Alt-ArrowUp": ({ editor }) => moved(editor, figureAround(editor.state), -1),
    "Alt-ArrowDown": ({ editor }) => moved(editor, figureAround(editor.state), 1),
    Enter: ({ editor }) => leaveCaption(editor),
  }),
  addProseMirrorPlugins() {
    return [currentFigure(), uploads(this.editor)]
  },
})

async function choose(editor) {
  const { from, to } = editor.state.selection
  const picture = await choosePicture()
  if (picture) insertFigures(editor, from, to, [picture])
  editor.commands.focus()
}

function leaveCaption(editor) {
  const { $from } = editor.state.selection
  if ($from.parent.type.name !== "caption") return false
  const after = $from.after(1)
  return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).scrollIntoView().run()
}

// The figure with the cursor shows its tools; a click on a picture selects its figure, for Delete to take it whole.
function currentFigure() {
  return new prose.Plugin({
    props: {
      decorations(state) {
        const found = figureAround(state)
        const { pos, node } = found ?? {}
        return found && DecorationSet.create(state.doc, [Decoration.node(pos, pos + node.nodeSize, { class: "is-current" })])
      },
      handleClickOn(view, _pos, node, nodePos) {
        if (node.type.name !== "image") return false
        const figure = view.state.doc.resolve(nodePos).before()
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, figure)))
        return true
      },
    },
  })
}

const UPLOADS = new prose.pm.state.PluginKey("uploads")
let underWay = 0

export const isUploading = () => underWay > 0

// Pictures that are pasted or dropped go to the library first; a mark keeps their place meanwhile.
function uploads(editor) {
  return new prose.Plugin({
    key: UPLOADS,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marks) {
        const { add, remove } = tr.getMeta(UPLOADS) ?? {}
        const mapped = marks.map(tr.mapping, tr.doc)
        if (add) return mapped.add(tr.doc, [Decoration.widget(add.pos, add.dom, { side: 1, id: add.dom })])
        return remove ? mapped.remove(mapped.find(undefined, undefined, ({ id }) => id === remove)) : mapped
      },
    },
    props: {
      decorations: (state) => UPLOADS.getState(state),
      handlePaste: (view, { clipboardData }) => {
        const pictures = picturesAmong(clipboardData.files)
        return taken(editor, pictures.length && isPictureAlone(clipboardData) ? pictures : [], view.state.selection.from)
      },
      handleDrop: (view, event, _slice, isMoved) => {
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
        return !isMoved && taken(editor, picturesAmong(event.dataTransfer?.files), place?.pos ?? view.state.selection.from)
      },
    },
  })
}

// Word processors put a picture of the text beside the text.
function isPictureAlone(clipboard) {
  const { body } = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html")
  return !body.textContent.trim()
}

function taken(editor, files, pos) {
  if (!mayUpload || !files.length) return false
  upload(editor, files, pos)
  return true
}

async function upload(editor, files, pos) {
  const dom = element("span", { class: "picture__uploading" })
  const mark = (change) => editor.view.dispatch(editor.state.tr.setMeta(UPLOADS, change).setMeta("addToHistory", false))
  mark({ add: { pos, dom } })
  underWay += 1
  const { pictures, refusals } = await sentAll(files, (text) => (dom.textContent = text))
  underWay -= 1
  const [place] = UPLOADS.getState(editor.state).find(undefined, undefined, ({ id }) => id === dom)
  mark({ remove: dom })
  const at = place?.from ?? editor.state.selection.to
  if (pictures.length) insertFigures(editor, at, at, pictures)
  notice(editor, refusals.join(" "))
}

export function notice(editor, text) {
  const { dom } = editor.view
  const line = dom.parentElement.querySelector(".picture__notice") ?? element("p", { class: "picture__notice", role: "alert" })
  if (!line.isConnected) dom.before(line)
  line.textContent = text
  line.hidden = !text
}

export const PICTURES = [Picture, Figure, Caption, Gallery, Pictures]
