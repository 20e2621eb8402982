// What the server says of the library's pictures, and sending it new ones. A picture is what admin/picker.py describes.

const gettext = window.gettext || ((text) => text)
const { pick, upload } = document.querySelector("[data-pick]")?.dataset ?? {}
const ADDRESSES_AT_ONCE = 40
const LOST = gettext("The newsroom could not be reached. Try again.")

export const mayPick = Boolean(pick)
export const mayUpload = Boolean(upload)

// Why something was not done, in words for the editor.
export class Refused extends Error {}

export async function listed(words, page, signal) {
  return asked(`${pick}?${new URLSearchParams({ q: words, page })}`, { signal })
}

export async function sent(file) {
  const body = new FormData()
  body.append("files", file)
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  const { outcomes } = await asked(upload, { method: "POST", body })
  const [{ state, said, address }] = outcomes
  if (state === "refused") throw new Refused(said)
  // The upload says what it took, the list how a picture is shown.
  const picture = await lookedUp(address, { anew: true })
  if (!picture) throw new Refused(LOST)
  return picture
}

export const picturesAmong = (files) => [...(files ?? [])].filter((file) => file.type.startsWith("image/"))

const known = new Map()
let waiting = new Map()

// The library's picture at an address that a body holds, or null; what is asked for together is asked once.
export function lookedUp(address, { anew = false } = {}) {
  if (!mayPick || !address) return Promise.resolve(null)
  if (anew || !known.has(address)) known.set(address, soon(address))
  return known.get(address)
}

function soon(address) {
  if (!waiting.size) setTimeout(ask)
  return new Promise((resolve) => waiting.set(address, resolve))
}

function ask() {
  const all = [...waiting]
  waiting = new Map()
  for (let start = 0; start < all.length; start += ADDRESSES_AT_ONCE) askFor(all.slice(start, start + ADDRESSES_AT_ONCE))
}

async function askFor(some) {
  const query = new URLSearchParams(some.map(([address]) => ["address", address]))
  const { pictures } = await asked(`${pick}?${query}`).catch(() => ({ pictures: {} }))
  for (const [address, resolve] of some) resolve(pictures[address] ?? null)
}

// The server's answer, as JSON; throws Refused, in words for the editor.
export async function asked(address, options = {}) {
  const headers = { Accept: "application/json" }
  const response = await fetch(address, { ...options, headers }).catch((error) => {
    throw error.name === "AbortError" ? error : new Refused(LOST)
  })
  const answer = await response.json().catch(() => null)
  if (!response.ok) throw new Refused(answer?.refused ?? gettext("The newsroom refused that."))
  if (!answer) throw new Refused(LOST)
  return answer
}

// Shows the picture of an address at the width of the writing surface: an original can have many megabytes.
export async function showSmall(img, address) {
  img.dataset.of = address
  const picture = await lookedUp(address)
  if (img.dataset.of === address) img.src = picture?.small ?? address
}
