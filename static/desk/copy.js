// Buttons that copy a field's text: [data-copies] is the field's selector.

const gettext = window.gettext || ((text) => text)

function start(button) {
  const field = document.querySelector(button.dataset.copies)
  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      // Without https there is no clipboard; what is selected can be copied all the same.
      document.execCommand("copy")
    }
    button.textContent = gettext("Copied")
  })
  field.addEventListener("focus", () => field.select())
}

document.querySelectorAll("[data-copies]").forEach(start)
