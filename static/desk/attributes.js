// The attributes of an element that the surface holds as they stand, in their order.

export const attributesOf = (dom) => Object.fromEntries([...dom.attributes].map(({ name, value }) => [name, value]))

export const hasOnly = (dom, names) => dom.getAttributeNames().every((name) => names.includes(name))
