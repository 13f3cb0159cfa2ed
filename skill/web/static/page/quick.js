// The drawn screen is a picture to a keyboard or a screen reader; the same buttons stand below it.

import { element } from "./element.js";
import { touchables } from "./plain.js";

export function openQuick(place, { onTouch, onOpen }) {
  return {
    offer(payload) {
      place.replaceChildren(...touchables(payload, onTouch, "").childNodes);
    },
    offerToOpen() {
      place.replaceChildren(
        element("button", { type: "button", onclick: onOpen }, "Open the guide"),
      );
    },
    nothing: () => place.replaceChildren(),
  };
}
