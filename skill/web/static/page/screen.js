// The screen of the pretend device: Amazon's renderer in a frame of its own where it is installed,
// else a plain view of the same data.

import { element } from "./element.js";
import { idleScreen, plainScreen } from "./plain.js";

const MODELS = {
  show8: { width: 1280, height: 800, dpi: 160 },
  show5: { width: 960, height: 480, dpi: 160 },
  show15: { width: 1920, height: 1080, dpi: 160 },
  tall: { width: 1080, height: 1920, dpi: 160 },
  spot: { width: 480, height: 480, dpi: 160, isRound: true },
};

const PATIENCE = 15_000;

export const hasScreen = (model) => model in MODELS;

export function openScreen(glass, { viewer, onTouch, onOpen, onPlain }) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let frame = null;
  let shown = null;
  let model = "show8";

  function show(directive) {
    shown = directive;
    if (!directive) return plain(idleScreen(onOpen));
    if (viewer) return draw();
    return plain(plainScreen(directive.datasources.payload, onTouch));
  }

  function plain(view) {
    frame = null;
    glass.replaceChildren(view);
    uncover(view.querySelector(".main-text"), view.querySelector(".touch"));
  }

  // What is asked is not to lie under the buttons, however much was said before it.
  function uncover(asked, buttons) {
    if (!asked || !buttons) return;
    const under = asked.getBoundingClientRect().bottom - buttons.getBoundingClientRect().top;
    asked.parentElement.scrollTop += Math.max(0, under);
  }

  function draw() {
    frame ??= openFrame(glass, { draw: send, onTouch, onFail: fail });
    frame.fit(MODELS[model]);
    send();
  }

  function send() {
    frame?.post({
      kind: "show",
      document: shown.document,
      data: shown.datasources.payload,
      viewport: { isRound: false, ...MODELS[model] },
      theme: dark.matches ? "dark" : "light",
    });
  }

  function fail() {
    if (!frame) return;
    viewer = false;
    show(shown);
    onPlain();
  }

  dark.addEventListener("change", () => show(shown));
  return {
    show,
    use(chosen) {
      model = hasScreen(chosen) ? chosen : model;
      show(shown);
    },
    drawn: () => Boolean(frame),
  };
}

function openFrame(glass, { draw, onTouch, onFail }) {
  const inside = element("iframe", { src: "/screen", title: "Screen of the speaker" });
  const stage = element("div", { class: "stage", "data-sent": "0", "data-shown": "0" }, inside);
  let ready = false;
  let size = { width: 1, height: 1 };
  setTimeout(() => ready || onFail(), PATIENCE);

  window.addEventListener("message", (event) => {
    if (event.source !== inside.contentWindow) return;
    if (event.data.kind === "ready") {
      ready = true;
      draw();
    }
    if (event.data.kind === "shown") count("shown");
    if (event.data.kind === "touched") onTouch(event.data.arguments, event.data.components);
    if (event.data.kind === "failed") onFail(event.data.message);
  });

  // What was sent and what is shown: the same, when the screen stands still.
  function count(which) {
    stage.dataset[which] = String(Number(stage.dataset[which]) + 1);
  }

  function post(message) {
    if (!ready) return;
    count("sent");
    inside.contentWindow.postMessage(message, "*");
  }

  function scale() {
    const factor = stage.clientWidth / size.width;
    inside.style.width = `${size.width}px`;
    inside.style.height = `${size.height}px`;
    inside.style.transform = `scale(${factor})`;
    stage.style.height = `${size.height * factor}px`;
  }

  glass.replaceChildren(stage);
  new ResizeObserver(scale).observe(stage);
  return {
    post,
    fit(viewport) {
      size = viewport;
      scale();
    },
  };
}
