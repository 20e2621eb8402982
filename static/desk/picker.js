// The dialog in which a picture of the library is chosen, or new ones are added to it.

import { Refused, listed, mayUpload, picturesAmong, sent } from "desk/pictures"

const gettext = window.gettext || ((text) => text)
const interpolate = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name])
const PAUSE_MS = 200

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "")
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value)
  }
  made.append(...children)
  return made
}

export function button(text, does, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text)
  made.addEventListener("click", does)
  return made
}

// A button that asks for files, and the input behind it.
export function uploadButton(text, take) {
  const input = element("input", { type: "file", accept: "image/*,.heic,.heif", multiple: true, hidden: true })
  input.addEventListener("change", () => {
    take([...input.files])
    input.value = ""
  })
  return [button(text, () => input.click(), { class: "button" }), input]
}

// Resolves with the picture that was chosen, or with null. Closing gives the focus back to where it was.
export function choosePicture() {
  return new Promise((resolve) => new Picker(resolve).open())
}

class Picker {
  constructor(resolve) {
    this.resolve = resolve
    this.chosen = null
    this.shown = new Set()
    this.next = 1
    this.words = ""
    this.build()
  }

  build() {
    this.search = element("input", { type: "search", "aria-label": gettext("Search captions, alternative texts and credits"), placeholder: gettext("Caption, alternative text, credit"), dir: "auto", autofocus: true })
    this.grid = element("div", { class: "picker__grid", role: "listbox", "aria-label": gettext("Pictures") })
    this.status = element("p", { class: "picker__status", role: "status" })
    this.errors = element("ul", { class: "picker__errors", role: "alert", hidden: true })
    this.about = element("p", { class: "picker__about", dir: "auto" })
    this.more = button(gettext("More pictures"), () => this.load(), { class: "button picker__more", hidden: true })
    const title = element("h2", { id: "picker-title" }, gettext("Choose a picture"))
    const close = button("×", () => this.dialog.close(), { class: "picker__close", "aria-label": gettext("Close") })
    this.dialog = element(
      "dialog",
      { class: "picker", "aria-labelledby": "picker-title" },
      element("div", { class: "picker__head" }, title, close),
      element("div", { class: "picker__find" }, this.search, ...this.uploading()),
      this.errors,
      element("div", { class: "picker__scroll" }, this.grid, this.status, this.more),
      this.about,
    )
    this.listen()
  }

  uploading() {
    if (!mayUpload) return []
    const hint = element("span", { class: "picker__hint quiet" }, gettext("or drop or paste pictures here"))
    return [...uploadButton(gettext("Upload"), (files) => this.upload(files)), hint]
  }

