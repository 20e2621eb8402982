// Spaces, line breaks and empty paragraphs, by which pasted text was moved about on its page.

import { BLOCKS, BLOCK_OR_BOX, textsOf, unwrap, wrapped } from "desk/pasting_elements"

const SAYS_WITHOUT_TEXT = "img, hr, table, ruby"
const UNSEEN = new Set(" \t\r\n\u00a0\u200b\ufeff")
const SPACES = /[ \t\r\n\u00a0]+/g
const WIDE_AT_START = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u
const WIDE_AT_END = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]$/u

// Runs of spaces are how word processors move text about; a single one that does not break may be meant.
export function tidySpaces(body) {
  body.normalize()
  for (const text of textsOf(body)) {
    if (text.parentElement.closest("pre, code")) continue
    text.data = text.data.replaceAll("\ufeff", "").replace(SPACES, spaceFor)
  }
  for (const block of body.querySelectorAll(`${BLOCKS}, td, th`)) trim(block)
  breakParagraphs(body)
  removeEmpty(body)
  for (const block of body.querySelectorAll("p, div, section")) if (holdsPicturesAlone(block)) unwrap(block)
}

const holdsPicturesAlone = (block) => block.querySelector(":scope > img") && !withoutUnseen(block.textContent) && !block.querySelector(BLOCK_OR_BOX)

// Word breaks the lines of its HTML within Chinese, too, where no space is meant.
function spaceFor(run, place, text) {
  if (run === "\u00a0") return run
  const end = place + run.length
  const isWithinChinese = WIDE_AT_END.test(text.slice(Math.max(0, place - 2), place)) && WIDE_AT_START.test(text.slice(end, end + 2))
  return run.includes("\n") && isWithinChinese ? "" : " "
}

function trim(block) {
  const texts = textsOf(block).filter((text) => text.data && text.parentElement.closest(BLOCK_OR_BOX) === block)
  if (!texts.length) return
  const isAtEdge = (node, sibling) => {
    for (let each = node; each !== block; each = each.parentNode) if (each[sibling]) return false
    return true
  }
  const [first, last] = [texts[0], texts.at(-1)]
  if (isAtEdge(first, "previousSibling")) first.data = withoutUnseen(first.data)
  if (isAtEdge(last, "nextSibling")) last.data = reversed(withoutUnseen(reversed(last.data)))
}

const withoutUnseen = (text) => {
  const start = [...text].findIndex((letter) => !UNSEEN.has(letter))
  return start < 0 ? "" : [...text].slice(start).join("")
}
const reversed = (text) => [...text].reverse().join("")

const isBreak = (node) => node?.nodeName === "BR"
const isBlank = (node) => node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !withoutUnseen(node.data))

// Two line breaks are a paragraph's end; one beside a block, or at the end of one, is nothing.
function breakParagraphs(body) {
  for (const block of [...body.querySelectorAll("p, div, section, article")]) {
    if (block.querySelector(BLOCK_OR_BOX)) continue
    const runs = runsBetween([...block.childNodes].filter((node) => !isBlank(node) || node.data === " "))
    if (runs.length < 2) continue
    for (const run of runs) wrapped(run, "p")
    for (const each of block.querySelectorAll(":scope > br")) each.remove()
    unwrap(block)
  }
  for (const each of body.querySelectorAll("br")) if (breaksNothing(each)) each.remove()
}

function runsBetween(nodes) {
  const runs = [[]]
  nodes.forEach((node, index) => {
    const isDouble = isBreak(node) && (isBreak(nodes[index - 1]) || isBreak(nodes[index + 1]))
    if (!isDouble) runs.at(-1).push(node)
    else if (runs.at(-1).length) runs.push([])
  })
  return runs.filter((run) => run.length)
}

function breaksNothing(element) {
  const beside = (way) => {
    let node = element[way]
    while (node && isBlank(node)) node = node[way]
    return node
  }
  const [before, after] = [beside("previousSibling"), beside("nextSibling")]
  const isBlock = (node) => node?.nodeType === Node.ELEMENT_NODE && node.matches(BLOCK_OR_BOX)
  const endsBlock = !after && element.parentElement.matches(BLOCK_OR_BOX)
  return endsBlock || isBlock(after) || isBlock(before)
}

// Innermost first, so that what held only empty blocks is empty itself.
function removeEmpty(body) {
  for (const block of [...body.querySelectorAll(BLOCKS)].reverse()) {
    const says = withoutUnseen(block.textContent) || block.matches(`:has(${SAYS_WITHOUT_TEXT})`)
    if (!says) block.remove()
  }
}
