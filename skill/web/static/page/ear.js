// Listens with the browser's own speech recognition, where it has one.

export function openEar(Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition) {
  let hearing = null;

  function stop() {
    hearing?.abort();
    hearing = null;
  }

  // What was said; null for silence. Refusals are thrown, with what to do about them.
  function listen(locale) {
    stop();
    return new Promise((resolve, reject) => {
      const mine = new Recognition();
      hearing = mine;
      let heard = null;
      let fault = null;
      mine.lang = locale;
      mine.interimResults = false;
      mine.maxAlternatives = 1;
      mine.onresult = (event) => {
        heard = event.results[0][0].transcript;
      };
      mine.onerror = (event) => {
        fault = FAULTS[event.error] ?? null;
      };
      mine.onend = () => {
        if (hearing === mine) hearing = null;
        if (fault) reject(new Error(fault));
        else resolve(heard);
      };
      mine.start();
    });
  }

  return { listen, stop, present: Boolean(Recognition) };
}

const REFUSED = "The browser may not use the microphone. Allow it for this page, or type.";
const FAULTS = {
  "not-allowed": REFUSED,
  "service-not-allowed": REFUSED,
  "audio-capture": "No microphone was found. You can type instead.",
  network: "The browser's speech recognition cannot be reached. You can type instead.",
};
