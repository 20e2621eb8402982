// The lead image's buttons, in place of the field for its number.

import { button, choosePicture, element, sentAll, uploadButton } from "desk/picker"
import { mayPick, mayUpload, picturesAmong } from "desk/pictures"

const gettext = window.gettext || ((text) => text)
const box = document.querySelector(".lead-image")

function start() {
  const buttons = box.querySelector(".lead-image__buttons")
  const [number, none] = box.querySelectorAll(".lead-image__plain input")
  const picture = box.querySelector(".lead-image__picture")
  const credit = box.querySelector(".lead-image__credit")
  const empty = box.querySelector(".lead-image__empty")
  const missing = box.querySelector(".lead-image__missing")
  const said = element("p", { class: "lead-image__said", role: "status" })
  const alt = document.querySelector("#id_lead_image_alt")
  const caption = document.querySelector("#id_lead_image_caption")
  const remove = button(gettext("Remove"), () => show(null), { class: "button" })
  const choose = button(gettext("Choose"), async () => {
    const chosen = await choosePicture()
    if (chosen) show(chosen)
    choose.focus()
  }, { class: "button" })

  async function upload(files) {
    const { pictures, refusals } = await sentAll(files.slice(0, 1), (text) => (said.textContent = text))
    said.textContent = refusals.join(" ")
    if (pictures.length) show(pictures[0])
  }

  function show(chosen) {
    number.value = chosen?.id ?? ""
    none.checked = !chosen
    picture.querySelector("img")?.remove()
    if (chosen) picture.prepend(element("img", { src: chosen.card, alt: chosen.alt }))
    const link = () => element("a", { href: chosen.screen, target: "_blank" }, gettext("In the library"))
    credit.replaceChildren(...(chosen ? [element("bdi", {}, chosen.credit), " ", link()] : []))
    for (const each of box.querySelectorAll(".badge, .lead-image__waiting")) each.remove()
    alt.placeholder = missing.dataset.alt = chosen?.alt ?? ""
    caption.placeholder = chosen?.caption ?? ""
    settle()
    number.dispatchEvent(new Event("input", { bubbles: true }))
  }

  function settle() {
    const isEmpty = !picture.querySelector("img")
    empty.hidden = !isEmpty
    remove.hidden = isEmpty
    choose.textContent = isEmpty ? gettext("Choose") : gettext("Choose another")
    missing.hidden = isEmpty || Boolean(alt.value.trim() || missing.dataset.alt)
  }

  box.querySelector(".lead-image__plain").hidden = true
  buttons.hidden = false
  buttons.append(choose, ...(mayUpload ? uploadButton(gettext("Upload"), upload) : []), remove)
  buttons.after(said)
  alt.addEventListener("input", settle)
  box.addEventListener("dragover", (event) => {
    if (mayUpload && event.dataTransfer.types.includes("Files")) event.preventDefault()
  })
  box.addEventListener("drop", (event) => {
    const files = mayUpload ? picturesAmong(event.dataTransfer.files) : []
    if (!files.length) return
    event.preventDefault()
    upload(files)
  })
  settle()
}

if (box && mayPick) start()
