// The players whose pages an article shows as a card. Nothing is ever loaded from them.

// Each with what its pages' addresses look like, "www." and "m." left out, and the address that the card then has.
const PLAYERS = [
  ["YouTube", "youtube\\.com/(?:playlist|embed/videoseries)\\?(?:[^#]*&)?list=([\\w-]+)", "www.youtube.com/playlist?list="],
  ["YouTube", "(?:music\\.)?youtube\\.com/(?:watch\\?(?:[^#]*&)?v=|shorts/|live/|embed/)([\\w-]+)", "www.youtube.com/watch?v="],
  ["YouTube", "youtu\\.be/([\\w-]+)", "www.youtube.com/watch?v="],
  ["Vimeo", "(?:player\\.)?vimeo\\.com/(?:channels/[\\w-]+/|groups/[\\w-]+/videos/|video/)?(\\d+(?:/[0-9a-f]+)?)", "vimeo.com/"],
  ["Bilibili", "bilibili\\.com/(video/(?:BV|av)\\w+)", "www.bilibili.com/"],
  ["Bilibili", "(b23\\.tv/\\w+)", ""],
  ["优酷", "v\\.youku\\.com/(v_show/id_[\\w=]+\\.html)", "v.youku.com/"],
  ["优酷", "v\\.youku\\.com/(video\\?(?:[^#]*&)?vid=[\\w=]+)", "v.youku.com/"],
  ["腾讯视频", "v\\.qq\\.com/(x/(?:page/\\w+|cover/\\w+(?:/\\w+)?)\\.html)", "v.qq.com/"],
  ["X", "(?:x|twitter)\\.com/(\\w+/status/\\d+)", "x.com/"],
  ["微博", "weibo\\.com/(\\d+/\\w+|tv/show/[\\w:]+)", "weibo.com/"],
  ["微博", "weibo\\.cn/((?:status|detail)/\\w+)", "m.weibo.cn/"],
  ["Spotify", "open\\.spotify\\.com/(?:intl-[\\w-]+/)?(?:embed/)?((?:track|album|playlist|episode|show|artist)/\\w+)", "open.spotify.com/"],
  ["SoundCloud", "soundcloud\\.com/([\\w-]+/(?:sets/)?[\\w-]+)", "soundcloud.com/"],
  ["SoundCloud", "(on\\.soundcloud\\.com/\\w+)", ""],
].map(([name, pattern, place]) => ({ name, place, pattern: new RegExp(`^https?://(?:www\\.|m\\.|mobile\\.)?${pattern}/?(?:[?&#].*)?$`, "i") }))
const LONGEST_ADDRESS = 2000
const LONGEST_LABEL = 60

export const PLAYER_NAMES = [...new Set(PLAYERS.map(({ name }) => name))].join(", ")

// The card of a player's page, as {name, address, label}, or null where the address is no such page.
export function cardAt(typed) {
  const text = typed.trim()
  if (text.length > LONGEST_ADDRESS) return null
  for (const { name, pattern, place } of PLAYERS) {
    const found = pattern.exec(text)
    if (found) return cardOf(name, `${place}${found[1]}`)
  }
  return null
}

function cardOf(name, place) {
  return { name, address: `https://${place}`, label: `${name} · ${short(place)}` }
}

function short(place) {
  const plain = place.replace(/^www\./, "")
  return plain.length <= LONGEST_LABEL ? plain : plain.split("/")[0]
}

// What stands for a card's site: the player's name, or the host of another page.
export function nameOf(address) {
  return cardAt(address)?.name ?? (URL.canParse(address, location.href) ? new URL(address, location.href).host : "")
}
