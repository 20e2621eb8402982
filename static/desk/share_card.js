// How the article is shown elsewhere: counts beside the fields for it, and cards built from what stands in the form.

import { element } from "desk/picker"

const gettext = window.gettext || ((text) => text)
const interpolate = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name])
const field = (name) => document.querySelector(`#id_${name}`)
const words = (input) => (input?.value ?? "").trim().replace(/\s+/g, " ")
// What of Chinese, Japanese and Korean takes the room of two Latin letters.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3ffff}]/u
const FALLBACKS = { short_headline: "headline", social_title: "headline", social_description: "standfirst" }

function start() {
  const { form } = field("short_headline")
  const fields = Object.keys(FALLBACKS).map(field)
  const counts = fields.map(counted)
  const shown = { site: siteCard(), link: linkCard(), search: searchCard() }
  const details = fields[0].closest("details")
  fields.at(-1).closest(".form-row").after(
    element("div", { class: "share", role: "group", "aria-label": gettext("Preview") }, ...Object.values(shown).map((card) => card.root)),
  )

  function settle() {
    fields.forEach((input, index) => count(input, counts[index]))
    for (const [name, fallback] of Object.entries(FALLBACKS)) field(name).placeholder = words(field(fallback))
    const said = (name) => words(field(name)) || words(field(FALLBACKS[name]))
    const standfirst = words(field("standfirst"))
    fill(shown.site, { title: said("short_headline"), description: standfirst })
    fill(shown.link, { title: said("social_title"), description: said("social_description") })
    fill(shown.search, { title: words(field("headline")), description: said("social_description") })
  }

  if (details && fields.some(words)) details.open = true
  form.addEventListener("input", settle)
  settle()
}

function counted(input) {
  const id = `${input.id}_count`
  const shown = element("p", { class: "share__count", id })
  input.closest(".flex-container").after(shown)
  input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), id].filter(Boolean).join(" "))
  return shown
}

function count(input, shown) {
  const letters = [...words(input)]
  const room = letters.reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0)
  const isLong = room > Number(input.dataset.wellShown)
  const text = isLong ? gettext("%(count)s of %(most)s: many places show the beginning only") : gettext("%(count)s of %(most)s")
  shown.textContent = interpolate(text, { count: letters.length, most: input.maxLength })
  shown.classList.toggle("share__count--long", isLong)
}

function card(kind, name, ...parts) {
  const box = element("div", { class: `share__card share__card--${kind}` }, ...parts)
  return { root: element("figure", { class: "share__figure" }, element("figcaption", {}, name), box), box }
}

const line = (part) => element("p", { class: `share__${part}`, dir: "auto" })
const host = () => element("p", { class: "share__host", dir: "ltr" }, field("social_title").dataset.host)

function siteCard() {
  const [picture, title, description] = [element("div", { class: "share__picture" }), line("title"), line("description")]
  return { ...card("site", gettext("On our own pages"), picture, title, description), picture, title, description }
}

function linkCard() {
  const [picture, title, description] = [element("div", { class: "share__picture" }), line("title"), line("description")]
  const text = element("div", { class: "share__text" }, host(), title, description)
  return { ...card("link", gettext("Shared in a message or a network"), picture, text), picture, title, description }
}

function searchCard() {
  const [title, description] = [line("title"), line("description")]
  return { ...card("search", gettext("Found by a search engine"), host(), title, description), title, description }
}

function fill({ box, picture, title, description }, said) {
  const { lang } = field("headline")
  if (lang) box.lang = lang
  title.textContent = said.title || gettext("No headline yet")
  title.classList.toggle("share__title--empty", !said.title)
  description.textContent = said.description
  description.hidden = !said.description
  if (picture) showLead(picture)
}

// The lead image's own field shows what was chosen; it says so by an input event, which also comes from there.
function showLead(picture) {
  const lead = document.querySelector(".lead-image__picture img")
  picture.hidden = !lead
  if (picture.firstChild?.src === lead?.src) return
  const options = { src: lead?.src, alt: "", referrerpolicy: "no-referrer" }
  picture.replaceChildren(...(lead ? [element("img", options)] : []))
}

if (field("short_headline") && field("headline")) start()
