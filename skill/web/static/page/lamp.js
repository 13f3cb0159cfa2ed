// The light of the speaker, and the words for who cannot see it.

const STATES = {
  off: "Off. Open the guide to begin.",
  ready: "Your turn.",
  thinking: "Thinking…",
  speaking: "Speaking…",
  listening: "Listening…",
  trouble: "No answer.",
};

export function openLamp(device, words, mic) {
  return {
    become(state) {
      device.dataset.state = state;
      words.textContent = STATES[state];
      mic.ariaPressed = String(state === "listening");
    },
    listens: () => device.dataset.state === "listening",
  };
}
