// The notices above the text: each has a name, so that a newer one takes the place of an older.

const holder = document.querySelector(".notices")
const shown = new Map()

// `ways`: [[text, address or function], …], buttons and links in their order.
export function notice(name, sentence, ways = []) {
  const known = shown.get(name)
  if (known?.sentence === sentence) return
  const element = document.createElement("div")
  element.className = "notice"
  element.setAttribute("role", "status")
  element.append(Object.assign(document.createElement("p"), { textContent: sentence }))
  if (ways.length) element.append(waysOf(ways))
  if (known) known.element.replaceWith(element)
  else holder.prepend(element)
  shown.set(name, { element, sentence })
}

export function withdraw(name) {
  shown.get(name)?.element.remove()
  shown.delete(name)
}

export function link(text, href, { isNewTab = false } = {}) {
  const made = Object.assign(document.createElement("a"), { textContent: text, href })
  if (isNewTab) Object.assign(made, { target: "_blank", rel: "noopener" })
  return made
}

export function button(text, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text })
  made.addEventListener("click", does)
  return made
}

function waysOf(ways) {
  const line = document.createElement("p")
  line.className = "notice__ways"
  line.append(...ways.map(([text, way]) => (typeof way === "string" ? link(text, way) : button(text, way))))
  return line
}
