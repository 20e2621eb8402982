// Pictures of pasted text: those of the web stay, with the address that a page loads late; those that lie on the
// writer's own disk, or in the clipboard's other half, are counted, for their text comes without them.

import { renamed, unwrap } from "desk/pasting_elements"

const WEB = /^\s*(https?:\/\/|\/)/i
const ABSOLUTE = /^\s*(https?:)?\/\//i
const LATE = ["data-src", "data-original", "data-lazy-src", "data-actualsrc"]
// Pictures that are signs: a tick box, a smiley, the pixel that counts readers.
const TICK_BOX = "[role='checkbox'] > img"
const SMILEY = "img.emoji, img.wp-smiley, img[data-emoji]"
// What WeChat and Word write where nobody wrote anything.
const NEEDLESS_ALT = /^(图片|圖片|image|picture \d*)$/i
const PLAYERS = "iframe, video, audio, embed, object"

// Returns how many could not come along.
export function keepPictures(body) {
  for (const img of body.querySelectorAll(TICK_BOX)) img.remove()
  for (const img of body.querySelectorAll(SMILEY)) if (img.alt) img.replaceWith(img.alt)
  for (const player of body.querySelectorAll(PLAYERS)) linkTo(player)
  let absent = 0
  for (const img of body.querySelectorAll("img")) {
    const address = addressOf(img)
    if (address && !isPixel(img)) {
      img.setAttribute("src", address)
      if (NEEDLESS_ALT.test(img.alt)) img.alt = ""
      continue
    }
    if (!isPixel(img)) absent += 1
    img.remove()
  }
  for (const figure of body.querySelectorAll("figure")) settle(figure)
  return absent
}

// A figure here holds a picture and one line of words; what else is set in one stands by itself.
function settle(figure) {
  for (const paragraph of figure.querySelectorAll("figcaption > p, figcaption > div")) {
    if (paragraph.nextElementSibling) paragraph.append(" ")
    unwrap(paragraph)
  }
  if (figure.querySelector("img") && !figure.querySelector("figure, table, blockquote, pre")) return
  for (const caption of figure.querySelectorAll(":scope > figcaption")) renamed(caption, "p")
  unwrap(figure)
}

function addressOf(img) {
  const late = LATE.map((name) => img.getAttribute(name)).find((value) => ABSOLUTE.test(value ?? ""))
  const address = (late ?? img.getAttribute("src") ?? "").trim()
  return WEB.test(address) ? address.replace(/^\/\//, "https://") : ""
}

function isPixel(img) {
  return ["width", "height"].every((name) => /^[012](px)?$/.test(img.getAttribute(name) ?? ""))
}

// A player does not come along, but its address does.
function linkTo(player) {
  const sources = [player, ...player.querySelectorAll("source")]
  const addresses = sources.flatMap((each) => ["data-src", "src", "data"].map((name) => each.getAttribute(name)))
  const href = addresses.find((address) => ABSOLUTE.test(address ?? ""))
  const link = Object.assign(player.ownerDocument.createElement("a"), { href, textContent: href })
  const paragraph = player.ownerDocument.createElement("p")
  paragraph.append(...(href ? [link] : player.childNodes))
  player.replaceWith(paragraph)
}
