// Turns the messages of a thread into elements. Everything people wrote becomes text nodes, never markup.

const TICKS = { accepted: "Waiting", sent: "Sent", delivered: "Delivered", read: "Read" };
const SVG = "http://www.w3.org/2000/svg";

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function icon(path, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", name);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

const CLOCK = "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z";
const ONE_TICK = "m5 12.5 4.5 4.5L19 7.5";
const TWO_TICKS = "m2 12.5 4.5 4.5L16 7.5M11 16l1 1L21.5 7.5";
const LIST = "M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01";
const REPLY = "M10 7 5 12l5 5M5.5 12H14a5 5 0 0 1 5 5v1";

function tick(status) {
  const path = { accepted: CLOCK, sent: ONE_TICK }[status] ?? TWO_TICKS;
  const label = TICKS[status] ?? status;
  const mark = element("span", { class: `tick ${status}`, "data-testid": "tick", "data-status": status, role: "img", "aria-label": label, title: label });
  mark.append(icon(path, "tick-mark"));
  return mark;
}

// *bold* _italic_ ~struck~ `code` and links, as WhatsApp shows them
const STYLES = [
  [/```([^`]+)```/, "code"], [/`([^`\n]+)`/, "code"],
  [/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/u, "strong"],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/u, "em"],
  [/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])/u, "s"],
];
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/;

export function words(text) {
  const link = LINK.exec(text);
  let first = link && { at: link.index, end: link.index + link[0].length, make: () => element("a", { href: link[0], target: "_blank", rel: "noopener noreferrer" }, link[0]) };
  for (const [pattern, name] of STYLES) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.at)) {
      first = { at: found.index, end: found.index + found[0].length, make: () => element(name, {}, ...(name === "code" ? [found[1]] : words(found[1]))) };
    }
  }
  if (!first) return text ? [text] : [];
  return [...(first.at ? [text.slice(0, first.at)] : []), first.make(), ...words(text.slice(first.end))];
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export function day(at) {
  return weekday.format(new Date(at));
}

function file(message) {
  const shown = message.file;
  if (!shown) return null;
  if (shown.mime_type.startsWith("image/")) {
    return element("img", { class: "file", src: shown.url, alt: message.text, "data-testid": "message-file" });
  }
  return element("a", { class: "file", href: shown.url, target: "_blank", rel: "noopener noreferrer", "data-testid": "message-file" }, shown.name ?? "Open");
}

export function bubble(message, { choose, open }) {
  const isMine = message.from === "patient";
  const quote = message.context && element("blockquote", { class: "quote" },
    element("span", { class: "quoted-who" }, message.context.from === "patient" ? "You" : "Clinic"),
    element("span", { class: "quoted-text" }, ...words(message.context.text)));
  const meta = element("span", { class: "meta" },
    element("time", { datetime: message.at }, clock.format(new Date(message.at))),
    isMine ? tick(message.status) : null);
  const body = element("div", { class: "bubble" }, quote,
    message.header && element("p", { class: "header", "data-testid": "message-header" }, ...words(message.header)),
    element("p", { class: `text${["text", "interactive", "template", "button"].includes(message.type) ? "" : " media"}`, "data-testid": "message-text" }, ...words(message.text)),
    file(message),
    message.footer && element("p", { class: "footer", "data-testid": "message-footer" }, message.footer),
    meta,
    message.reaction && element("span", { class: "reaction", "data-testid": "reaction", "aria-label": `Reaction ${message.reaction}` }, message.reaction));
  const options = message.buttons.map((button) =>
    element("button", { class: "option", type: "button", "data-testid": "reply-button", "data-option-id": button.id, onclick: () => choose(message, button) },
      icon(REPLY, "option-icon"), element("span", {}, button.title)));
  if (message.list) {
    options.push(element("button", { class: "option", type: "button", "data-testid": "list-open", "aria-haspopup": "dialog", onclick: () => open(message) },
      icon(LIST, "option-icon"), element("span", {}, message.list.button)));
  }
  return element("li", { class: `message ${isMine ? "mine" : "theirs"}`, "data-testid": "message", "data-from": message.from, "data-type": message.type, "data-id": message.id, "data-status": message.status },
    element("span", { class: "visually-hidden" }, isMine ? "You: " : "Clinic: "),
    body,
    options.length ? element("div", { class: "options" }, ...options) : null);
}

export function restate(node, message) {
  if (node.dataset.status === message.status) return;
  node.dataset.status = message.status;
  node.querySelector(".tick")?.replaceWith(tick(message.status));
}

export function typing() {
  return element("li", { class: "message theirs typing", "data-testid": "typing", "aria-label": "The clinic is writing" },
    element("div", { class: "bubble" }, element("i"), element("i"), element("i")));
}

export function divider(label) {
  return element("li", { class: "divider", role: "presentation" }, element("span", {}, label));
}

export function rows(message, choose) {
  return message.list.sections.map((section, place) =>
    element("section", { class: "rows", "aria-labelledby": section.title ? `section-${place}` : null },
      section.title ? element("h3", { id: `section-${place}` }, section.title) : null,
      ...section.rows.map((row) =>
        element("button", { class: "row", type: "button", "data-testid": "list-row", "data-option-id": row.id, onclick: () => choose(message, row) },
          element("span", { class: "row-words" },
            element("span", { class: "row-title" }, row.title),
            row.description ? element("span", { class: "row-description" }, row.description) : null),
          element("span", { class: "row-dot", "aria-hidden": "true" })))));
}
