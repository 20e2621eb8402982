// Counts the pictures that are chosen in the library, and chooses all of the page, or from one to another with Shift.

const library = document.querySelector("[data-library]")
const boxes = library ? [...library.querySelectorAll("[name=_selected_action]")] : []
const number = library?.querySelector("[data-number]")
const all = library?.querySelector("[data-all]")
const none = library?.querySelector("[data-none]")
let last = null

function tell() {
  const count = boxes.filter((box) => box.checked).length
  const said = count === 1 ? number.dataset.one : number.dataset.many.replace("COUNT", count)
  number.textContent = count ? said : ""
  all.hidden = count === boxes.length
}

function chooseBetween(one, other, isChosen) {
  const [from, to] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b)
  for (const box of boxes.slice(from, to + 1)) box.checked = isChosen
}

function chooseEach(isChosen) {
  for (const box of boxes) box.checked = isChosen
  tell()
}

if (number) {
  none.hidden = false
  library.addEventListener("click", ({ target, shiftKey }) => {
    if (!boxes.includes(target)) return
    if (shiftKey && last) chooseBetween(last, target, target.checked)
    last = target
  })
  library.addEventListener("change", tell)
  all.addEventListener("click", () => chooseEach(true))
  none.addEventListener("click", () => { chooseEach(false); boxes[0].focus() })
  // A page that is gone back to keeps its ticks.
  addEventListener("pageshow", tell)
  tell()
}
