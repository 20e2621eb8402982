// Select2 shows a box of its own in place of each select: it is given the select's name, which it leaves out.

function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim()
    const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered")
    if (name && shown) shown.setAttribute("aria-label", [name, shown.textContent.trim()].filter(Boolean).join(" "))
  }
}

window.addEventListener("load", nameBoxes)
document.addEventListener("change", nameBoxes)
document.addEventListener("formset:added", () => setTimeout(nameBoxes))
