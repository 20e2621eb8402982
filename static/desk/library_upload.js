// Takes pictures that are dropped, pasted or chosen, sends two at a time, and says of each what became of it.

const AT_ONCE = 2
const box = document.querySelector("[data-uploads]")
const words = box.querySelector("[data-words]").dataset
const line = box.querySelector("[data-line]").content.firstElementChild
const list = box.querySelector(".uploads__list")
const end = box.querySelector("[data-end]")
const status = box.querySelector("[data-status]")
const drop = document.querySelector("[data-drop]")
const picker = box.querySelector("[data-files]")
const chosen = document.querySelector("[data-chosen]")
const uploads = []

const inState = (...states) => uploads.filter((upload) => states.includes(upload.state))

function add(files) {
  box.hidden = false
  for (const { file, isFolder } of files) {
    const upload = { file, item: line.cloneNode(true), state: "waiting", answer: null }
    uploads.push(upload)
    prepare(upload)
    if (isFolder) settle(upload, "refused", words.folder)
    else if (file.size > Number(box.dataset.mostBytes)) settle(upload, "refused", words.tooLarge)
    else wait(upload)
  }
  goOn()
}

function prepare(upload) {
  const { item, file } = upload
  item.querySelector("bdi").textContent = file.name
  item.querySelector("progress").setAttribute("aria-label", file.name)
  const [cancel, again] = ["[data-cancel]", "[data-again]"].map((name) => item.querySelector(name))
  cancel.setAttribute("aria-label", words.cancelOne.replace("NAME", file.name))
  again.setAttribute("aria-label", words.againOne.replace("NAME", file.name))
  cancel.addEventListener("click", () => stop(upload))
  again.addEventListener("click", () => { wait(upload); goOn(); cancel.focus() })
  list.append(item)
}

function show(upload, state, said) {
  const isOpen = state === "waiting" || state === "sending"
  upload.state = upload.item.dataset.state = state
  upload.item.querySelector(".uploaded__said").textContent = said
  upload.item.querySelector("progress").hidden = state !== "sending"
  upload.item.querySelector("[data-cancel]").hidden = !isOpen
  upload.item.querySelector("[data-again]").hidden = state !== "lost"
}

const wait = (upload) => show(upload, "waiting", words.waits)

function stop(upload) {
  if (upload.state === "sending") return upload.request.abort()
  settle(upload, "lost", words.cancelled)
}

function settle(upload, state, said) {
  const hadFocus = upload.item.contains(document.activeElement)
  show(upload, state, said)
  if (hadFocus) upload.item.querySelector("a, [data-again]:not([hidden])")?.focus()
  goOn()
}

function goOn() {
  for (const upload of inState("waiting").slice(0, AT_ONCE - inState("sending").length)) send(upload)
  tell()
}

function send(upload) {
  const request = (upload.request = new XMLHttpRequest())
  const data = new FormData()
  data.append("csrfmiddlewaretoken", box.querySelector("[name=csrfmiddlewaretoken]").value)
  data.append("files", upload.file, upload.file.name)
  show(upload, "sending", words.sending.replace("PERCENT", 0))
  request.responseType = "json"
  request.upload.addEventListener("progress", (event) => showSent(upload, event))
  request.addEventListener("load", () => answered(upload))
  request.addEventListener("error", () => settle(upload, "lost", words.lost))
  request.addEventListener("abort", () => settle(upload, "lost", words.cancelled))
  request.open("POST", box.dataset.address)
  request.setRequestHeader("Accept", "application/json")
  request.send(data)
}

function showSent(upload, { loaded, total }) {
  const bar = upload.item.querySelector("progress")
  const isAll = loaded === total
  if (isAll) bar.removeAttribute("value")
  else bar.value = loaded / total
  const percent = words.sending.replace("PERCENT", Math.floor((100 * loaded) / total))
  upload.item.querySelector(".uploaded__said").textContent = isAll ? words.checking : percent
}

function answered(upload) {
  const { request } = upload
  const outcome = request.response?.outcomes?.[0]
  if (outcome) return keep(upload, outcome)
  if (request.response?.refused) return settle(upload, "refused", request.response.refused)
  settle(upload, "lost", request.responseURL.includes("/login/") ? words.loggedOut : words.failed)
}

function keep(upload, outcome) {
  upload.answer = outcome
  if (outcome.url) {
    const link = Object.assign(document.createElement("a"), { href: outcome.url, textContent: upload.file.name })
    upload.item.querySelector("bdi").replaceChildren(link)
    Object.assign(upload.item.querySelector("img"), { src: outcome.picture, hidden: false })
  }
  settle(upload, outcome.state, outcome.said)
}

function tell() {
  const isDone = uploads.length > 0 && !inState("waiting", "sending").length
  const kept = inState("kept").map((upload) => upload.answer.pk)
  const counts = [["kept", words.kept], ["known", words.known], ["refused", words.refused], ["lost", words.lostSum]]
  const said = counts
    .filter(([state]) => inState(state).length)
    .map(([state, sentence]) => sentence.replace("COUNT", inState(state).length))
    .join(" · ")
  end.hidden = !isDone
  end.querySelector("[data-sum]").textContent = said
  const link = end.querySelector("[data-to-words]")
  link.hidden = !kept.length
  link.href = `${box.dataset.wordsAddress}?of=${kept.join(",")}`
  if (isDone && status.textContent !== said) status.textContent = said
}

const asFiles = (files) => [...files].map((file) => ({ file, isFolder: false }))

function dropped(data) {
  return [...data.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ file: item.getAsFile(), isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }))
    .filter(({ file }) => file)
}

const bringsFiles = (event) => event.dataTransfer?.types.includes("Files")

addEventListener("dragover", (event) => {
  if (!bringsFiles(event)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "copy"
  drop.hidden = false
})
addEventListener("dragleave", (event) => {
  // Only the one that leaves the window leads to nothing.
  if (!event.relatedTarget) drop.hidden = true
})
addEventListener("drop", (event) => {
  drop.hidden = true
  if (!bringsFiles(event)) return
  event.preventDefault()
  add(dropped(event.dataTransfer))
})
addEventListener("paste", (event) => {
  if (event.clipboardData.files.length) add(asFiles(event.clipboardData.files))
})
for (const input of [picker, chosen].filter(Boolean)) {
  input.addEventListener("change", () => {
    add(asFiles(input.files))
    input.value = ""
  })
}
for (const link of document.querySelectorAll("[data-pick]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault()
    picker.click()
  })
}
// What is chosen here is sent at once: nothing is left to submit.
for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true
addEventListener("beforeunload", (event) => {
  if (inState("waiting", "sending").length) event.preventDefault()
})
