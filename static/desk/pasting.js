// What other programs put on the clipboard, turned into the elements it stands for: what they style is lost, what they
// say is kept. Each step takes the body of the parsed clipboard and changes it in place.

import { isOwn } from "desk/copying"
import { BLOCK_OR_BOX, renamed, unwrap } from "desk/pasting_elements"
import { keepHeadingLevels, nameHeadings } from "desk/pasting_headings"
import { gatherLists } from "desk/pasting_lists"
import { nameLooks } from "desk/pasting_looks"
import { keepPictures } from "desk/pasting_pictures"
import { tidySpaces } from "desk/pasting_spaces"

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'"<>])*>/gi
const COMPLAINED_OF = /("[^"]*"|'[^']*')|(\s)(style|on[a-z]+)(?=\s*=)/gi
const SHEET = "text/css"
const UNSAID = "head, link, meta, noscript, script, template, title, xml"
const KEPT_ATTRIBUTES = {
  a: ["href"],
  code: ["class"],
  img: ["src", "alt"],
  li: ["value"],
  ol: ["start", "type", "reversed"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
}
// Addresses that only lead through a counter, by host: where the true one stands.
const WRAPPED_ADDRESSES = [
  [/^(www\.)?google\.[a-z.]+$/, "/url", ["q", "url"]],
  [/\.safelinks\.protection\.outlook\.com$/, "/", ["url"]],
  [/^link\.zhihu\.com$/, "/", ["target"]],
  [/^lm?\.facebook\.com$/, "/l.php", ["u"]],
]

// The HTML, and how many pictures of it could not come along.
export function tidied(html) {
  if (isOwn(html)) return { html, absentPictures: 0 }
  const page = parsed(html)
  const { body } = page
  const sheet = [...page.querySelectorAll(`script[type="${SHEET}"]`)].map((style) => style.textContent).join("\n")
  keepFragment(body)
  for (const element of body.querySelectorAll(UNSAID)) element.remove()
  unwrapOffice(body)
  nameHeadings(body, sheet)
  gatherLists(body)
  const absentPictures = keepPictures(body)
  nameLooks(body)
  keepLinks(body)
  keepHeadingLevels(body)
  for (const caption of body.querySelectorAll("table > caption")) caption.parentElement.before(renamed(caption, "p"))
  tidySpaces(body)
  for (const element of body.querySelectorAll("*")) keepAttributes(element)
  return { html: body.innerHTML, absentPictures }
}

// The page's policy complains of each style and each handler that is parsed, so they are read under other names.
function parsed(html) {
  const withoutSheets = html.replace(/<(\/?)style\b/gi, (_, slash) => (slash ? "</script" : `<script type="${SHEET}"`))
  const quiet = withoutSheets.replace(TAG, (tag) => tag.replace(COMPLAINED_OF, (_, quoted, space, name) => quoted ?? `${space}data-${name}`))
  return new DOMParser().parseFromString(quiet, "text/html")
}

// Around the fragment stands what it was copied from: its ancestors, and with some programs their text.
function keepFragment(body) {
  const comments = body.ownerDocument.createNodeIterator(body, NodeFilter.SHOW_COMMENT)
  const found = {}
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) found[comment.data.trim()] ??= comment
  const { StartFragment: start, EndFragment: end } = found
  if (!start || !end || start.compareDocumentPosition(end) !== Node.DOCUMENT_POSITION_FOLLOWING) return
  const range = body.ownerDocument.createRange()
  range.selectNodeContents(body)
  range.setEndBefore(start)
  range.deleteContents()
  range.selectNodeContents(body)
  range.setStartAfter(end)
  range.deleteContents()
}

// Elements of Office's own, like o:p, and the box that Google Docs puts around all.
function unwrapOffice(body) {
  for (const element of body.querySelectorAll("*")) if (element.localName.includes(":")) unwrap(element)
  for (const holder of body.querySelectorAll("b[id^='docs-internal-guid']")) unwrap(holder)
}

function keepLinks(body) {
  for (const link of body.querySelectorAll("a")) {
    const address = trueAddress(link.getAttribute("href") ?? "")
    if (address) link.setAttribute("href", address)
    else unwrap(link)
  }
}

function trueAddress(address) {
  const url = URL.canParse(address) && new URL(address)
  if (!url || !/^(https?|mailto):$/.test(url.protocol)) return ""
  const [, , names] = WRAPPED_ADDRESSES.find(([host, path]) => host.test(url.hostname) && url.pathname === path) ?? []
  const within = names?.map((name) => url.searchParams.get(name)).find((value) => /^https?:\/\//i.test(value ?? ""))
  return within ?? address.trim()
}

function keepAttributes(element) {
  const kept = KEPT_ATTRIBUTES[element.localName] ?? []
  const isRightToLeft = element.getAttribute("dir") === "rtl"
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name)
  if (isRightToLeft && element.matches(BLOCK_OR_BOX)) element.setAttribute("dir", "rtl")
}
