// A dialog of the writing surface's own: native, so that Escape closes it, and closing gives the focus back.

import { button, element } from "desk/picker"

const gettext = window.gettext || ((text) => text)
let dialogs = 0

// Resolves with what `build` passes to its argument, or with null when the dialog is closed without. `build` returns
// the form that stands in it.
export function ask(title, build) {
  return new Promise((resolve) => {
    let given = null
    dialogs += 1
    const id = `asking-${dialogs}`
    const form = build((answer) => {
      given = answer
      dialog.close()
    })
    const close = button("×", () => dialog.close(), { class: "asking__close", "aria-label": gettext("Close") })
    form.prepend(element("div", { class: "asking__head" }, element("h2", { id }, title), close))
    const dialog = element("dialog", { class: "asking", "aria-labelledby": id }, form)
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(given)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

// A form whose sending is answered here; Enter that ends a composition sends nothing.
export function formOf(send, ...children) {
  const form = element("form", { class: "asking__form" }, ...children)
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault()
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send()
  })
  return form
}
