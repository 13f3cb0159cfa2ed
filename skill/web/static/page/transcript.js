// The lines of the conversation: who said what, the cards, and what went wrong.

import { element } from "./element.js";

export function openTranscript(list) {
  const view = list.parentElement;

  function add(item) {
    list.append(item);
    follow();
    return item;
  }

  function follow() {
    view.scrollTop = Math.min(view.scrollHeight, beginningOfLastAnswer());
  }

  // The end of the list, but never past the first line of what was just answered, or went wrong.
  function beginningOfLastAnswer() {
    const answers = list.querySelectorAll(".alexa, .trouble");
    return answers.length ? answers[answers.length - 1].offsetTop - 8 : view.scrollHeight;
  }

  new ResizeObserver(follow).observe(view);

  const shapes = {
    person: (text) => element("li", { class: "person" }, who("You"), text),
    alexa: (text) => element("li", { class: "alexa" }, who("Speaker"), text),
    remark: (text) => element("li", { class: "remark" }, text),
    card: ({ text }) =>
      element(
        "li",
        { class: "card" },
        element("details", {}, element("summary", {}, "Card in the app"), element("p", {}, text)),
      ),
  };

  return {
    add: (kind, content) => add(shapes[kind](content)),
    clear: () => list.replaceChildren(),
    trouble(message, retry) {
      const again = element("button", { type: "button" }, "Try again");
      const alert = element("div", { role: "alert" }, element("p", {}, message), again);
      const item = element("li", { class: "trouble" }, alert);
      again.addEventListener("click", () => {
        item.remove();
        view.focus();
        retry();
      });
      add(item);
      item.scrollIntoView({ block: "nearest" });
    },
  };
}

function who(name) {
  return element("span", { class: "quiet" }, `${name}: `);
}
