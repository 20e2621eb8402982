// Headings of pasted text: by Word's styles, by their role, and where WeChat's writers can only have meant one.

import { declared, renamed, textsOf, unwrap } from "desk/pasting_elements"
import { isBold } from "desk/pasting_looks"

const LOWEST = 4
const HEADINGS = "h1, h2, h3, h4, h5, h6"
const HOLDS_BLOCKS = ":has(p, div, section, table, ul, ol, blockquote, h1, h2, h3, h4, h5, h6, img)"
const QUOTES = ".MsoQuote, .MsoIntenseQuote"

export function nameHeadings(body, sheet) {
  const levels = levelsOfClasses(sheet)
  for (const block of body.querySelectorAll(`p, div:not(${HOLDS_BLOCKS})`)) {
    const level = levelOf(block, levels)
    if (level) renamed(block, `h${Math.min(level, 6)}`)
  }
  for (const paragraph of body.querySelectorAll(QUOTES)) quote(paragraph)
  if (body.querySelector(WECHAT)) nameThoseOfWeChat(body)
}

function levelOf(block, levels) {
  if (block.getAttribute("role") === "heading") return Number(block.getAttribute("aria-level")) || 2
  const outlined = Number(declared(block, "mso-outline-level"))
  const named = [...block.classList].map((name) => levels.get(name) ?? levelOfName(name)).find(Boolean)
  return outlined || named || 0
}

function levelOfName(name) {
  if (name.startsWith("MsoTitle")) return 1
  return Number(/^MsoHeading(\d)$/.exec(name)?.[1] ?? 0)
}

// Of styles that people made or renamed, Word's sheet alone says which level they have.
function levelsOfClasses(sheet) {
  const levels = new Map()
  for (const [, selectors, rules] of sheet.matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
    const level = Number(/mso-outline-level:\s*(\d)/.exec(rules)?.[1] ?? 0)
    if (level) for (const [, name] of selectors.matchAll(/\.([\w-]+)/g)) levels.set(name, level)
  }
  return levels
}

function quote(paragraph) {
  const { ownerDocument, previousElementSibling: before } = paragraph
  const isNext = before?.localName === "blockquote" && before.dataset.pasted !== undefined
  const blockquote = isNext ? before : ownerDocument.createElement("blockquote")
  blockquote.dataset.pasted = ""
  if (!isNext) paragraph.before(blockquote)
  blockquote.append(paragraph)
}

const WECHAT = "[leaf], #js_content, .rich_media_content, [mpa-paragraph-type], img[src*='mmbiz.qpic.cn'], img[data-src*='mmbiz.qpic.cn']"
const NEVER_HEADED = "li, td, th, blockquote, figure"
const MOST_LETTERS = 30
const ENDS_SENTENCE = /[。！？；，、：…,.!?;:]["”」』）)]?$/
const LARGER = 1.1

// Certain is what is short, no sentence, all of it bold, and all of it larger than most of the text.
function nameThoseOfWeChat(body) {
  const usual = usualSize(body)
  if (!usual) return
  for (const block of body.querySelectorAll(`p:not(${HOLDS_BLOCKS}), section:not(${HOLDS_BLOCKS})`)) {
    const said = block.textContent.trim()
    const isShort = said && [...said].length <= MOST_LETTERS && !ENDS_SENTENCE.test(said)
    if (!isShort || block.closest(NEVER_HEADED)) continue
    const texts = textsOf(block).filter((text) => text.data.trim())
    if (texts.every((text) => isBold(text) && sizeOf(text) >= LARGER * usual)) renamed(block, "h2")
  }
}

function usualSize(body) {
  const letters = new Map()
  for (const text of textsOf(body)) {
    const size = sizeOf(text)
    letters.set(size, (letters.get(size) ?? 0) + text.data.trim().length)
  }
  return [...letters].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 0
}

// In px; 0 where nothing says it.
function sizeOf(text) {
  for (let element = text.parentElement; element; element = element.parentElement) {
    const found = /^([\d.]+)(px|pt)$/.exec(declared(element, "font-size"))
    if (found) return Number(found[1]) * (found[2] === "pt" ? 4 / 3 : 1)
  }
  return 0
}

// An article's own headings begin with the second level, for the headline is the first.
export function keepHeadingLevels(body) {
  const headings = [...body.querySelectorAll(HEADINGS)]
  for (const block of body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) > :is(p, div)")) unwrap(block)
  const level = (heading) => Number(heading.localName[1])
  const shift = Math.max(0, 2 - Math.min(...headings.map(level)))
  for (const heading of headings) renamed(heading, `h${Math.min(LOWEST, level(heading) + shift)}`)
}
