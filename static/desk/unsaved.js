// Asks before a page with typed and unsaved text is left, and saves on Ctrl+S or ⌘S.

const form = document.querySelector("#article_form, #articletemplate_form, #image_form")
let isTyped = false

form?.addEventListener("input", () => {
  isTyped = true
})
form?.addEventListener("submit", () => {
  isTyped = false
})

// What the newsroom keeps of itself as it is typed, frightens nobody.
form?.addEventListener("newsroom:kept", ({ detail }) => {
  isTyped = !detail.isAll
})

window.addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault()
})

document.addEventListener("keydown", (event) => {
  const save = form?.querySelector("[name=_continue]")
  if (save && event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    save.click()
  }
})
