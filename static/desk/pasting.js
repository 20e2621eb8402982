// What word processors put on the clipboard, turned into the elements it stands for. Their style attributes mean
// nothing under the page's policy, so weight, slant and Word's lists are read from the text of the attributes.

export function tidied(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  for (const holder of body.querySelectorAll("b[id^='docs-internal-guid']")) holder.replaceWith(...holder.childNodes)
  for (const element of body.querySelectorAll("b[style], span[style]")) emphasize(element)
  gatherWordLists(body)
  // What lies on the writer's own disk, or in the clipboard's other half, leads nowhere.
  for (const img of body.querySelectorAll("img")) if (!WEB.test(img.getAttribute("src"))) img.remove()
  for (const element of body.querySelectorAll("[style]")) element.removeAttribute("style")
  return body.innerHTML
}

const WEB = /^\s*(https?:\/\/|\/)/i

function emphasize(element) {
  const style = element.getAttribute("style")
  if (element.localName === "b" && /font-weight:\s*(normal|400)/.test(style)) {
    element.replaceWith(...element.childNodes)
    return
  }
  if (/font-weight:\s*(bold|[6-9]00)/.test(style)) wrapContent(element, "strong")
  if (/font-style:\s*italic/.test(style)) wrapContent(element, "em")
}

function wrapContent(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

const WORD_ITEM = "p[style*='mso-list']"
const NUMBERED = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i

function gatherWordLists(body) {
  for (const paragraph of body.querySelectorAll(WORD_ITEM)) {
    const before = paragraph.previousElementSibling
    const marker = paragraph.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']")
    const tag = NUMBERED.test(marker?.textContent ?? "") ? "ol" : "ul"
    marker?.remove()
    const list = before?.dataset.word === tag ? before : startList(paragraph, tag)
    const item = body.ownerDocument.createElement("li")
    item.append(...paragraph.childNodes)
    list.append(item)
    paragraph.remove()
  }
}

function startList(paragraph, tag) {
  const list = paragraph.ownerDocument.createElement(tag)
  list.dataset.word = tag
  paragraph.before(list)
  return list
}
