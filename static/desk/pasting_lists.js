// Lists of pasted text. Word writes each item as a paragraph that says its level, Word's and Feishu's pages as a list of
// its own; Google Docs puts a list right into a list.

import { declared, unwrap } from "desk/pasting_elements"

const WORD_ITEMS = "p[data-style*='mso-list']"
const WEB_ITEMS = ".ListContainerWrapper li, ul[class*='list-bullet'] > li, ol[class*='list-number'] > li"
const PICTURE_FONTS = /symbol|wingdings|webdings|courier/i
const NUMBER = /^[(（]?(?:(\d{1,4})|([a-z]{1,4})|([A-Z]{1,4}))[.)、．）]{0,2}$/
const TYPES = {
  "lower-alpha": "a",
  "lower-latin": "a",
  "upper-alpha": "A",
  "upper-latin": "A",
  "lower-roman": "i",
  "upper-roman": "I",
}

export function gatherLists(body) {
  const items = [...body.querySelectorAll(`${WORD_ITEMS}, ${WEB_ITEMS}`)]
  const outline = new Outline()
  for (const element of items) {
    const item = element.localName === "li" ? webItem(element) : wordItem(element)
    if (item) outline.add(item)
  }
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) moveIntoItem(list)
  gatherLooseItems(body)
  for (const list of body.querySelectorAll("ol:not([type])")) nameType(list)
}

// Items one after the other, put into lists as deep as they say.
class Outline {
  open = []

  add({ element, container, level, countings, content }) {
    const isNext = this.root && container.previousElementSibling === this.root
    if (!isNext) this.open = []
    while (this.open.at(-1)?.level > level) this.open.pop()
    if (this.open.at(-1)?.level === level && !countings.some((each) => continues(this.open.at(-1).list, each))) this.open.pop()
    if (this.open.at(-1)?.level !== level) this.begin(container, level, countings[0])
    const item = element.ownerDocument.createElement("li")
    item.append(...content)
    this.open.at(-1).list.append(item)
    element.remove()
    if (container !== element && !container.querySelector("li")) container.remove()
  }

  begin(container, level, { tag, type, number }) {
    const list = container.ownerDocument.createElement(tag)
    if (type) list.setAttribute("type", type)
    if (number > 1) list.setAttribute("start", number)
    const around = this.open.at(-1)?.list.lastElementChild
    if (around) {
      around.append(list)
    } else {
      container.before(list)
      this.root = list
    }
    this.open.push({ level, list })
  }
}

function continues(list, { tag, type, number }) {
  const isSame = list.localName === tag && (list.getAttribute("type") ?? "") === type
  return isSame && (!number || number === Number(list.getAttribute("start") ?? 1) + list.children.length)
}

function wordItem(element) {
  const level = /\blevel(\d)/.exec(declared(element, "mso-list"))?.[1]
  const marker = [...element.querySelectorAll("[data-style*='mso-list']")].find((each) => declared(each, "mso-list") === "ignore")
  const countings = level && marker ? readMarker(marker) : []
  if (!countings.length) return null
  marker.remove()
  return { element, container: element, level: Number(level), countings, content: element.childNodes }
}

// As what the marker may count: what HTML's lists cannot count, like 一、 or 1.2, stays as text in its paragraph.
function readMarker(marker) {
  const said = marker.textContent.replace(/[\s\u00a0]+/g, "")
  if (isBullet(marker, said)) return [{ tag: "ul", type: "" }]
  const [, digits, small, large] = NUMBER.exec(said) ?? []
  if (digits) return [{ tag: "ol", type: "", number: Number(digits) }]
  return small ? lettered(small, "i", "a") : large ? lettered(large.toLowerCase(), "I", "A") : []
}

function isBullet(marker, said) {
  if (!/[\p{L}\p{N}]/u.test(said) || said === "o") return true
  const fonts = [marker, marker.parentElement].map((each) => declared(each, "font-family"))
  return [...said].length === 1 && fonts.some((font) => PICTURE_FONTS.test(font))
}

// A first i is the Roman one far more often than a ninth letter.
function lettered(letters, roman, alphabetic) {
  const countings = []
  if (/^[ivx]+$/.test(letters)) countings.push({ tag: "ol", type: roman, number: ofRoman(letters) })
  if (letters.length === 1) countings.push({ tag: "ol", type: alphabetic, number: letters.charCodeAt(0) - 96 })
  return countings
}

const ROMAN = { i: 1, v: 5, x: 10 }

function ofRoman(letters) {
  const values = [...letters].map((letter) => ROMAN[letter])
  return values.reduce((sum, value, index) => sum + (value < values[index + 1] ? -value : value), 0)
}

function webItem(element) {
  const list = element.parentElement
  const wrapper = list.closest(".ListContainerWrapper")
  const level = element.dataset.ariaLevel ?? element.getAttribute("aria-level") ?? /list-(?:bullet|number)(\d)/.exec(list.className)?.[1]
  if (!level || list.closest("li")) return null
  const tag = list.localName
  const type = tag === "ol" ? typeOf(element) || typeOf(list) : ""
  const start = tag === "ol" && list.firstElementChild === element && Number(list.getAttribute("start"))
  const countings = [{ tag, type, number: start || undefined }]
  return { element, container: wrapper ?? list, level: Number(level), countings, content: element.childNodes }
}

const typeOf = (element) => TYPES[declared(element, "list-style-type")] ?? ""

function moveIntoItem(list) {
  const before = list.previousElementSibling
  if (before?.localName === "li") before.append(list)
  else unwrap(list)
}

function gatherLooseItems(body) {
  for (const item of body.querySelectorAll("li")) {
    if (item.parentElement.matches("ul, ol")) continue
    const before = item.previousElementSibling
    const isNext = before?.matches("ul[data-pasted]")
    const list = isNext ? before : item.ownerDocument.createElement("ul")
    list.dataset.pasted = ""
    if (!isNext) item.before(list)
    list.append(item)
  }
}

function nameType(list) {
  const type = typeOf(list) || (list.firstElementChild && typeOf(list.firstElementChild))
  if (type) list.setAttribute("type", type)
}
