// The page as readers will see it, beside the text and as it is typed; on a phone it covers the text.

const gettext = window.gettext || ((text) => text)
const WIDTHS_PX = { phone: 390, tablet: 768, desktop: 1280 }
const NAMES = { phone: gettext("Phone"), tablet: gettext("Tablet"), desktop: gettext("Desktop") }
const PAUSE_MS = 600
// How many neighbours are looked through for one that stayed the same.
const AHEAD = 40
const REMEMBERED = "newsroom.preview"
const hasRoomBeside = window.matchMedia("(min-width: 64rem)")

const form = document.querySelector("#article_form")
const link = document.querySelector("[data-preview]")

function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function button(text, onClick, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text)
  made.addEventListener("click", onClick)
  return made
}

/* ---------- The pane ---------- */

const opener = button(link?.textContent ?? "", toggle, { "aria-expanded": "false" })
const frame = element("iframe", {
  class: "preview__frame",
  title: gettext("The page as readers will see it"),
  // No scripts: what they would be is somebody else's text.
  sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
})
const stage = element("div", { class: "preview__stage" }, frame)
const said = element("p", { class: "preview__said", role: "status" })
const shapes = element("div", { class: "preview__shapes", role: "group", "aria-label": gettext("Width") })
const tab = element("a", { class: "preview__tab", target: "_blank" }, gettext("In a tab"))
const close = button(gettext("Close"), () => pane.close())
const head = element("div", { class: "preview__head" }, element("h2", { id: "preview-name" }, gettext("Preview")))
const pane = element("dialog", { class: "preview", "aria-labelledby": "preview-name" }, head, said, stage)
let shape = "phone"

function build() {
  for (const name of ["accesskey", "aria-keyshortcuts", "title"]) opener.setAttribute(name, link.getAttribute(name))
  link.replaceWith(opener)
  shapes.append(...Object.keys(WIDTHS_PX).map((name) => button(NAMES[name], () => take(name), { "data-shape": name })))
  head.append(shapes, tab, close)
  document.body.append(pane)
}

function toggle() {
  if (pane.open) pane.close()
  else show()
}

function show() {
  const before = document.activeElement
  if (hasRoomBeside.matches) pane.show()
  else pane.showModal()
  // Beside the text the writing goes on.
  if (hasRoomBeside.matches) before?.focus()
  tab.href = inTab()
  settle()
  fit()
  shownText = null
  // Where it is another page, that of an error, its address is not told.
  if (frame.contentDocument?.URL.startsWith(link.href)) update()
  else frame.src = `${link.href}?framed`
}

function settle() {
  document.documentElement.classList.toggle("previewing", pane.open)
  opener.setAttribute("aria-expanded", String(pane.open))
  remember()
}

// What is not stored yet is found by the name that the browser gave it.
function inTab() {
  const key = form.querySelector("[name=key]")?.value
  return key ? `${link.href}?key=${encodeURIComponent(key)}` : link.href
}

function take(name) {
  shape = name
  for (const each of shapes.children) each.setAttribute("aria-pressed", String(each.dataset.shape === name))
  fit()
  remember()
}

// A page that is wider than the pane is drawn smaller, as a whole.
function fit() {
  const width = WIDTHS_PX[shape]
  const scale = Math.min(1, stage.clientWidth / width) || 1
  frame.style.inlineSize = `${width}px`
  frame.style.blockSize = `${stage.clientHeight / scale}px`
  frame.style.transform = scale < 1 ? `scale(${scale})` : "none"
}

function remember() {
  const isOpen = pane.open && hasRoomBeside.matches
  sessionStorage.setItem(REMEMBERED, JSON.stringify({ isOpen, shape }))
}

function recall() {
  const known = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}")
  take(known.shape in WIDTHS_PX ? known.shape : shape)
  if (known.isOpen && hasRoomBeside.matches) show()
}

function onKey(event) {
  const isShortcut = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p"
  const closes = event.key === "Escape" && pane.open && pane.contains(document.activeElement)
  if (!isShortcut && !closes) return
  event.preventDefault()
  if (isShortcut) toggle()
  else pane.close()
}

/* ---------- The page in it ---------- */

let timer = null
let isAsking = false
let isStale = false
let shownText = null

function later() {
  if (pane.open) timer ??= setTimeout(update, PAUSE_MS)
}

async function update() {
  timer = null
  isStale = true
  // Who may not write has no form that could be typed into.
  if (isAsking || !form.querySelector("[name=headline]")) return
  isAsking = true
  while (isStale) {
    isStale = false
    said.textContent = await next()
  }
  isAsking = false
}

// Shows the next page; where there is none, the last one stays and the answer is why.
async function next() {
  const data = new FormData(form)
  const text = new URLSearchParams(data).toString()
  if (text === shownText) return said.textContent
  if (!frame.contentDocument) return gettext("The preview did not come. Close it and open it again.")
  try {
    const answer = await fetch(link.href, { method: "POST", body: data })
    const isThere = answer.ok && !answer.redirected
    if (!isThere && answer.status !== 422) return gettext("The preview could not be made. Are you still logged in?")
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    shownText = text
    if (!isThere) return page.body.textContent.trim()
    stayInside(page)
    become(frame.contentDocument.documentElement, page.documentElement)
    return ""
  } catch {
    return gettext("No connection: this is the page as it was.")
  }
}

// All other links open in a tab of their own.
function stayInside(page) {
  for (const each of page.querySelectorAll('a[href^="#"]')) each.target = "_self"
}

// Makes the tree like the other one, leaving what is the same where it is: nothing flickers and nothing scrolls.
function become(now, next) {
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name)) now.removeAttribute(name)
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value)
  const old = [...now.childNodes]
  const wanted = [...next.childNodes]
  for (const [place, node] of wanted.entries()) {
    const same = whereSame(old, node)
    if (same >= 0) {
      for (const gone of old.splice(0, same + 1).slice(0, -1)) gone.remove()
      continue
    }
    const isWantedLater = old[0] && whereSame(wanted.slice(place + 1, place + 1 + AHEAD), old[0]) >= 0
    const here = isWantedLater ? null : old.shift()
    if (isElement(here) && here.nodeName === node.nodeName) become(here, node)
    else {
      now.insertBefore(now.ownerDocument.importNode(node, true), here ?? old[0] ?? null)
      here?.remove()
    }
  }
  for (const node of old) node.remove()
}

// Loose text is looked for at the beginning alone: what stands between two blocks says nothing of which they are.
function whereSame(nodes, node) {
  return nodes.slice(0, isElement(node) ? AHEAD : 1).findIndex((each) => each.isEqualNode(node))
}

function isElement(node) {
  return node?.nodeType === Node.ELEMENT_NODE
}

/* ---------- What it listens to ---------- */

function start() {
  build()
  pane.addEventListener("close", settle)
  document.addEventListener("keydown", onKey)
  frame.addEventListener("load", () => {
    const page = frame.contentDocument
    if (page?.URL === "about:blank") return
    if (page) stayInside(page)
    page?.addEventListener("keydown", onKey)
    update()
  })
  for (const name of ["input", "change", "newsroom:kept"]) form.addEventListener(name, later)
  window.addEventListener("online", later)
  // Select2 tells of a choice through jQuery alone.
  window.django?.jQuery(form).on("change", later)
  new ResizeObserver(fit).observe(stage)
  hasRoomBeside.addEventListener("change", () => {
    if (!pane.open) return
    pane.close()
    show()
  })
  recall()
}

if (form && link) start()
