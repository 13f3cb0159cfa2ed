// A screen's data without the renderer: the same parts in the same order, as plain elements.

import { element } from "./element.js";

// Where a new screen begins for who goes by the keyboard.
const START = { tabindex: "-1" };

export function plainScreen(screen, onTouch) {
  const parts = { question, message, emergency, result }[screen.kind](screen);
  const view = element("div", { class: `plain-screen ${screen.kind}` }, ...parts);
  if (screen.buttons.length) view.append(touchables(screen, onTouch, "touch"));
  return view;
}

export function idleScreen(onOpen) {
  return element(
    "div",
    { class: "plain-screen idle" },
    element("p", { class: "main-text", ...START }, "“Open Lip Twitch Guide”"),
    element("p", { class: "lead" }, "Say it, type it, or start here."),
    element(
      "div",
      { class: "touch" },
      element("button", { type: "button", id: "open", onclick: onOpen }, "Open the guide"),
    ),
  );
}

// The buttons of a screen; of a choice, each part is pressed or not until "done".
export function touchables(screen, onTouch, className) {
  const group = element("div", { class: className });
  const pressed = {};
  const finish = screen.buttons.map((button) =>
    element(
      "button",
      { type: "button", onclick: () => onTouch(button.arguments, pressed, button.label) },
      button.label,
    ),
  );
  const parts = screen.options.map(({ id, label }) => {
    pressed[id] = false;
    const part = element("button", { type: "button", "aria-pressed": "false" }, label);
    part.addEventListener("click", () => {
      pressed[id] = !pressed[id];
      part.setAttribute("aria-pressed", String(pressed[id]));
      finish[0].textContent = Object.values(pressed).some(Boolean)
        ? screen.done
        : screen.buttons[0].label;
    });
    return part;
  });
  group.append(...parts, ...finish);
  return group;
}

const paragraph = (text, className) => (text ? element("p", { class: className }, text) : null);

function question(screen) {
  const asked = element("p", { class: "main-text", ...START }, screen.text);
  return [paragraph(screen.lead, "lead"), asked];
}

function message(screen) {
  return [element("p", START, screen.text), paragraph(screen.asks, "lead")];
}

function emergency(screen) {
  return [
    element("h3", START, screen.title),
    element("p", { class: "number" }, screen.number),
    paragraph(screen.text, ""),
    paragraph(screen.asks, ""),
  ];
}

function result(screen) {
  const banner = element(
    "div",
    { class: "banner", "data-level": screen.level },
    element("h3", START, screen.title),
    paragraph(screen.text, ""),
    paragraph(screen.asks, ""),
  );
  return [banner, ...causes(screen), ...advice(screen)];
}

function causes(screen) {
  if (!screen.bars.length) return [];
  const items = screen.bars.map(({ name, share }) =>
    element("li", {}, name, ...(share ? [shareBar(share)] : [])),
  );
  return [element("h4", {}, screen.causes), element("ul", {}, ...items)];
}

function advice(screen) {
  if (!screen.advice.length) return [];
  const items = screen.advice.map((text) => element("li", {}, text));
  return [element("h4", {}, screen.does), element("ul", {}, ...items)];
}

export function shareBar(share) {
  const bar = element("div", { class: "share", "aria-hidden": "true" }, element("span"));
  bar.style.setProperty("--share", share);
  return bar;
}
