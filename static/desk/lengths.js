// How long a headline and its like are, while they are typed: nothing as long as they are short, and never a bar.
// data-length="90 30": where it grows long, in letters of spaced scripts and in Chinese, Japanese or Korean ones.

import { isDense } from "desk/counting"

const QUIET_SHARE = 0.6
const { gettext, interpolate } = window
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

function watch(field) {
  const [spaced, dense] = field.dataset.length.split(" ").map(Number)
  const told = Object.assign(document.createElement("p"), { className: "length", id: `${field.id}_length` })
  field.after(told)
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${told.id}`.trim())
  const tell = () => {
    const count = [...segmenter.segment(field.value.trim())].length
    const most = isDense(field.value) ? dense : spaced
    told.hidden = count < QUIET_SHARE * most
    told.classList.toggle("length--long", count > most)
    const words = count > most ? gettext("%(count)s characters: longer than about %(most)s") : gettext("%(count)s of about %(most)s characters")
    told.textContent = interpolate(words, { count, most }, true)
  }
  field.addEventListener("input", tell)
  tell()
}

document.querySelectorAll("[data-length]").forEach(watch)
