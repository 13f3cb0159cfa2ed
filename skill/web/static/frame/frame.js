// Shows APL documents with Amazon's renderer, in a frame of its own: the renderer compiles code at
// run time and writes styles, which the page around it may not. Only messages pass between the two.

"use strict";

(() => {
  const api = window.AplRenderer;
  const tell = (message) => window.parent.postMessage(message, "*");
  let shown = null;

  api.initEngine().then(() => {
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.data.kind === "show") {
        show(event.data).then(() => tell({ kind: "shown" }), fail);
      }
    });
    tell({ kind: "ready" });
  }, fail);

  async function show({ document: apl, data, viewport, theme, mode }) {
    const view = emptied();
    const content = api.Content.create(JSON.stringify(apl));
    content.addData("payload", JSON.stringify(data));
    shown = api.default.create({
      content,
      view,
      viewport,
      theme,
      mode: mode ?? "HUB",
      environment: { agentName: "Simulator", agentVersion: "1.0", disallowVideo: true },
      utcTime: Date.now(),
      localTimeAdjustment: 0,
      onSendEvent: (event) =>
        tell({ kind: "touched", arguments: event.arguments, components: event.components }),
    });
    await shown.init();
    await nextFrame();
    await nextFrame();
  }

  function nextFrame() {
    return new Promise((resolve) => requestAnimationFrame(resolve));
  }

  // A new element each time: the renderer leaves its listeners on the old one.
  function emptied() {
    shown?.destroy();
    shown = null;
    const view = document.createElement("div");
    document.querySelector("main").replaceChildren(view);
    return view;
  }

  function fail(error) {
    tell({ kind: "failed", message: String(error) });
  }
})();
