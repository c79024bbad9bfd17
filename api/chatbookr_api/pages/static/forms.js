// Forms that say beside the field what to do next, and buttons that do one thing.
import { Refused } from "./api.js";
import { explained } from "./problems.js";
import { say } from "./texts.js";

let problems = 0;

/** Find an element by its id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Do `work` with a form's values when it is sent; what goes wrong stands beside the field at fault. */
export function onSubmit(form, work, texts = {}) {
  const alert = alertOf(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await once(form, async () => {
      clear(form, alert);
      if (!isComplete(form)) return;
      try {
        await work(Object.fromEntries(new FormData(form)), form);
      } catch (problem) {
        tell(form, alert, problem, texts);
      }
    });
  });
}

/** Do `work` when a button is pressed; what goes wrong stands in `alert`. */
export function onPress(button, alert, work, texts = {}) {
  button.addEventListener("click", () =>
    once(button, async () => {
      show(alert, "");
      try {
        await work();
      } catch (problem) {
        show(alert, explained(problem, texts).text);
      }
    }),
  );
}

/** Let the page be used, once all that can be pressed or sent does something: before, a form would put into the address what
 *  was typed. */
export function ready() {
  document.querySelector("main").inert = false;
}

/** Show a text in its place, or hide the place of none. */
export function show(place, text) {
  place.textContent = text;
  place.hidden = text === "";
}

/** Show one section of several, and move the reader there. */
export function turnTo(section, ...others) {
  for (const other of others) other.hidden = true;
  section.hidden = false;
  (section.querySelector("input:not([readonly]):not([hidden])") ?? section).focus();
}

/** Tell whether a field holds what it must, and say beside it what to do where it does not. */
export function isFilled(input) {
  unmark(input);
  if (input.validity.valid) return true;
  mark(input, advice(input));
  input.focus();
  return false;
}

async function once(element, work) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    element.removeAttribute("aria-busy");
  }
}

function alertOf(form) {
  const alert = document.createElement("p");
  alert.className = "problem";
  alert.setAttribute("role", "alert");
  alert.hidden = true;
  form.prepend(alert);
  return alert;
}

function isComplete(form) {
  const wrong = [...form.elements].filter((input) => input.willValidate && !input.validity.valid);
  for (const input of wrong) mark(input, advice(input));
  wrong[0]?.focus();
  return wrong.length === 0;
}

function advice(input) {
  if (input.validity.valueMissing) return say("Fill this in.");
  if (input.validity.tooShort) return say("Use at least {count} characters.", { count: input.minLength });
  if (input.type === "email") return say("Write a whole address, such as name@example.org.");
  return say("That value cannot be used: change it.");
}

function tell(form, alert, problem, texts) {
  const { text, field } = explained(problem, texts);
  const input = field && [...form.elements].find((one) => one.name === field || one.autocomplete === field);
  if (!input || !(problem instanceof Refused)) {
    show(alert, text);
    return;
  }
  mark(input, text);
  input.focus();
}

function mark(input, text) {
  const note = document.createElement("span");
  note.className = "problem";
  note.id = `problem-${(problems += 1)}`;
  note.setAttribute("role", "alert");
  note.textContent = text;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", note.id);
  (input.closest("label") ?? input).after(note); // outside: a label is a name
}

function unmark(input) {
  byId(input.getAttribute("aria-describedby"))?.remove();
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
}

function clear(form, alert) {
  show(alert, "");
  form.querySelectorAll("[aria-invalid]").forEach(unmark);
}
