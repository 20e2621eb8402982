// What an input method has not settled yet is not the writer's text: it is told of once it is whole.

// Calls `tell` after each change, but during a composition only at its end.
export function whenComposed(editor, tell) {
  let isDue = false
  const change = () => {
    isDue = editor.view.composing
    if (!isDue) tell()
  }
  editor.on("update", change)
  // After the editor's own listeners, which read the composed text from the page.
  editor.view.dom.addEventListener("compositionend", () => setTimeout(() => isDue && change()))
  // Whatever is settled by then: a form that is sent holds all that was written.
  editor.view.dom.closest("form")?.addEventListener("submit", () => isDue && tell(), { capture: true })
}
