// What is done with figures in the body: put in, replaced, moved, gathered into a gallery, taken out.

import * as prose from "django-prose-editor/editor"

const { Fragment } = prose.pm.model
const { TextSelection } = prose.pm.state

// The figure with the selection, as {pos, node}, or null.
export function figureAround({ selection }) {
  const { $from, node } = selection
  if (node?.type.name === "figure") return { pos: selection.from, node }
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "figure") return { pos: $from.before(depth), node: $from.node(depth) }
  }
  return null
}

export const figureAt = ({ doc }, pos) => ({ pos, node: doc.nodeAt(pos) })

const oneLine = (text) => text.trim().replace(/\s+/g, " ")

function figureOf(schema, picture) {
  const { figure, image, caption } = schema.nodes
  const words = oneLine(picture.caption)
  return figure.create(null, [
    image.create({ src: picture.address, alt: picture.alt }),
    caption.create(null, words ? schema.text(words) : null),
  ])
}

// Puts the pictures in place of from…to, after the figure where that is in one, with the cursor in the last caption.
export function insertFigures(editor, from, to, pictures) {
  const { state, view } = editor
  const figures = pictures.map((picture) => figureOf(state.schema, picture))
  const { tr } = state
  const around = figureAround({ selection: TextSelection.near(state.doc.resolve(from)) })
  const [first, ...others] = figures
  if (around) tr.insert(around.pos + around.node.nodeSize, first)
  else tr.replaceRangeWith(...betweenBlocks(state.doc, from, to), first)
  const start = placeOf(tr.doc, first)
  tr.insert(start + first.nodeSize, Fragment.from(others))
  putCursorIn(tr, placeOf(tr.doc, figures.at(-1)))
  view.dispatch(tr.scrollIntoView())
}

// A picture does not cut the paragraph in which the cursor stands: it follows it, or comes before it at its beginning.
function betweenBlocks(doc, from, to) {
  const $from = doc.resolve(from)
  if (from !== to || !$from.parent.isTextblock || !$from.parent.content.size) return [from, to]
  const place = $from.parentOffset ? $from.after() : $from.before()
  return [place, place]
}

function placeOf(doc, node) {
  let place = null
  doc.descendants((each, pos) => {
    if (each === node) place = pos
    return place === null
  })
  return place
}

// The end of the figure's caption.
function putCursorIn(tr, pos) {
  const end = pos + tr.doc.nodeAt(pos).nodeSize - 2
  tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1))
}

// The words typed for the place stay; those of the picture that goes do not.
export function replaced(editor, pos, picture, { before }) {
  const { node } = figureAt(editor.state, pos)
  const image = node.firstChild
  const { tr, schema } = editor.state
  const attributes = { ...image.attrs, src: picture.address, alt: picture.alt, title: null, width: null, height: null, role: null }
  const caption = node.lastChild
  const start = pos + 1 + image.nodeSize
  if (!caption.textContent || caption.textContent === oneLine(before?.caption ?? "")) {
    const words = oneLine(picture.caption)
    tr.replaceWith(start + 1, start + 1 + caption.content.size, words ? schema.text(words) : Fragment.empty)
  }
  tr.setNodeMarkup(pos + 1, null, attributes)
  editor.view.dispatch(tr)
}

export function described(editor, pos, words) {
  const { attrs } = editor.state.doc.nodeAt(pos + 1)
  editor.view.dispatch(editor.state.tr.setNodeMarkup(pos + 1, null, { ...attrs, ...words }))
}

// Past its neighbour; at either end of a gallery out of it. Returns whether there was a figure to move.
export function moved(editor, found, step) {
  if (!found) return false
  const { pos, node } = found
  const { doc, tr, selection } = editor.state
  const place = placeAfterMove(doc.resolve(pos), step)
  if (place === null) return true
  tr.delete(pos, pos + node.nodeSize).insert(place, node)
  tr.setSelection(TextSelection.near(tr.doc.resolve(place + Math.max(1, selection.from - pos))))
  editor.view.dispatch(tr.scrollIntoView())
  return true
}

// Counted without the figure itself.
function placeAfterMove($pos, step) {
  const neighbour = $pos.parent.maybeChild($pos.index() + step)
  if (neighbour && neighbour.type.name !== "caption") return $pos.pos + step * neighbour.nodeSize
  if ($pos.parent.type.name !== "gallery" || figuresOf($pos.parent).length === 1) return null
  return step < 0 ? $pos.before() : $pos.after() - $pos.nodeAfter.nodeSize
}

const figuresOf = (gallery) => gallery.children.filter(({ type }) => type.name === "figure")

// With the figures and galleries right beside it; false where there is none.
export function gathered(editor, pos) {
  const { doc, tr, schema } = editor.state
  const $pos = doc.resolve(pos)
  const { parent } = $pos
  const isPicture = (index) => ["figure", "gallery"].includes(parent.maybeChild(index)?.type.name)
  let first = $pos.index()
  let last = first
  while (isPicture(first - 1)) first -= 1
  while (isPicture(last + 1)) last += 1
  if (first === last) return false
  const start = $pos.posAtIndex(first)
  const run = []
  for (let index = first; index <= last; index += 1) run.push(parent.child(index))
  const figures = run.flatMap((node) => (node.type.name === "gallery" ? figuresOf(node) : [node]))
  const captions = run.map((node) => node.lastChild).filter((node, index) => run[index].type.name === "gallery" && node.type.name === "caption")
  tr.replaceWith(start, $pos.posAtIndex(last + 1), schema.nodes.gallery.create(null, [...figures, ...captions.slice(0, 1)]))
  putCursorIn(tr, placeOf(tr.doc, doc.nodeAt(pos)))
  editor.view.dispatch(tr)
  return true
}

// The gallery's figures one after the other again; its own caption becomes a paragraph.
export function scattered(editor, pos) {
  const { doc, tr, schema } = editor.state
  const $pos = doc.resolve(pos)
  const nodes = $pos.parent.children.map((node) => (node.type.name === "caption" ? schema.nodes.paragraph.create(null, node.content) : node))
  tr.replaceWith($pos.before(), $pos.after(), nodes)
  putCursorIn(tr, placeOf(tr.doc, doc.nodeAt(pos)))
  editor.view.dispatch(tr)
}

export const isInGallery = ({ doc }, pos) => doc.resolve(pos).parent.type.name === "gallery"

// A gallery goes with its last figure.
export function removed(editor, pos) {
  const { doc, tr } = editor.state
  const $pos = doc.resolve(pos)
  const isLast = isInGallery(editor.state, pos) && figuresOf($pos.parent).length === 1
  const [from, to] = isLast ? [$pos.before(), $pos.after()] : [pos, pos + $pos.nodeAfter.nodeSize]
  tr.delete(from, to)
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size))))
  editor.view.dispatch(tr)
}
