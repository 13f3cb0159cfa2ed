// What the visitor may choose: language, device, memory, voice, hands free.

const VALUES = ["locale", "model", "memory"];
const TICKS = ["aloud", "free"];
const MEMORY_ON =
  "Memory is on here: if you agree when asked, the same person's answers are kept for a day.";
const MEMORY_OFF =
  "Memory is off on this server: nothing outlives the session. MEMORY=sqlite switches it on.";

const at = (id) => document.getElementById(id);

// Shows the choices as they stand, and tells of each change by name.
export function openChoices(choices, { locales, memory, hears }, onChange) {
  at("locale").replaceChildren(...locales.map((locale) => new Option(nameOf(locale), locale)));
  at("memory").disabled = !memory;
  at("memory-note").textContent = memory ? MEMORY_ON : MEMORY_OFF;
  at("free-label").hidden = !hears;
  for (const name of VALUES) at(name).value = choices[name];
  for (const name of TICKS) at(name).checked = choices[name];
  for (const name of [...VALUES, ...TICKS]) {
    at(name).addEventListener("change", () => {
      choices[name] = TICKS.includes(name) ? at(name).checked : at(name).value;
      onChange(name);
    });
  }
}

export function nameOf(locale) {
  return new Intl.DisplayNames(["en"], { type: "language" }).of(locale);
}
