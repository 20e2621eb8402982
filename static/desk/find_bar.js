// The bar above the surface in which words are found and replaced.

import { button, element } from "desk/picker"

const { gettext, interpolate, ngettext } = window

export class FindBar {
  constructor(finder) {
    this.finder = finder
    this.words = textBox(gettext("Find"), "search")
    this.other = textBox(gettext("Replace with"))
    this.matchesCase = tick(gettext("Match case"))
    this.wholeWords = tick(gettext("Whole words"))
    this.count = element("p", { class: "find-bar__count", role: "status" })
    this.steps = [-1, 1].map((way) => this.stepButton(way))
    this.replacing = element("div", { class: "find-bar__row find-bar__replacing" }, this.other, ...this.replaceButtons())
    this.toggle = button(gettext("Replace"), () => this.showReplacing(this.replacing.hidden), { "aria-expanded": "false" })
    const close = button("×", () => this.close({ selects: true }), { "aria-label": gettext("Close") })
    this.dom = element(
      "div",
      { class: "find-bar", role: "search", "aria-label": gettext("Find and replace"), hidden: true },
      element("div", { class: "find-bar__row" }, this.words, ...this.steps, this.count, close),
      element("div", { class: "find-bar__row" }, this.matchesCase.label, this.wholeWords.label, this.toggle),
      this.replacing,
    )
    // With the tools, which stay in sight.
    finder.editor.view.dom.parentElement.querySelector(".prose-menubar").append(this.dom)
    this.listen()
  }

  stepButton(way) {
    const [sign, name] = way < 0 ? ["↑", gettext("Previous match")] : ["↓", gettext("Next match")]
    return button(sign, () => this.step(way), { "aria-label": name, title: name })
  }

  replaceButtons() {
    return [
      button(gettext("Replace this"), () => this.replace()),
      button(gettext("Replace all"), () => this.replaceAll()),
    ]
  }

  listen() {
    const { dom, words } = this
    // What is typed here is no part of the article.
    for (const type of ["input", "change"]) dom.addEventListener(type, (event) => event.stopPropagation())
    words.addEventListener("input", (event) => event.isComposing || this.search())
    words.addEventListener("compositionend", () => this.search())
    for (const { box } of [this.matchesCase, this.wholeWords]) box.addEventListener("change", () => this.search())
    dom.addEventListener("keydown", (event) => this.key(event))
    this.finder.editor.on("update", () => dom.hidden || this.tell())
  }

  key(event) {
    const withControl = event.ctrlKey || event.metaKey ? "Mod-" : ""
    const does = {
      Escape: () => this.close({ selects: true }),
      Enter: event.target.matches("input") && (() => this.enter(event)),
      "Mod-f": () => this.open(),
      "Mod-h": () => this.open({ replaces: true }),
    }[withControl + event.key]
    if (!does || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    does()
  }

  enter({ target, shiftKey }) {
    if (target === this.other) this.replace()
    else this.step(shiftKey ? -1 : 1)
  }

  open({ replaces = false } = {}) {
    const isOpening = this.dom.hidden
    const selected = this.finder.selectedWords
    this.dom.hidden = false
    if (isOpening && selected) this.words.value = selected
    if (replaces || isOpening) this.showReplacing(replaces)
    this.words.focus()
    this.words.select()
    this.search()
  }

  // Returns whether it was open.
  close({ selects }) {
    if (this.dom.hidden) return false
    this.dom.hidden = true
    this.finder.stop({ selects })
    return true
  }

  showReplacing(isShown) {
    this.replacing.hidden = !isShown
    this.toggle.setAttribute("aria-expanded", String(isShown))
  }

  search() {
    this.finder.search({
      words: this.words.value,
      matchesCase: this.matchesCase.box.checked,
      wholeWords: this.wholeWords.box.checked,
    })
    this.tell()
  }

  step(way) {
    this.finder.step(way)
    this.tell()
  }

  replace() {
    this.finder.replace(this.other.value)
    this.tell()
  }

  replaceAll() {
    const count = this.finder.replaceAll(this.other.value)
    this.count.textContent = interpolate(ngettext("%(count)s replaced.", "%(count)s replaced.", count), { count }, true)
  }

  tell() {
    const { matches, current } = this.finder.state
    const kept = this.finder.countKept()
    this.count.textContent = [this.words.value && placeWords(matches.length, current + 1), kept && keptWords(kept)].filter(Boolean).join(" · ")
  }
}

function placeWords(count, number) {
  return count ? interpolate(gettext("%(number)s of %(count)s"), { number, count }, true) : gettext("Nothing found.")
}

function keptWords(count) {
  const words = ngettext("%(count)s more in a part that is kept as it is.", "%(count)s more in parts that are kept as they are.", count)
  return interpolate(words, { count }, true)
}

function textBox(name, type = "text") {
  return element("input", { class: "find-bar__words", type, "aria-label": name, placeholder: name, autocomplete: "off", dir: "auto", spellcheck: "false" })
}

function tick(name) {
  const box = element("input", { type: "checkbox" })
  return { box, label: element("label", { class: "find-bar__option" }, box, name) }
}
