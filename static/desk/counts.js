// A quiet line under the body: words, characters and minutes of the text, or of what is selected.

import { counted } from "desk/counting"

const PAUSE_MS = 250
const UNSEEN = "rp, rt, script, style"
const LINES = "address, blockquote, br, caption, dd, div, dl, dt, figcaption, figure, h2, h3, h4, h5, h6, hr, li, ol, p, pre, table, tr, ul"

const { gettext, interpolate, ngettext } = window

export function countText(editor, textarea) {
  const line = Object.assign(document.createElement("p"), { className: "counts" })
  textarea.closest(".prose-editor").after(line)
  const language = document.querySelector("#id_language")
  const tell = () => {
    const tag = language?.value.trim() || textarea.lang
    const whole = counted(visibleText(textarea.value), tag)
    const { from, to, empty } = editor.state.selection
    line.textContent = empty ? inWords(whole) : ofWhole(counted(editor.state.doc.textBetween(from, to, "\n", " "), tag), whole)
  }
  let pause = null
  const soon = () => {
    clearTimeout(pause)
    pause = setTimeout(tell, PAUSE_MS)
  }
  editor.on("update", soon)
  editor.on("selectionUpdate", soon)
  language?.addEventListener("input", soon)
  tell()
}

// As a reader sees it, and as text/visible_text.py reads it: blocks on lines of their own, ruby without its readings.
export function visibleText(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  for (const element of body.querySelectorAll(UNSEEN)) element.remove()
  for (const element of body.querySelectorAll(LINES)) {
    element.before("\n")
    element.after("\n")
  }
  for (const cell of body.querySelectorAll("td, th")) cell.after(" ")
  return body.textContent
    .split("\n")
    .map((text) => text.split(/\s+/).filter(Boolean).join(" "))
    .filter(Boolean)
    .join("\n")
}

const number = (value) => value.toLocaleString(document.documentElement.lang || undefined)

function inWords({ words, characters, minutes }) {
  return [
    interpolate(ngettext("%(count)s word", "%(count)s words", words), { count: number(words) }, true),
    interpolate(ngettext("%(count)s character", "%(count)s characters", characters), { count: number(characters) }, true),
    interpolate(ngettext("%(count)s minute to read", "%(count)s minutes to read", minutes), { count: number(minutes) }, true),
  ].join(" · ")
}

function ofWhole(part, whole) {
  const words = interpolate(gettext("%(count)s of %(all)s words"), { count: number(part.words), all: number(whole.words) }, true)
  const characters = interpolate(
    gettext("%(count)s of %(all)s characters selected"),
    { count: number(part.characters), all: number(whole.characters) },
    true,
  )
  return `${words} · ${characters}`
}
