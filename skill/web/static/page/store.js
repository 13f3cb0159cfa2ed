// What the tab remembers: the session, the lines, the last turn, the choices. It outlives a reload,
// and ends with the tab; nothing is kept beyond it.

const KEY = "lip-twitch-guide";
const FRESH = { session: { id: "", attributes: {} }, person: null, lines: [], last: null };
const CHOICES = { locale: "en-US", model: "show8", memory: "new", aloud: true, free: false };

export function openStore(storage = window.sessionStorage) {
  const kept = read(storage);
  const store = { ...structuredClone(FRESH), ...kept, choices: { ...CHOICES, ...kept.choices } };
  return Object.assign(store, {
    save() {
      const { session, person, lines, last, choices } = store;
      try {
        storage.setItem(KEY, JSON.stringify({ session, person, lines, last, choices }));
      } catch {
        // A full or forbidden storage only means that a reload starts afresh.
      }
    },
    forget() {
      Object.assign(store, structuredClone(FRESH));
      store.save();
    },
  });
}

function read(storage) {
  try {
    return JSON.parse(storage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
