// Sentences and times as the status line and the notices say them.

const gettext = window.gettext || ((text) => text)
const language = document.documentElement.lang || undefined

export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "")

// A time of today as 10:32, an older one with its day, in the newsroom's zone.
export function clock(moment, zone) {
  const at = new Date(moment)
  const day = (date) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(date)
  const isToday = day(at) === day(new Date())
  const options = isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }
  return new Intl.DateTimeFormat(language, { ...options, timeZone: zone }).format(at)
}

// "2 minutes ago"
export function ago(moment) {
  const minutes = Math.round((new Date(moment) - Date.now()) / 60_000)
  const [number, unit] = minutes > -60 ? [Math.min(minutes, 0), "minute"] : [Math.round(minutes / 60), "hour"]
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(number, unit)
}

// What the status line says of each state; the grave ones stay in sight on a phone.
export const SAID = {
  nothing: { text: gettext("What you type is kept as you go.") },
  typing: { text: gettext("Typing…") },
  kept: { text: gettext("Kept in the newsroom %(at)s, not saved yet.") },
  same: { text: gettext("All changes are saved.") },
  unsavable: { text: gettext("Kept, but it cannot be saved yet: %(why)s") },
  "left out": { text: gettext("Only kept in this browser: %(what)s. %(why)s"), isGrave: true },
  offline: { text: gettext("Not connected: kept in this browser."), isGrave: true },
  failed: { text: gettext("The newsroom does not answer: kept in this browser. It is tried again."), isGrave: true },
  "beat offline": { text: gettext("Not connected. What you type is kept in this browser."), isGrave: true },
  "beat failed": { text: gettext("The newsroom does not answer. What you type is kept in this browser."), isGrave: true },
  "beat logged out": { text: gettext("You are logged out. What you type is kept in this browser."), isGrave: true },
  "too big": { text: gettext("Too big for the newsroom: kept in this browser alone."), isGrave: true },
  gone: { text: gettext("This article is gone from the newsroom. What you typed is kept in this browser."), isGrave: true },
  "logged out": { text: gettext("You are logged out: kept in this browser."), isGrave: true },
  refused: { text: gettext("Not kept in the newsroom, only in this browser. %(why)s"), isGrave: true },
  overtaken: { text: gettext("Kept in this browser: another window is newer."), isGrave: true },
  "no room": { text: gettext("Not connected, and this browser has no room: do not close this window."), isGrave: true },
}
