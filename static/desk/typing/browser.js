// What was typed and is not in the newsroom yet, kept in this browser: by person, article and window, until the
// newsroom has it. An entry is { fields: [[name, value], …], at, isSubmitted }.

const PREFIX = "newsroom:typing:"
const NOW = Math.random().toString(36).slice(2)

const nameOf = (who, what, page) => `${PREFIX}${who}:${what}:${page}`

// Returns whether there was room.
export function keep(who, what, entry) {
  try {
    localStorage.setItem(nameOf(who, what, NOW), JSON.stringify(entry))
    return true
  } catch {
    return false
  }
}

export function forget(who, what) {
  drop(nameOf(who, what, NOW))
}

export function drop(name) {
  try {
    localStorage.removeItem(name)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

// What other windows, or this one before it was closed, left here of the article: oldest first, [[name, entry], …].
export function left(who, what) {
  const start = nameOf(who, what, "")
  return names(start)
    .filter((name) => name !== nameOf(who, what, NOW))
    .map((name) => [name, read(name)])
    .filter(([, entry]) => entry)
    .sort(([, one], [, other]) => one.at.localeCompare(other.at))
}

// The new articles that something is left of here.
export function begun(who) {
  const start = `${PREFIX}${who}:`
  return [...new Set(names(`${start}new:`).map((name) => name.slice(start.length, name.lastIndexOf(":"))))]
}

function names(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start))
  } catch {
    return []
  }
}

function read(name) {
  try {
    const entry = JSON.parse(localStorage.getItem(name))
    return Array.isArray(entry?.fields) && typeof entry.at === "string" ? entry : null
  } catch {
    return null
  }
}
