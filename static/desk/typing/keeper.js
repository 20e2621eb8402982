// Sends what is typed to the newsroom soon after it was typed, one request at a time; until it is there, and while it
// cannot get there, this browser keeps it.

import { Trouble, ask } from "desk/typing/asking"
import * as browser from "desk/typing/browser"

const PAUSE_MS = 2_000
const LONGEST_MS = 10_000
const BROWSER_PAUSE_MS = 400
const BEAT_MS = 15_000
const HIDDEN_BEAT_MS = 30_000
const LONGEST_RETRY_MS = 60_000
// Tried again by themselves; the others wait for the next key or a person.
const PASSING = new Set(["offline", "failed", "logged out"])

export class Keeper {
  // `tell(state, values)`: the status line; `heard(answer)`: who else is there; `overtaken(newer)`: a person chooses.
  constructor(form, { address, who, what, tell, heard, overtaken }) {
    Object.assign(this, { form, address, who, what, tell, heard, overtaken })
    this.typed = 0
    this.kept = 0
    this.failures = 0
    this.isStopped = false
    this.sending = null
    this.pending = null
    this.last = JSON.stringify(this.fields())
    this.beatSoon()
  }

  get isAllKept() {
    return this.kept === this.typed
  }

  get number() {
    return this.form.elements.number.value || "0"
  }

  set number(number) {
    this.form.elements.number.value = number
  }

  fields() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken")
  }

  // Something was typed; choosers and rows that are only being set up change nothing that is sent.
  note({ isSure = false } = {}) {
    const now = JSON.stringify(this.fields())
    if (now === this.last && !isSure) return
    this.last = now
    if (this.typed++ === this.kept) this.since = Date.now()
    if (!this.failures && !this.isStopped) this.tell("typing")
    clearTimeout(this.browserTimer)
    this.browserTimer = setTimeout(() => this.keepHere(), BROWSER_PAUSE_MS)
    if (!this.failures) this.sendIn(Math.max(0, Math.min(PAUSE_MS, this.since + LONGEST_MS - Date.now())))
  }

  keepHere({ isSubmitted = false } = {}) {
    clearTimeout(this.browserTimer)
    if (this.isAllKept && !isSubmitted) return
    const hasRoom = browser.keep(this.who, this.what, { fields: this.fields(), at: new Date().toISOString(), isSubmitted })
    if (!hasRoom && (this.failures || this.isStopped)) this.tell("no room")
  }

  sendIn(pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), pause)
  }

  // Sends what is not kept yet; what got no answer is sent again as it was, so that it is not taken for another window's.
  send(options) {
    clearTimeout(this.timer)
    if (this.sending || this.isStopped || this.isAllKept) return this.sending
    this.pending ??= { fields: this.fields(), typed: this.typed }
    this.sending = this.deliver(options).finally(() => {
      this.sending = null
      if (!this.failures && !this.isAllKept) this.sendIn(PAUSE_MS)
    })
    return this.sending
  }

  async deliver(options) {
    const { fields, typed } = this.pending
    try {
      const answer = await ask(this.address, [...fields, ["who", this.who]], options)
      this.pending = null
      this.failures = 0
      this.answered(answer, typed)
      this.heard(answer)
    } catch (trouble) {
      this.troubled(trouble)
    }
  }

  answered(answer, typed) {
    if (answer.state === "overtaken") {
      this.isStopped = true
      this.keepHere()
      this.tell("overtaken")
      this.overtaken(answer.newer)
      return
    }
    this.number = answer.number
    this.kept = typed
    const isAll = this.isAllKept && !answer.left_out.length
    if (isAll) browser.forget(this.who, this.what)
    if (this.isAllKept) this.tell(stateOf(answer), { at: answer.at, why: answer.errors.join(" "), what: answer.left_out.join(", ") })
    this.form.dispatchEvent(new CustomEvent("newsroom:kept", { detail: { number: answer.number, isAll } }))
  }

  troubled(trouble) {
    if (!(trouble instanceof Trouble)) throw trouble
    this.failures += 1
    this.keepHere()
    this.tell(trouble.name, { why: trouble.words })
    if (PASSING.has(trouble.name)) this.sendIn(Math.min(LONGEST_RETRY_MS, PAUSE_MS * 2 ** (this.failures - 1)))
    else this.pending = null
    if (trouble.name === "gone") this.isStopped = true
    else if (!PASSING.has(trouble.name)) this.failures = 0
  }

  // Goes on with this window's text, though another one is newer.
  insist(newer) {
    this.number = newer.number
    this.pending = null
    this.isStopped = false
    this.send()
  }

  // At once, as when the connection is back or the page is looked at again.
  again() {
    if (this.failures) this.send()
  }

  beatSoon() {
    setTimeout(() => this.beat().finally(() => this.beatSoon()), document.hidden ? HIDDEN_BEAT_MS : BEAT_MS)
  }

  async beat() {
    if (this.isAway || this.sending || this.failures) return
    if (!this.isAllKept && !this.isStopped) return this.send()
    const { seen, key } = this.form.elements
    const fields = [["beat", "1"], ["who", this.who], ["seen", seen.value], ["number", this.number], ["key", key.value]]
    try {
      this.heard(await ask(this.address, fields))
      if (this.wasLost) this.tell("nothing")
      this.wasLost = false
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble
      this.wasLost = true
      this.tell(PASSING.has(trouble.name) ? `beat ${trouble.name}` : trouble.name, { why: trouble.words })
    }
  }
}

// Whether a field of text says something else than the page came with; browsers write times in their own way.
export function isTouched(form) {
  return [...form.querySelectorAll("textarea[name], input[type=text][name]")].some((field) => field.value !== field.defaultValue)
}

function stateOf(answer) {
  if (answer.left_out.length) return "left out"
  if (answer.state === "same" && !answer.number) return "same"
  return answer.errors.length ? "unsavable" : "kept"
}
