// Links in the body, set in a dialog of our own.

import * as prose from "django-prose-editor/editor"

import { asAddress } from "desk/addresses"
import { askForLink } from "desk/link_dialog"

const gettext = window.gettext || ((text) => text)

export const Link = prose.Link.extend({
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "link",
      groups: "link",
      button: buttons.material("insert_link", `${gettext("Link")} (Ctrl+K)`),
      enabled: mayHoldLink,
      active: (editor) => editor.isActive("link"),
      command: editLink,
    })
    menu.defineItem({
      name: "unlink",
      groups: "link",
      button: buttons.material("link_off", gettext("Remove the link")),
      hidden: (editor) => !editor.isActive("link"),
      command: (editor) => editor.chain().focus().extendMarkRange("link").unsetLink().run(),
    })
  },
  addKeyboardShortcuts: () => ({
    "Mod-k": ({ editor }) => {
      editLink(editor)
      return true
    },
  }),
}).configure({ enableTarget: false, autolink: false })

const ALONE = /^https?:\/\/\S+$/i

// An address that is pasted alone is a link: of the words that are selected, else of itself.
export const AddressPaste = prose.Extension.create({
  name: "addressPaste",
  addProseMirrorPlugins() {
    return [new prose.Plugin({ props: { handlePaste: (view, event) => pasteAddress(this.editor, view, event) } })]
  },
})

function pasteAddress(editor, view, { clipboardData }) {
  const typed = clipboardData?.getData("text/plain").trim() ?? ""
  const href = ALONE.test(typed) ? asAddress(typed) : null
  if (!href || !mayHoldLink(editor)) return false
  const { tr, schema, selection } = view.state
  const link = schema.marks.link.create({ href })
  if (selection.empty) tr.replaceSelectionWith(schema.text(typed, [link, ...selection.$from.marks()]), false)
  else tr.addMark(selection.from, selection.to, link)
  view.dispatch(tr.setMeta("paste", true).scrollIntoView())
  return true
}

function mayHoldLink({ state: { selection, schema } }) {
  const { parent } = selection.$from
  return !selection.node && parent.isTextblock && parent.type.allowsMarkType(schema.marks.link)
}

// The link with the selection, or the one that ends at the cursor.
function linkAround({ selection: { empty, $from, $to }, schema }) {
  const { link } = schema.marks
  const beside = empty ? [...$from.marks(), ...($from.nodeBefore?.marks ?? [])] : $from.marksAcross($to) ?? []
  return link.isInSet(beside)
}

async function editLink(editor) {
  if (!mayHoldLink(editor)) return
  const answer = await askForLink(linkAround(editor.state)?.attrs.href ?? "")
  editor.view.focus()
  const chain = editor.chain()
  if (answer) changed(editor, chain, answer)
  chain.run()
}

// What else is said of the link, its title or the language of what it leads to, stays with it.
function changed(editor, chain, { href, text, isRemoved }) {
  if (isRemoved) chain.extendMarkRange("link").unsetLink()
  else if (linkAround(editor.state)) chain.extendMarkRange("link").updateAttributes("link", { href })
  else if (editor.state.selection.empty) chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] })
  else chain.setMark("link", { href })
}
