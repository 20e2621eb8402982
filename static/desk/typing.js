// Nothing typed into an article's form is lost: the newsroom keeps it as it is typed, this browser where it cannot.

import { bodyOf } from "desk/typing/asking"
import * as browser from "desk/typing/browser"
import { Keeper, isTouched } from "desk/typing/keeper"
import { link, notice, withdraw } from "desk/typing/notices"
import { Presence } from "desk/typing/presence"
import { replay } from "desk/typing/replaying"
import { SAID, clock, fill } from "desk/typing/words"

const gettext = window.gettext || ((text) => text)
const SUBMITTED = "newsroom:submitted"
const LONGEST_WAIT_MS = 5_000

const form = document.querySelector("#article_form")
const panel = form?.querySelector(".typing")
if (panel) start()

function start() {
  const { who, article, keep: address, zone } = panel.dataset
  const what = article ? `article:${article}` : `new:${form.elements.key.value}`
  const presence = new Presence(form, panel, { who, flush: () => keeper.send() })
  const keeper = new Keeper(form, { address, who, what, tell, heard, overtaken })

  function heard(answer) {
    presence.show(answer)
    if (answer.state === "same" && answer.newer && keeper.isAllKept && !isToldBefore(answer.newer)) tellOfNewer(answer.newer)
  }

  function overtaken(newer) {
    const sentence = isToldBefore(newer)
      ? gettext("What you typed at %(at)s is not shown here, and is not saved. What you typed here is not kept in the newsroom yet.")
      : gettext("You went on in another window, at %(at)s. What you typed here is not kept in the newsroom.")
    notice("overtaken", fill(sentence, { at: clock(newer.at, zone) }), [
      [gettext("Go on with this text instead"), () => {
        withdraw("overtaken")
        keeper.insist(newer)
      }],
      [gettext("Show the other text"), () => {
        keeper.isAway = true
        browser.forget(who, what)
        form.dispatchEvent(new CustomEvent("newsroom:kept", { detail: { number: newer.number, isAll: true } }))
        showTyping()
      }],
    ])
  }

  listen(keeper, presence, { who, what })
  open(keeper, { who, what, address, zone, article })
}

// What the person typed before and chose not to look at, the page says itself.
function isToldBefore(newer) {
  return panel.dataset.notShown === String(newer.number)
}

function tellOfNewer(newer) {
  notice("overtaken", fill(gettext("You went on in another window, at %(at)s."), { at: clock(newer.at, panel.dataset.zone) }), [[gettext("Show it"), showTyping]])
}

function showTyping() {
  const address = new URL(location.href)
  address.searchParams.delete("text")
  address.hash = ""
  location.replace(address)
}

function tell(state, values = {}) {
  const status = panel.querySelector(".typing__status")
  const { text, isGrave = false } = SAID[state]
  status.replaceChildren(fill(text, { ...values, at: values.at && clock(values.at, panel.dataset.zone) }))
  status.dataset.state = state
  status.classList.toggle("typing__status--grave", isGrave)
  if (state.endsWith("logged out")) status.append(" ", link(gettext("Log in in another tab"), panel.dataset.logIn, { isNewTab: true }))
}

function listen(keeper, presence, { who, what }) {
  const note = () => {
    if (!presence.isLocked) keeper.note()
  }
  for (const name of ["input", "formset:added", "formset:removed"]) form.addEventListener(name, note)
  // What Django's own choosers change, only their library hears.
  window.django?.jQuery?.(form).on("change", note)
  addEventListener("online", () => keeper.again())
  addEventListener("focus", () => keeper.again())
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keeper.send({ isLast: true })
    else keeper.again()
  })
  addEventListener("beforeunload", () => keeper.send({ isLast: true }))
  addEventListener("pagehide", () => {
    keeper.keepHere()
    keeper.send({ isLast: true })
    if (panel.dataset.leave && !keeper.isAway) navigator.sendBeacon(panel.dataset.leave, bodyOf([["who", who]]))
  })
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return
    keeper.isAway = false
    keeper.beat()
  })
  // After those of the form itself, which may hold the sending back.
  addEventListener("submit", (event) => submit(event, keeper, what))
  form.addEventListener("newsroom:kept", () => nameInAddress(what))
}

let hasWaited = false

// What is on its way arrives first, or the saving would be taken for that of another window.
function submit(event, keeper, what) {
  if (event.target !== form || event.defaultPrevented) return
  if (keeper.sending && !hasWaited) {
    event.preventDefault()
    hasWaited = true
    const longest = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))
    Promise.race([keeper.sending, longest]).then(() => form.requestSubmit(event.submitter))
    return
  }
  hasWaited = false
  keeper.isAway = true
  if (!keeper.isAllKept) keeper.keepHere({ isSubmitted: true })
  keeper.kept = keeper.typed
  sessionStorage.setItem(SUBMITTED, what)
}

// A new article that is begun is found again when its page is loaded anew.
function nameInAddress(what) {
  if (!what.startsWith("new:")) return
  const address = new URL(location.href)
  address.searchParams.set("key", what.slice("new:".length))
  history.replaceState(history.state, "", address)
}

async function open(keeper, { who, what, address, zone, article }) {
  const { wasSent, overtaken } = panel.dataset
  forgetSubmitted(who, wasSent === undefined && article)
  if (overtaken !== undefined) {
    keeper.isStopped = true
    tell("overtaken")
  } else if (wasSent !== undefined) {
    for (const [name] of browser.left(who, what)) browser.drop(name)
    keeper.note({ isSure: true })
  } else if (await replay(address, { who, what, number: keeper.number, zone })) {
    if (keeper.typed) notice("newer", gettext("The newsroom has something newer of what you typed than this form shows."), [[gettext("Show it"), showTyping]])
    else showTyping()
    return
  }
  if (!keeper.typed && overtaken === undefined) tell("nothing")
  // Who is quick types before this script is there.
  if (wasSent === undefined && !keeper.typed && isTouched(form)) keeper.note({ isSure: true })
  keeper.beat()
  if (!article) listBegun(what, { who, address })
}

// A new article that was saved is an article now, whose form this is.
function forgetSubmitted(who, isSaved) {
  const submitted = sessionStorage.getItem(SUBMITTED)
  sessionStorage.removeItem(SUBMITTED)
  if (isSaved && submitted?.startsWith("new:")) for (const [name] of browser.left(who, submitted)) browser.drop(name)
}

// What this browser has of new articles goes to the newsroom, which lists them.
async function listBegun(here, { who, address }) {
  const others = browser.begun(who).filter((what) => what !== here)
  for (const what of others) {
    const [, entry] = browser.left(who, what).at(-1) ?? []
    if (!entry) continue
    await replay(address, { who, what, number: "", zone: panel.dataset.zone })
    const key = what.slice("new:".length)
    const known = document.querySelector(`.begun a[href="?key=${CSS.escape(key)}"]`)
    const headline = new Map(entry.fields).get("headline") || gettext("Untitled")
    if (!known) notice(what, fill(gettext("You began “%(headline)s” in this browser."), { headline }), [[gettext("Go on with it"), `?key=${encodeURIComponent(key)}`]])
  }
}
