// Markdown as it is typed: what is typed becomes what it stands for, and undoing gives the characters back. Full-width
// signs are Chinese punctuation and never Markdown.

import * as prose from "django-prose-editor/editor"

const { InputRule, markInputRule, nodeInputRule, textblockTypeInputRule, wrappingInputRule } = prose

// Names that are masked, like 王*明 and 李**, and file names like 报告_终稿_2 are not Markdown, but in Chinese no space
// tells what is: bold follows a Chinese letter only where it does not begin or end with punctuation.
const APART = "(?<=^|[\\s\\p{Ps}\\p{Pi}，。、；：！？—…])"
const AFTER_CHINESE = "(?<=[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}])"

const MARKS = [
  ["bold", new RegExp(`${APART}\\*\\*(?=\\S)([^*]*[^*\\s])\\*\\*$`, "u")],
  ["bold", new RegExp(`${AFTER_CHINESE}\\*\\*(?=[^\\s\\p{P}])([^*]*[^*\\s\\p{P}])\\*\\*$`, "u")],
  ["bold", new RegExp(`${APART}__(?=\\S)([^_]*[^_\\s])__$`, "u")],
  ["italic", new RegExp(`${APART}\\*(?=[^\\s*])([^*]*[^*\\s])\\*$`, "u")],
  ["italic", new RegExp(`${APART}_(?=[^\\s_])([^_]*[^_\\s])_$`, "u")],
  ["strike", new RegExp(`${APART}~~(?=\\S)([^~]*[^~\\s])~~$`, "u")],
  ["code", /(?<!`)`([^`]+)`$/],
]

const LINK = /(?<!!)\[([^[\]]+)\]\(((?:https?:\/\/|mailto:)(?:[^\s()]|\([^\s()]*\))+)\)$/

function blockRules({ heading, bulletList, orderedList, blockquote, codeBlock, horizontalRule }) {
  return [
    textblockTypeInputRule({ find: /^(#{1,4}) $/, type: heading, getAttributes: ([, signs]) => ({ level: Math.max(2, signs.length) }) }),
    wrappingInputRule({ find: /^[-+*] $/, type: bulletList }),
    wrappingInputRule({
      find: /^(\d{1,3})[.)] $/,
      type: orderedList,
      getAttributes: ([, number]) => ({ start: Number(number) === 1 ? null : String(Number(number)) }),
      joinPredicate: ([, number], list) => list.childCount + Number(list.attrs.start ?? 1) === Number(number),
    }),
    wrappingInputRule({ find: /^> $/, type: blockquote }),
    textblockTypeInputRule({ find: /^```([a-z+#.-]{0,20})[ \n]$/, type: codeBlock, getAttributes: ([, language]) => ({ language: language || null }) }),
    nodeInputRule({ find: /^---$/, type: horizontalRule }),
  ]
}

// The address goes, the words stay, whatever they look like.
function linkRule(type) {
  return new InputRule({
    find: LINK,
    handler({ state: { tr }, range: { from, to }, match: [, words, href] }) {
      const start = from + 1
      const end = start + words.length
      tr.addMark(start, end, type.create({ href }))
      tr.delete(end, to).delete(from, start).removeStoredMark(type)
    },
  })
}

// The rules are asked at the end of each composition, of one that was called off, too: what stood there before, and
// was perhaps undone, is to stay.
function compositionPlugin(storage) {
  return new prose.Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: (view) => void (storage.before = view.state.doc),
        compositionend: () => void setTimeout(() => setTimeout(() => (storage.before = null))),
      },
    },
  })
}

function unless(isRefused, { find, handler, undoable }) {
  return new InputRule({ find, undoable, handler: (match) => (isRefused() ? null : handler(match)) })
}

export const MarkdownTyping = prose.Extension.create({
  name: "markdownTyping",
  // Before blocks of code, which turn into a paragraph at once.
  priority: 200,
  addKeyboardShortcuts() {
    return { Backspace: () => this.editor.commands.undoInputRule() }
  },
  addStorage: () => ({ before: null }),
  addInputRules() {
    const { marks, nodes } = this.editor.schema
    const ofMarks = MARKS.map(([name, find]) => markInputRule({ find, type: marks[name] }))
    const isUntouched = () => this.storage.before?.eq(this.editor.state.doc)
    return [...blockRules(nodes), ...ofMarks, linkRule(marks.link)].map((rule) => unless(isUntouched, rule))
  },
  addProseMirrorPlugins() {
    return [compositionPlugin(this.storage)]
  },
})
