// Select2 shows a box of its own in place of each select: it is given the select's name, which it leaves out.

const side = document.querySelector(".writing__side")

function nameBoxes() {
  for (const select of side.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim()
    const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered")
    if (name && shown) shown.setAttribute("aria-label", [name, shown.textContent.trim()].filter(Boolean).join(" "))
  }
}

if (side) new MutationObserver(nameBoxes).observe(side, { childList: true, subtree: true })
