// Asking the newsroom about what is typed; whatever goes wrong has a name.

const PATIENCE_MS = 20_000
// What a browser sends on after the page is gone, all requests together.
const KEEPALIVE_BYTES = 60_000

// Why nothing came of it: "offline", "failed", "logged out", "too big", "gone", or "refused" with the words of the answer.
export class Trouble extends Error {
  constructor(name, words = "") {
    super(words || name)
    this.name = name
    this.words = words
  }
}

// The name of what went wrong, by the status of the answer.
const NAMES = { 400: "too big", 404: "gone", 413: "too big" }

export function tokenNow() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value
}

// Logging in again, in another tab, changes the token of the forms here too.
function renewTokens() {
  const token = tokenNow()
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token
}

export function bodyOf(fields) {
  const body = new FormData()
  for (const [name, value] of fields) if (name !== "csrfmiddlewaretoken") body.append(name, value)
  body.append("csrfmiddlewaretoken", tokenNow())
  return body
}

export async function ask(address, fields, { isLast = false } = {}) {
  const body = bodyOf(fields)
  const keepalive = isLast && bytesOf(fields) < KEEPALIVE_BYTES
  const signal = isLast ? undefined : AbortSignal.timeout(PATIENCE_MS)
  let response
  try {
    response = await fetch(address, { method: "POST", body, redirect: "manual", keepalive, signal, headers: { Accept: "application/json" } })
  } catch {
    throw new Trouble("offline")
  }
  if (response.type === "opaqueredirect") throw new Trouble("logged out")
  if (response.status === 403) throw await refusal(response)
  if (!response.ok) throw new Trouble(NAMES[response.status] ?? "failed")
  try {
    const answer = await response.json()
    renewTokens()
    return answer
  } catch {
    throw new Trouble("failed")
  }
}

// Without words it is the token that was refused: somebody logged in or out meanwhile.
async function refusal(response) {
  try {
    const { errors } = await response.json()
    return new Trouble("refused", errors.join(" "))
  } catch {
    return new Trouble("logged out")
  }
}

function bytesOf(fields) {
  return new Blob(fields.flat()).size
}
