// What stands below a picture in the body: its alternative text here, its credit, and what can be done with it.

import { described, gathered, isInGallery, moved, figureAt, removed, replaced, scattered } from "desk/figure_moves"
import { button, choosePicture, element } from "desk/picker"
import { lookedUp, mayPick } from "desk/pictures"

const gettext = window.gettext || ((text) => text)
// A picture that says nothing is marked by the role that HTML has for it: an empty text alone may only be unwritten.
const DECORATIVE = "presentation"

export function toolsOf({ editor, getPos, node }) {
  const alt = element("input", { type: "text", class: "picture__alt", dir: "auto", maxlength: 1000, lang: editor.options.editorProps.attributes.lang ?? null })
  const decorative = element("input", { type: "checkbox" })
  const missing = element("p", { class: "picture__missing" }, gettext("Alternative text is missing."))
  const credit = element("p", { class: "picture__credit" })
  const hint = element("p", { class: "picture__hint", role: "status" })
  let image = node.firstChild
  let kept = null

  const actions = {
    replace: [gettext("Replace"), async () => {
      const picture = await choosePicture()
      if (picture) replaced(editor, getPos(), picture, { before: kept })
      editor.commands.focus()
    }],
    up: [gettext("Move up"), () => move(-1, "up")],
    down: [gettext("Move down"), () => move(1, "down")],
    gallery: [gettext("Gallery"), toggleGallery],
    remove: [gettext("Remove"), () => {
      removed(editor, getPos())
      editor.commands.focus()
    }],
  }

  function move(step, name) {
    moved(editor, figureAt(editor.state, getPos()), step)
    // The figure was built anew where it came to lie.
    editor.view.dom.querySelector(`.is-current [data-does="${name}"]`)?.focus()
  }

  function toggleGallery() {
    if (isInGallery(editor.state, getPos())) scattered(editor, getPos())
    else if (!gathered(editor, getPos())) {
      hint.textContent = gettext("A gallery needs another picture right before or after this one.")
      return
    }
    editor.view.dom.querySelector('.is-current [data-does="gallery"]')?.focus()
  }

  function show(next) {
    const isOther = image.attrs.src !== next.firstChild.attrs.src
    image = next.firstChild
    if (isOther) look()
    settle()
  }

  function settle() {
    const isDecorative = image.attrs.role === DECORATIVE
    // Whoever types in it, perhaps through an input method, has its text there already.
    if (document.activeElement !== alt) alt.value = image.attrs.alt ?? ""
    decorative.checked = isDecorative
    alt.disabled = isDecorative
    alt.placeholder = kept?.alt ?? ""
    missing.hidden = isDecorative || Boolean(image.attrs.alt?.trim() || kept?.alt)
  }

  async function look() {
    const { src } = image.attrs
    const found = await lookedUp(src)
    if (src !== image.attrs.src) return
    kept = found
    credit.replaceChildren(...creditOf(kept))
    settle()
  }

  alt.addEventListener("input", () => described(editor, getPos(), { alt: alt.value }))
  decorative.addEventListener("change", () => {
    described(editor, getPos(), decorative.checked ? { alt: "", role: DECORATIVE } : { role: null })
    if (!decorative.checked) alt.focus()
  })

  const buttons = Object.entries(actions)
    .filter(([name]) => mayPick || name !== "replace")
    .map(([name, [text, does]]) => button(text, does, { "data-does": name }))
  const dom = element(
    "div",
    { class: "picture__tools", contenteditable: "false", dir: document.documentElement.dir || "ltr" },
    missing,
    element(
      "div",
      { class: "picture__panel", role: "group", "aria-label": gettext("Picture") },
      credit,
      element("label", {}, gettext("Alternative text here"), alt),
      element("label", { class: "picture__decorative" }, decorative, gettext("Decorative, says nothing")),
      element("div", { class: "picture__buttons" }, ...buttons),
      hint,
    ),
  )
  dom.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "Enter" && event.target === alt) event.preventDefault()
    if (event.key === "Escape") editor.chain().focus(getPos() + 2 + image.nodeSize).run()
  })
  look()
  settle()
  return { dom, show }
}

function creditOf(picture) {
  if (!picture) return []
  const link = element("a", { href: picture.screen, target: "_blank" }, gettext("In the library"))
  return [...(picture.credit ? [element("bdi", {}, picture.credit), " "] : []), link]
}
