// Rows of lists: a name, what is to be known of it, and perhaps a button.

/** Make a row; texts are texts, whatever stands in them. */
export function row(name, about, button = null) {
  const [item, words, title, rest] = ["li", "div", "strong", "span"].map((tag) => document.createElement(tag));
  title.textContent = name;
  rest.textContent = about;
  rest.className = "hint";
  words.append(title, rest);
  item.append(words);
  if (button) {
    button.setAttribute("aria-label", `${button.textContent}: ${name}`);
    item.append(button);
  }
  return item;
}
