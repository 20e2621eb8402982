// Words and minutes as articles/text/scripts.py counts them; tests/text/counting.json holds both to the same.

// Han characters and kana count one each, and four letters of the scripts that put no spaces between words one.
const DENSE = /[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]/gu
const SPACELESS = /[\u0e01-\u0e4e\u0e85-\u0ec6\u1000-\u103f\u1780-\u17b3]/gu
const PARTS = /[\s\u0085\u001c-\u001f—–/…|]+/
const HAS_LETTER = /[\p{L}\p{N}]/u
const DENSE_A_MINUTE = 400
const WORDS_A_MINUTE = 220
const SLOWER_WORDS_A_MINUTE = { ar: 180 }

const KOREAN = /[\uac00-\ud7af]/g
const LETTER = /\p{L}/gu

function byKind(text) {
  let [dense, spaceless] = [0, 0]
  const withoutDense = text.replace(DENSE, () => ((dense += 1), " "))
  const spaced = withoutDense.replace(SPACELESS, () => ((spaceless += 1), " "))
  const words = spaced.split(PARTS).filter((part) => HAS_LETTER.test(part)).length
  return { dense, spaceless, words }
}

// {words, minutes, characters}; `language` is a BCP 47 tag or "". Line ends are no characters.
export function counted(text, language) {
  const { dense, spaceless, words } = byKind(text)
  const pace = SLOWER_WORDS_A_MINUTE[language.split("-")[0]] ?? WORDS_A_MINUTE
  const minutes = halfToEven(dense / DENSE_A_MINUTE + (spaceless / 4 + words) / pace)
  const isEmpty = !(dense + spaceless + words)
  return {
    words: dense + Math.ceil(spaceless / 4) + words,
    minutes: isEmpty ? 0 : Math.max(1, minutes),
    characters: [...text.replaceAll("\n", "")].length,
  }
}

// As Python rounds.
function halfToEven(number) {
  const rounded = Math.round(number)
  return number % 1 === 0.5 && rounded % 2 ? rounded - 1 : rounded
}

// Whether most letters are of a script whose letters each say as much as three Latin ones.
export function isDense(text) {
  const dense = (text.match(DENSE)?.length ?? 0) + (text.match(KOREAN)?.length ?? 0)
  return 2 * dense > (text.match(LETTER)?.length ?? 0)
}
