// The dialog in which a link is set: words find the newsroom's own articles, an address is taken as it stands.

import { asAddress, isRefused } from "desk/addresses"
import { ask, formOf } from "desk/dialog"
import { button, element } from "desk/picker"
import { asked } from "desk/pictures"

const gettext = window.gettext || ((text) => text)
const PAUSE_MS = 200

// Resolves with {href, text}, with {isRemoved: true}, or with null where nothing changes.
export function askForLink(address) {
  const title = address ? gettext("Edit the link") : gettext("Link")
  return ask(title, (answer) => new LinkDialog(answer, address).form)
}

class LinkDialog {
  constructor(answer, address) {
    this.answer = answer
    this.options = []
    this.active = -1
    this.build(address)
    this.typed()
  }

  build(address) {
    this.search = element("input", {
      type: "text",
      role: "combobox",
      class: "link__search",
      value: address,
      dir: "auto",
      autocomplete: "off",
      autofocus: true,
      "aria-label": gettext("Words of one of our headlines, or an address"),
      "aria-autocomplete": "list",
      "aria-controls": "link-options",
      "aria-describedby": "link-hint",
      "aria-expanded": "false",
      placeholder: gettext("Words of a headline, or https://…"),
    })
    const hint = gettext("Words find our own articles. An address begins with https://, mailto: or /.")
    this.list = element("div", { id: "link-options", role: "listbox", class: "link__options", "aria-label": gettext("Where the link leads") })
    this.status = element("p", { class: "link__status", role: "status" })
    this.form = formOf(
      () => this.choose(this.options[this.active]),
      this.search,
      element("p", { id: "link-hint", class: "asking__hint" }, hint),
      this.list,
      this.status,
      ...(address ? [this.buttonsFor(address)] : []),
    )
    this.listen()
  }

  buttonsFor(address) {
    const remove = button(gettext("Remove the link"), () => this.answer({ isRemoved: true }), { class: "button" })
    const mayOpen = asAddress(address) && !address.startsWith("#")
    const open = mayOpen ? [element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, gettext("Open"))] : []
    return element("div", { class: "asking__buttons" }, remove, ...open)
  }

  listen() {
    const { search, list } = this
    search.addEventListener("focus", () => search.select(), { once: true })
    search.addEventListener("input", (event) => event.isComposing || this.typed())
    search.addEventListener("compositionend", () => this.typed())
    search.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (!step || event.isComposing) return
      event.preventDefault()
      this.walk(step)
    })
    list.addEventListener("click", (event) => this.choose(this.options.find(({ dom }) => dom.contains(event.target))))
    // The words keep the focus, whatever is pressed beside them.
    list.addEventListener("mousedown", (event) => event.preventDefault())
  }

  typed() {
    clearTimeout(this.timer)
    this.asking?.abort()
    const words = this.search.value.trim()
    const address = asAddress(words)
    if (isRefused(words)) {
      this.show([])
      this.status.textContent = gettext("An article can link to addresses that begin with https://, http://, mailto: or /, and to no others.")
    } else if (address) {
      this.show([addressOption(address)])
      this.status.textContent = ""
    } else {
      this.activate(-1)
      this.timer = setTimeout(() => this.look(words), words ? PAUSE_MS : 0)
    }
  }

  async look(words) {
    this.asking = new AbortController()
    this.list.setAttribute("aria-busy", "true")
    try {
      const { ownArticles } = document.querySelector("[data-own-articles]").dataset
      const { articles } = await asked(`${ownArticles}?${new URLSearchParams({ q: words })}`, { signal: this.asking.signal })
      this.show(articles.map(articleOption), { isFirstActive: Boolean(words) })
      this.status.textContent = articles.length ? "" : gettext("None of our articles has these words.")
    } catch (error) {
      if (error.name === "AbortError") return
      this.show([])
      this.status.textContent = error.message
    }
  }

  show(options, { isFirstActive = true } = {}) {
    this.options = options
    options.forEach(({ dom }, index) => (dom.id = `link-option-${index}`))
    this.list.replaceChildren(...options.map(({ dom }) => dom))
    this.list.removeAttribute("aria-busy")
    this.list.scrollTop = 0
    this.search.setAttribute("aria-expanded", String(options.length > 0))
    this.activate(isFirstActive ? options.findIndex(({ href }) => href) : -1)
  }

  walk(step) {
    const count = this.options.length
    if (!count) return
    const from = this.active < 0 && step < 0 ? 0 : this.active
    this.activate((from + step + count) % count)
    this.options[this.active].dom.scrollIntoView({ block: "nearest" })
  }

  activate(index) {
    this.active = index
    this.options.forEach(({ dom }, each) => dom.setAttribute("aria-selected", String(each === index)))
    if (index < 0) this.search.removeAttribute("aria-activedescendant")
    else this.search.setAttribute("aria-activedescendant", this.options[index].dom.id)
  }

  choose(option) {
    if (option?.href) this.answer({ href: option.href, text: option.text })
    else this.status.textContent = option?.note ?? gettext("Choose one of the articles, or write an address.")
  }
}

function addressOption(href) {
  const dom = element(
    "div",
    { class: "link__option", role: "option" },
    element("span", { class: "link__headline" }, gettext("Link to this address")),
    element("bdi", { class: "link__address", dir: "ltr" }, href),
  )
  return { dom, href, text: href.replace(/^mailto:/, "") }
}

function articleOption({ headline, language, direction, address, state, state_words: stateWords, when, note }) {
  const dom = element(
    "div",
    { class: "link__option", role: "option", "aria-disabled": address ? null : "true" },
    element("span", { class: "link__headline", lang: language || null, dir: direction }, headline),
    element(
      "span",
      { class: "link__facts" },
      element("span", { class: `badge badge--${state}` }, stateWords),
      ...(when && state !== "scheduled" ? [" ", element("span", {}, when)] : []),
    ),
    ...(note ? [element("span", { class: "link__note" }, note)] : []),
  )
  return { dom, href: address, text: headline, note }
}
