// Keeps the page of a run up to date while the run goes on, and shows it anew when it has ended.

const MS_BETWEEN = 2000
const MOST_MS_BETWEEN = 30000
const section = document.querySelector("[data-progress]")
const bar = section.querySelector("progress")
const part = (name) => section.querySelector(`[data-${name}]`)
let spoken = ""
let wait = MS_BETWEEN

function show(run) {
  part("label").textContent = run.label
  part("said").textContent = run.said
  part("note").textContent = run.note
  part("note").hidden = !run.note
  bar.setAttribute("aria-label", run.label)
  if (run.expected) {
    bar.max = run.expected
    bar.value = run.done
  } else {
    bar.removeAttribute("value")
  }
  for (const count of document.querySelectorAll("[data-outcome]")) {
    count.textContent = run.outcomes[count.dataset.outcome]
    count.parentElement.classList.toggle("run__outcome--none", !run.outcomes[count.dataset.outcome])
  }
  const records = document.querySelector("[data-records]")
  if (records) records.textContent = run.records
  speak(run)
}

// Who listens is told each quarter, not each number.
function speak(run) {
  const quarter = run.expected ? Math.floor((4 * run.done) / run.expected) : 0
  const moment = `${run.state} ${quarter} ${run.note}`
  if (moment === spoken) return
  spoken = moment
  part("status").textContent = [run.label, run.said, run.note].filter(Boolean).join(". ")
}

async function ask() {
  const answer = await fetch(section.dataset.progress, { headers: { Accept: "application/json" } })
  // Logged out, or gone: the page itself says which.
  if (answer.redirected || answer.status === 403 || answer.status === 404) return location.reload()
  if (!answer.ok) throw new Error(answer.statusText)
  const run = await answer.json()
  if (!run.goes_on) return location.reload()
  show(run)
  wait = MS_BETWEEN
}

async function goOn() {
  if (!document.hidden) {
    // A server that is away comes back: ask less and less often until then.
    await ask().catch(() => { wait = Math.min(2 * wait, MOST_MS_BETWEEN) })
  }
  setTimeout(goOn, wait)
}

setTimeout(goOn, MS_BETWEEN)
