// Sends the files of an archive and shows how far they are. Without it the form works too, but shows nothing.

const form = document.querySelector(".upload")
const words = form.querySelector("[data-words]").dataset
const files = form.querySelector("#upload-files")
const folder = form.querySelector("#upload-folder")
const origin = form.querySelector("#id_origin")
const errors = form.querySelector(".upload__errors")
const progress = form.querySelector("[data-progress-of-upload]")
const send = form.querySelector("[type=submit]")
const cancel = form.querySelector("[data-cancel]")
const suffixes = form.dataset.suffixes.split(" ").sort((one, other) => other.length - one.length)
let suggested = ""
let request = null

form.querySelector(".upload__folder").hidden = false

const chosen = () => [...(folder.files.length ? folder.files : files.files)]
const sizeOf = (found) => found.reduce((sum, file) => sum + file.size, 0)

function inWords(bytes) {
  const units = ["kilobyte", "megabyte", "gigabyte"]
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024))))
  const options = { style: "unit", unit: units[power - 1], maximumFractionDigits: 1 }
  return new Intl.NumberFormat(document.documentElement.lang || undefined, options).format(bytes / 1024 ** power)
}

function stem(file) {
  if (file.webkitRelativePath) return file.webkitRelativePath.split("/")[0]
  const suffix = suffixes.find((each) => file.name.toLowerCase().endsWith(each))
  return suffix ? file.name.slice(0, -suffix.length) : file.name.replace(/\.[^.]*$/, "")
}

function tell(found) {
  const sentence = found.length === 1 ? words.one : words.chosen
  const text = sentence.replace("COUNT", found.length).replace("SIZE", inWords(sizeOf(found)))
  form.querySelector(".upload__chosen").textContent = found.length ? text : ""
}

// A name that somebody typed is theirs.
function suggest(found) {
  if (origin.value !== suggested) return
  const isOne = found.length === 1 || (found.length > 0 && found[0].webkitRelativePath)
  suggested = isOne ? stem(found[0]) : ""
  origin.value = suggested
}

function choose(taken, other) {
  if (taken.files.length) other.value = ""
  tell(chosen())
  suggest(chosen())
  complain([])
}

function complain(sentences) {
  errors.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })))
  errors.hidden = !sentences.length
  if (sentences.length) errors.focus()
}

function wrong(found) {
  if (!found.length) return words.none
  if (found.length > Number(form.dataset.mostFiles)) return words.tooMany
  if (sizeOf(found) > Number(form.dataset.mostBytes)) return words.tooBig
  if (sizeOf(found) > Number(form.dataset.room)) return words.noRoom
  return ""
}

function body(found) {
  const data = new FormData(form)
  data.delete("files")
  data.set("paths", JSON.stringify(found.map((file) => file.webkitRelativePath || file.name)))
  for (const file of found) data.append("files", file, file.name)
  // The last field says that all before it came.
  data.delete("whole")
  data.append("whole", "1")
  return data
}

function busy(is) {
  progress.hidden = !is
  cancel.hidden = !is
  send.disabled = is
  form.querySelector(".closelink").hidden = is
}

function showSent(event) {
  const bar = progress.querySelector("progress")
  const part = event.loaded / event.total
  const isAll = event.loaded === event.total
  bar.value = 100 * part
  const said = words.said.replace("DONE", inWords(event.loaded)).replace("SIZE", inWords(event.total))
  progress.querySelector("[data-said]").textContent = isAll ? words.received : said
  const status = progress.querySelector("[data-status]")
  const spoken = isAll ? words.received : `${25 * Math.floor(4 * part)} %`
  if (status.textContent !== spoken) status.textContent = spoken
}

function answered() {
  const answer = request.response
  if (request.status === 200 && answer?.url) return location.assign(answer.url)
  busy(false)
  complain(answer?.errors ?? [words.lost])
}

function submit(event) {
  event.preventDefault()
  const found = chosen()
  const reason = wrong(found)
  if (reason) return complain([reason])
  complain([])
  busy(true)
  request = new XMLHttpRequest()
  request.responseType = "json"
  request.upload.addEventListener("progress", showSent)
  request.addEventListener("load", answered)
  request.addEventListener("error", () => { busy(false); complain([words.lost]) })
  request.addEventListener("abort", () => busy(false))
  request.open("POST", form.action || location.href)
  request.setRequestHeader("Accept", "application/json")
  request.send(body(found))
}

files.addEventListener("change", () => choose(files, folder))
folder.addEventListener("change", () => choose(folder, files))
cancel.addEventListener("click", () => request?.abort())
form.addEventListener("submit", submit)
// Back from the run's page, the old form would lead to the old run: a new one is for new files.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload() })
