// Which addresses an article may link to.

const SCHEME = /^(?:https?:\/\/|mailto:)./i
const PATH = /^(?:\/(?![/\\])|#)\S*$/
const MAILBOX = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+$/
const HOST = /^(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#:]\S*)?$/i
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]*:\S/i

// What was typed or pasted as an address that may stand in an article, or null where it is none. A page of this
// very site is named by its path, which stays true when the site moves.
export function asAddress(typed) {
  const text = typed.trim()
  if (SCHEME.test(text)) return withoutOwnHost(text.replace(/\s/g, "%20"))
  if (PATH.test(text)) return text
  if (MAILBOX.test(text)) return `mailto:${text}`
  return HOST.test(text) ? `https://${text}` : null
}

export const isRefused = (typed) => OTHER_SCHEME.test(typed.trim()) && asAddress(typed) === null

function withoutOwnHost(text) {
  if (!URL.canParse(text)) return null
  const { origin, pathname, search, hash } = new URL(text)
  return origin === location.origin ? `${pathname}${search}${hash}` : text
}
