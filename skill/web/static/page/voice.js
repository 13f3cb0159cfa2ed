// Speaks SSML with the browser's own voice, and keeps its pauses.

const SLOW = 0.8;
const MISSING_START = 2_000;
const LONGEST = (text, rate) => 4_000 + (text.length * 130) / rate;

export function openVoice(synthesis = window.speechSynthesis) {
  let turn = 0;

  function stop() {
    turn += 1;
    synthesis?.cancel();
  }

  async function say(ssml, locale) {
    stop();
    const mine = turn;
    for (const part of parts(ssml)) {
      if (mine !== turn) return false;
      await (part.pause ? wait(part.pause) : speak(synthesis, part, locale));
    }
    return mine === turn;
  }

  return { stop, say, present: Boolean(synthesis) };
}

// Text and pauses in order; slow where the SSML says so.
export function parts(ssml) {
  const parsed = new DOMParser().parseFromString(ssml, "text/xml");
  const found = [];
  walk(parsed.documentElement, 1, found);
  return found.filter((part) => part.pause || part.text);
}

function walk(node, rate, found) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) found.push({ text: child.data.trim(), rate });
    else if (child.nodeName === "break")
      found.push({ pause: milliseconds(child.getAttribute("time")) });
    else walk(child, child.getAttribute("rate") === "slow" ? SLOW : rate, found);
  }
}

function milliseconds(time) {
  const [, number, unit] = /^([\d.]+)(ms|s)$/.exec(time ?? "") ?? [null, "350", "ms"];
  return Number(number) * (unit === "s" ? 1000 : 1);
}

// Some browsers have no voice and never say so; the turn must not wait for them.
function speak(synthesis, { text, rate }, locale) {
  if (!synthesis) return Promise.resolve();
  return new Promise((resolve) => {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = locale;
    words.rate = rate;
    words.voice = voiceFor(synthesis, locale);
    let limit = setTimeout(resolve, MISSING_START);
    words.onstart = () => {
      clearTimeout(limit);
      limit = setTimeout(resolve, LONGEST(text, rate));
    };
    words.onend = words.onerror = () => {
      clearTimeout(limit);
      resolve();
    };
    synthesis.speak(words);
  });
}

function voiceFor(synthesis, locale) {
  const voices = synthesis.getVoices();
  const same = (voice) => voice.lang.replace("_", "-") === locale;
  return voices.find((voice) => same(voice) && voice.localService) ?? voices.find(same) ?? null;
}

function wait(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}
