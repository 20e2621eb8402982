// What is copied from the surface carries a mark, by which a paste knows it for whole and clean: other editors are
// built like ours, and theirs is not.

import { pm } from "django-prose-editor/editor"

import { spellOut } from "desk/kept"

const MARK = "data-newsroom-copy"

export const isOwn = (html) => html.includes(MARK)

export function clipboardSerializer(schema) {
  const serializer = pm.model.DOMSerializer.fromSchema(schema)
  return {
    serializeFragment(fragment, options) {
      const copied = serializer.serializeFragment(fragment, options)
      spellOut(copied)
      copied.firstElementChild?.setAttribute(MARK, "")
      return copied
    },
  }
}
