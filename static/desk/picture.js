// The focal point of a picture, set by clicks and arrow keys, with the cuts that follow from it; and advice on its words.

const words = document.querySelector("[data-words]")?.dataset
const LONG_ALT_LETTERS = 250
const NEEDLESS = /^\s*((an? |the )?(image|picture|photo|photograph) of\b|图片|照片|صورة)/i
const STEP = 1
const LARGE_STEP = 10
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

// As Python rounds, and with it images/renditions.py: a half goes to the even neighbour.
export function round(number) {
  const floor = Math.floor(number)
  if (number - floor !== 0.5) return Math.round(number)
  return floor % 2 ? floor + 1 : floor
}

// The same part of a picture as images/renditions.py cuts, in px of what is shown of it.
export function cut({ width, height }, { across, down }, { x, y }) {
  const wide = Math.min(width, Math.max(1, round((height * across) / down)))
  const high = Math.min(height, Math.max(1, round((width * down) / across)))
  return { left: around(x, width, wide), top: around(y, height, high), width: wide, height: high }
}

function around(percent, whole, part) {
  const middle = round((whole * percent) / 100)
  return Math.min(Math.max(0, middle - Math.floor(part / 2)), whole - part)
}

const within = (number) => Math.min(100, Math.max(0, Math.round(number)))

function begin(focal) {
  const point = focal.querySelector(".focal__point")
  const picture = focal.querySelector(".focal__picture")
  const crops = document.querySelector("[data-crops]")
  const [x, y] = ["#id_focal_x", "#id_focal_y"].map((name) => document.querySelector(name))
  const size = { width: Number(focal.dataset.width), height: Number(focal.dataset.height) }

  const place = () => ({ x: within(Number(x.value)), y: within(Number(y.value)) })

  function draw() {
    const here = place()
    point.style.left = `${here.x}%`
    point.style.top = `${here.y}%`
    for (const crop of crops.children) drawCut(crop, size, here)
  }

  function move(to) {
    x.value = within(to.x)
    y.value = within(to.y)
    x.dispatchEvent(new Event("input", { bubbles: true }))
    document.querySelector("[data-place]").textContent = words.where.replace("X", x.value).replace("Y", y.value)
  }

  picture.addEventListener("click", (event) => {
    const shown = picture.getBoundingClientRect()
    move({
      x: (100 * (event.clientX - shown.left)) / shown.width,
      y: (100 * (event.clientY - shown.top)) / shown.height,
    })
    point.focus({ preventScroll: true })
  })
  point.addEventListener("keydown", (event) => {
    const way = WAYS[event.key]
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const step = event.shiftKey ? LARGE_STEP : STEP
    move({ x: place().x + step * way[0], y: place().y + step * way[1] })
  })
  for (const field of [x, y]) field.addEventListener("input", draw)
  point.hidden = crops.hidden = document.querySelector("#focal-help").hidden = false
  draw()
}

function drawCut(crop, size, here) {
  const box = cut(size, { across: Number(crop.dataset.across), down: Number(crop.dataset.down) }, here)
  const view = crop.querySelector(".crop__window")
  const { style } = view.querySelector("img")
  view.style.aspectRatio = `${box.width} / ${box.height}`
  style.width = `${(100 * size.width) / box.width}%`
  style.height = `${(100 * size.height) / box.height}%`
  style.left = `${(-100 * box.left) / box.width}%`
  style.top = `${(-100 * box.top) / box.height}%`
}

function advise(alt) {
  const advice = Object.assign(document.createElement("p"), { className: "advice", id: "alt-advice" })
  advice.setAttribute("aria-live", "polite")
  alt.after(advice)
  alt.setAttribute("aria-describedby", `${alt.getAttribute("aria-describedby") ?? ""} alt-advice`.trim())
  const tell = () => { advice.textContent = adviceOn(alt.value.trim()) }
  alt.addEventListener("input", tell)
  tell()
}

function adviceOn(text) {
  if (!text) return words.missing
  const letters = [...text].length
  const said = [letters === 1 ? words.countedOne : words.counted.replace("COUNT", letters)]
  if (NEEDLESS.test(text)) said.push(words.needless)
  if (letters > LONG_ALT_LETTERS) said.push(words.long)
  return said.join(" ")
}

const focal = document.querySelector("[data-focal]")
const alt = document.querySelector("textarea#id_alt")
if (focal?.querySelector(".focal__point")) begin(focal)
if (alt) advise(alt)