  listen() {
    const { dialog, search, grid } = this
    search.addEventListener("input", (event) => event.isComposing || this.searchSoon())
    search.addEventListener("compositionend", () => this.searchSoon())
    search.addEventListener("keydown", (event) => {
      if (event.isComposing || !["ArrowDown", "Enter"].includes(event.key)) return
      event.preventDefault()
      this.tiles()[0]?.focus()
    })
    grid.addEventListener("keydown", (event) => this.walk(event))
    grid.addEventListener("click", (event) => this.choose(event.target.closest(".picker__tile")))
    for (const name of ["focusin", "mouseover"]) grid.addEventListener(name, (event) => this.tell(event.target.closest(".picker__tile")))
    dialog.addEventListener("close", () => this.end())
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close())
    dialog.addEventListener("paste", (event) => this.take(event, event.clipboardData))
    dialog.addEventListener("drop", (event) => this.take(event, event.dataTransfer))
    dialog.addEventListener("dragover", (event) => {
      if (mayUpload && event.dataTransfer.types.includes("Files")) event.preventDefault()
    })
  }

  open() {
    document.body.append(this.dialog)
    this.dialog.showModal()
    this.load()
  }

  end() {
    this.asking?.abort()
    clearTimeout(this.timer)
    this.dialog.remove()
    this.resolve(this.chosen)
  }

  searchSoon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.searchAnew(), PAUSE_MS)
  }

  searchAnew() {
    const words = this.search.value.trim()
    if (words === this.words) return
    this.words = words
    this.next = 1
    this.load()
  }

  async load() {
    this.asking?.abort()
    this.asking = new AbortController()
    const page = this.next
    this.grid.setAttribute("aria-busy", "true")
    try {
      const { pictures, next } = await listed(this.words, page, this.asking.signal)
      if (page === 1) this.empty()
      this.next = next
      const added = pictures.map((picture) => this.add(picture)).filter(Boolean)
      if (page > 1) added[0]?.focus()
      this.count()
    } catch (error) {
      if (error.name === "AbortError") return
      this.complain([error.message])
    }
    this.grid.removeAttribute("aria-busy")
  }

  empty() {
    this.grid.replaceChildren()
    this.shown.clear()
    this.complain([])
    this.about.textContent = ""
  }

  count() {
    this.more.hidden = !this.next
    const none = this.words ? gettext("No picture says “%(words)s”.") : gettext("The library has no pictures yet.")
    const some = this.next ? gettext("The newest %(count)s pictures.") : gettext("Pictures: %(count)s.")
    this.status.textContent = interpolate(this.shown.size ? some : none, { count: this.shown.size, words: this.words })
  }

  // Pages move on where pictures come in meanwhile, so one can be met twice.
  add(picture, { first = false } = {}) {
    if (this.shown.has(picture.id)) return null
    this.shown.add(picture.id)
    const tile = tileOf(picture)
    if (first) this.grid.prepend(tile)
    else this.grid.append(tile)
    this.tiles().forEach((each, index) => (each.tabIndex = index ? -1 : 0))
    return tile
  }

  tiles() {
    return [...this.grid.children]
  }

  walk(event) {
    const tiles = this.tiles()
    const here = tiles.indexOf(event.target.closest(".picker__tile"))
    const step = this.steps()[event.key]
    if (here < 0 || step === undefined) return
    event.preventDefault()
    const there = here + step
    if (event.key === "ArrowUp" && there < 0) this.search.focus()
    else tiles[Math.min(Math.max(there, 0), tiles.length - 1)].focus()
  }

  steps() {
    const onwards = getComputedStyle(this.grid).direction === "rtl" ? -1 : 1
    const columns = getComputedStyle(this.grid).gridTemplateColumns.split(" ").length
    return { ArrowRight: onwards, ArrowLeft: -onwards, ArrowDown: columns, ArrowUp: -columns, Home: -Infinity, End: Infinity }
  }

  tell(tile) {
    if (!tile) return
    for (const each of this.tiles()) each.tabIndex = each === tile ? 0 : -1
    const { alt, caption, credit, width, height } = tile.picture
    this.about.textContent = [caption || alt || gettext("No words yet"), credit, `${width} × ${height}`].filter(Boolean).join(" · ")
  }

  choose(tile) {
    if (!tile || tile.getAttribute("aria-disabled")) return
    this.chosen = tile.picture
    this.dialog.close()
  }

  take(event, { files }) {
    const pictures = mayUpload ? picturesAmong(files) : []
    if (!pictures.length) return
    event.preventDefault()
    this.upload(pictures)
  }

  async upload(files) {
    this.complain([])
    const { pictures, refusals } = await sentAll(files, (text) => (this.status.textContent = text))
    if (!this.dialog.isConnected) return
    for (const picture of pictures) this.addFirst(picture)
    this.count()
    this.complain(refusals)
    this.tiles().find((tile) => tile.picture.id === pictures.at(-1)?.id)?.focus()
  }

  addFirst(picture) {
    this.tiles().find((tile) => tile.picture.id === picture.id)?.remove()
    this.shown.delete(picture.id)
    this.add(picture, { first: true })
  }

  complain(sentences) {
    this.errors.replaceChildren(...sentences.map((sentence) => element("li", {}, sentence)))
    this.errors.hidden = !sentences.length
  }
}

function tileOf(picture) {
  const { alt, caption, square, may_be_shown: mayBeShown } = picture
  const name = caption || alt || gettext("No words yet")
  const tile = button("", () => {}, { class: "picker__tile", role: "option", "aria-selected": "false", "aria-label": name, tabindex: -1 })
  tile.picture = picture
  tile.append(element("img", { src: square, alt: "", width: 160, height: 160, loading: "lazy", decoding: "async" }))
  if (!mayBeShown) {
    tile.setAttribute("aria-disabled", "true")
    tile.append(element("span", { class: "picker__mark" }, gettext("Rights ended")))
  } else if (!alt) {
    tile.append(element("span", { class: "picker__mark" }, gettext("No alternative text")))
  }
  return tile
}

// One after the other, so that they come in the order in which they were given.
export async function sentAll(files, tell = () => {}) {
  const pictures = []
  const refusals = []
  for (const [index, file] of files.entries()) {
    tell(interpolate(gettext("Uploading %(name)s (%(number)s of %(count)s) …"), { name: file.name, number: index + 1, count: files.length }))
    try {
      pictures.push(await sent(file))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusals.push(`${file.name}: ${error.message}`)
    }
  }
  return { pictures, refusals }
}
