// What this browser still has of an article from before: sent to the newsroom, or a person chooses.

import { Trouble, ask } from "desk/typing/asking"
import * as browser from "desk/typing/browser"
import { notice, withdraw } from "desk/typing/notices"
import { clock, fill } from "desk/typing/words"

const gettext = window.gettext || ((text) => text)

// Resolves with whether the newsroom has something newer than the form shows.
export async function replay(address, { who, what, number, zone }) {
  let isNewer = false
  for (const [name, entry] of browser.left(who, what)) {
    try {
      isNewer = (await send(address, { name, entry, who, number, zone })) || isNewer
    } catch (trouble) {
      // It stays where it is until the form is opened again.
      if (!(trouble instanceof Trouble)) throw trouble
    }
  }
  return isNewer
}

async function send(address, { name, entry, who, number, zone }) {
  if (entry.isSubmitted && (await wasSaved(address, entry, who))) {
    browser.drop(name)
    return false
  }
  const answer = await ask(address, [...entry.fields, ["who", who]])
  if (answer.state === "overtaken") {
    choose(address, { name, entry, who, zone, newer: answer.newer })
    return false
  }
  if (answer.left_out.length) tellLeftOut(name, answer)
  else browser.drop(name)
  return String(answer.number) !== number
}

async function wasSaved(address, entry, who) {
  const asked = entry.fields.filter(([name]) => ["seen", "number", "key"].includes(name))
  // A draft that was kept beside the text is a saving too.
  const { version } = await ask(address, [...asked, ["beside", "any"], ["beat", "1"], ["who", who]])
  return Boolean(version?.is_mine)
}

function choose(address, { name, entry, who, zone, newer }) {
  const times = { here: clock(entry.at, zone), there: clock(newer.at, zone) }
  const take = async () => {
    const fields = entry.fields.filter(([field]) => field !== "number")
    await ask(address, [...fields, ["number", newer.number], ["who", who]])
    browser.drop(name)
    location.reload()
  }
  const leave = () => {
    browser.drop(name)
    withdraw(name)
  }
  const sentence = gettext("This browser has something that you typed at %(here)s and that did not get to the newsroom. What the newsroom has is of %(there)s.")
  notice(name, `${fill(sentence, times)} ${begins(entry)}`, [
    [gettext("Take what this browser has"), take],
    [gettext("Leave it and forget it"), leave],
  ])
}

function tellLeftOut(name, answer) {
  const sentence = fill(gettext("The newsroom could not take all that this browser has: %(what)s. %(why)s"), { what: answer.left_out.join(", "), why: answer.errors.join(" ") })
  notice(name, sentence, [
    [gettext("Forget it"), () => {
      browser.drop(name)
      withdraw(name)
    }],
  ])
}

// The first words, so that a person knows it again.
function begins(entry) {
  const fields = new Map(entry.fields)
  const body = new DOMParser().parseFromString(fields.get("body") ?? "", "text/html").body.textContent
  const words = `${fields.get("headline") ?? ""} · ${body.trim()}`
  return `“${words.slice(0, 120)}${words.length > 120 ? "…" : ""}”`
}
