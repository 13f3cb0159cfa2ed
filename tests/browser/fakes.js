// A voice and an ear for a browser that has none: they do what the real ones do, at once, and keep
// account of it. `heard` holds what the person will say next; null is silence, an error is {error}.

(() => {
  window.spoken = [];
  window.heard = [];

  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }

  const synthesis = {
    getVoices: () => [
      { lang: "en-GB", localService: true, name: "British" },
      { lang: "en-US", localService: true, name: "American" },
    ],
    cancel: () => window.spoken.push("(hush)"),
    speak(words) {
      window.spoken.push({
        text: words.text,
        rate: words.rate,
        voice: words.voice?.name,
        at: performance.now(),
      });
      setTimeout(() => words.onstart?.(), 1);
      setTimeout(() => words.onend?.(), window.speakingTakes ?? 5);
    },
  };

  class Recognition {
    start() {
      window.listens = (window.listens ?? 0) + 1;
      this.timer = setTimeout(() => this.finish(), 50);
    }

    finish() {
      const next = window.heard.length ? window.heard.shift() : undefined;
      if (next === undefined) return;
      if (next?.error) this.onerror(next);
      else if (next !== null) this.onresult({ results: [[{ transcript: next }]] });
      this.onend();
    }

    abort() {
      clearTimeout(this.timer);
      setTimeout(() => this.onend(), 1);
    }
  }

  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
  window.SpeechSynthesisUtterance = Utterance;
  window.SpeechRecognition = Recognition;
})();
