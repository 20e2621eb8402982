// Who else is at the article's form, what they saved, and who goes on in whose place.

import { ask } from "desk/typing/asking"
import { button, link, notice, withdraw } from "desk/typing/notices"
import { ago, clock, fill } from "desk/typing/words"

const gettext = window.gettext || ((text) => text)

export class Presence {
  // `flush`: sends what is not kept yet, before the form is closed to its person.
  constructor(form, panel, { who, flush }) {
    Object.assign(this, { form, who, flush, data: panel.dataset })
    this.people = panel.querySelector(".typing__people")
    this.others = panel.querySelector(".typing__others")
    this.arrivals = panel.querySelector(".typing__arrivals")
    this.isLocked = false
  }

  show({ people, typed, version, taken_over_by: taker }) {
    if (!people) return
    if (taker) this.close(taker)
    else if (this.isLocked) this.open()
    this.showPeople(people)
    this.others.replaceChildren(...typed.map((each) => this.lineOfTyping(each)))
    if (version) this.showVersion(version)
  }

  showPeople(people) {
    const lines = people.map((person) => line(this.about(person)))
    if (people.some((person) => !person.is_looking) && !this.isLocked) lines.push(line("", button(gettext("Take over"), () => this.move(this.data.takeOver))))
    if (lines.map(textOf).join() !== [...this.people.children].map(textOf).join()) this.people.replaceChildren(...lines)
    const names = people.map((person) => fill(gettext("%(name)s is here."), person)).join(" ")
    if (this.arrivals.textContent !== names) this.arrivals.textContent = names
  }

  about(person) {
    const since = clock(person.since, this.data.zone)
    if (person.is_looking) return fill(gettext("%(name)s is reading along."), person)
    if (!person.typed_at) return fill(gettext("%(name)s has this open (since %(since)s)."), { ...person, since })
    return fill(gettext("%(name)s is editing (since %(since)s, typed %(ago)s)."), { ...person, since, ago: ago(person.typed_at) })
  }

  lineOfTyping({ name, address }) {
    return line(fill(gettext("%(name)s typed something that is not saved:"), { name }), link(gettext("look at it"), address))
  }

  showVersion({ number, by, at, is_mine: isMine, compare }) {
    // The draft that this form shows is a version too, and no news to who writes on in it.
    if (!compare || number <= Number(this.form.elements.beside.value)) return
    const sentence = isMine
      ? gettext("You saved version %(number)s in another window at %(at)s: what you typed here will be brought together with it when you save.")
      : gettext("%(by)s saved version %(number)s at %(at)s: what you typed will be brought together with it when you save.")
    notice("version", fill(sentence, { number, by: by ?? gettext("The newsroom"), at: clock(at, this.data.zone) }), [[gettext("Compare"), compare]])
  }

  close({ name, at }) {
    if (this.isLocked) return
    this.flush()
    this.lock(true)
    notice("taken", fill(gettext("%(name)s took over at %(at)s. What you typed is kept."), { name, at: clock(at, this.data.zone) }), [
      [gettext("Go on all the same"), () => this.move(this.data.goOn)],
    ])
  }

  open() {
    this.lock(false)
    withdraw("taken")
  }

  // Fields and buttons are closed, the writing surface by its own editor.
  lock(isLocked) {
    this.isLocked = isLocked
    for (const element of this.form.querySelectorAll("fieldset, .state__buttons button")) element.disabled = isLocked
    this.form.dispatchEvent(new CustomEvent("newsroom:surface", { detail: { isEditable: !isLocked } }))
  }

  async move(address) {
    try {
      this.show(await ask(address, [["who", this.who]]))
    } catch {
      notice("lost", gettext("The newsroom could not be reached. Try again."))
    }
  }
}

function line(text, ...more) {
  const item = document.createElement("li")
  item.append(text, " ", ...more)
  return item
}

const textOf = (element) => element.textContent
