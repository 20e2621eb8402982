// The part of a picture that is shown: drawn, moved and sized by pointer or keys; the number fields say the same.

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
// Of a picture's width, for each press of a key.
const STEP = 1 / 50

const cropper = document.querySelector("[data-cropper]")
const frame = cropper.querySelector(".cropper__frame")
const corner = cropper.querySelector(".cropper__corner")
const picture = cropper.querySelector(".cropper__picture")
const said = document.querySelector("[data-said]")
const whole = { width: Number(cropper.dataset.width), height: Number(cropper.dataset.height) }
const least = Math.min(Number(cropper.dataset.least), whole.width, whole.height)
const fields = Object.fromEntries(
  ["left", "top", "width", "height"].map((name) => [name, document.querySelector(`#id_${name}`)]),
)

const limited = (number, low, high) => Math.min(Math.max(number, low), high)

function box() {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, Number(field.value) || 0]))
}

function ratio() {
  const chosen = document.querySelector("[name=shape]:checked")?.value
  if (!chosen) return null
  const [across, down] = chosen.split(":").map(Number)
  return across / down
}

// The largest part of what was wanted that lies in the picture and has the chosen shape; its corner above left stays.
function fitting({ left, top, width, height }) {
  const shape = ratio()
  left = limited(left, 0, whole.width - least)
  top = limited(top, 0, whole.height - least)
  width = limited(width, least, whole.width - left)
  height = limited(height, least, whole.height - top)
  if (shape) {
    width = Math.min(width, (whole.height - top) * shape)
    height = width / shape
    if (height < least) {
      height = least
      width = Math.min(least * shape, whole.width - left)
    }
  }
  return { left, top, width, height }
}

function set(wanted) {
  for (const [name, value] of Object.entries(inWholePixels(fitting(wanted)))) fields[name].value = value
  draw()
}

// Where a side begins at half a pixel, both halves rounded up would lie outside the picture.
function inWholePixels({ left, top, width, height }) {
  const [x, y] = [Math.round(left), Math.round(top)]
  return {
    left: x,
    top: y,
    width: Math.min(Math.round(width), whole.width - x),
    height: Math.min(Math.round(height), whole.height - y),
  }
}

function draw() {
  const here = box()
  frame.style.left = `${(100 * here.left) / whole.width}%`
  frame.style.top = `${(100 * here.top) / whole.height}%`
  frame.style.width = `${(100 * here.width) / whole.width}%`
  frame.style.height = `${(100 * here.height) / whole.height}%`
  said.textContent = said.dataset.words.replace("WIDTH", here.width)
    .replace("HEIGHT", here.height).replace("LEFT", here.left).replace("TOP", here.top)
}

// Where the pointer is, in px of the picture.
function at(event) {
  const shown = picture.getBoundingClientRect()
  return {
    x: limited(((event.clientX - shown.left) / shown.width) * whole.width, 0, whole.width),
    y: limited(((event.clientY - shown.top) / shown.height) * whole.height, 0, whole.height),
  }
}

function follow(event, moved) {
  event.preventDefault()
  const start = at(event)
  const before = box()
  cropper.setPointerCapture(event.pointerId)
  const move = (next) => set(moved(start, at(next), before))
  cropper.addEventListener("pointermove", move)
  const end = () => cropper.removeEventListener("pointermove", move)
  cropper.addEventListener("pointerup", end, { once: true })
  cropper.addEventListener("pointercancel", end, { once: true })
  frame.focus({ preventScroll: true })
}

const drawn = (start, end) => ({
  left: Math.min(start.x, end.x),
  top: Math.min(start.y, end.y),
  width: Math.abs(end.x - start.x),
  height: Math.abs(end.y - start.y),
})
const resized = (start, end, before) => ({
  ...before,
  width: before.width + end.x - start.x,
  height: before.height + end.y - start.y,
})
const carried = (start, end, before) => ({
  ...before,
  left: limited(before.left + end.x - start.x, 0, whole.width - before.width),
  top: limited(before.top + end.y - start.y, 0, whole.height - before.height),
})

cropper.addEventListener("pointerdown", (event) => {
  if (event.button) return
  if (event.target === corner) follow(event, resized)
  else if (event.target === frame) follow(event, isWhole() ? drawn : carried)
  else follow(event, drawn)
})

const isWhole = () => box().width >= whole.width && box().height >= whole.height

frame.addEventListener("keydown", (event) => {
  const way = WAYS[event.key]
  if (!way || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const step = event.altKey ? 1 : Math.max(1, Math.round(whole.width * STEP))
  const here = box()
  const to = { x: step * way[0], y: step * way[1] }
  if (event.shiftKey) set(ratio() ? resizedAlike(here, to) : resized({ x: 0, y: 0 }, to, here))
  else set(carried({ x: 0, y: 0 }, to, here))
})

const resizedAlike = (here, to) => ({ ...here, width: here.width + to.x + to.y })

for (const field of Object.values(fields)) field.addEventListener("input", draw)
for (const shape of document.querySelectorAll("[name=shape]")) shape.addEventListener("change", () => set(box()))
frame.hidden = document.querySelector("#crop-help").hidden = document.querySelector(".crop__shapes").hidden = false
draw()
