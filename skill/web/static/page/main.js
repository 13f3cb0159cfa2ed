// The pretend speaker put together: one turn at a time, from what the person does to what they
// hear and see, and then, hands free, listening again.

import { openDrawer } from "./drawer.js";
import { openEar } from "./ear.js";
import { touchables } from "./plain.js";
import { hasScreen, openScreen } from "./screen.js";
import { about, take, Trouble } from "./server.js";
import { openStore } from "./store.js";
import { openTranscript } from "./transcript.js";
import { openVoice } from "./voice.js";

const STATES = {
  off: "Off. Open the guide to begin.",
  ready: "Your turn.",
  thinking: "Thinking…",
  speaking: "Speaking…",
  listening: "Listening…",
  trouble: "No answer.",
};
const HINT =
  "Open the guide and answer as you would aloud, or just say what it is: “my lip has been twitching for three days”.";
const RELOADED = "The page was loaded again. The conversation goes on.";
const SAME_PERSON = "amzn1.ask.account.SIMULATOR";

const at = (id) => document.getElementById(id);
const store = openStore();
const voice = openVoice();
const ear = openEar();
const transcript = openTranscript(at("transcript"));
const drawer = openDrawer(at("insight"));
let screen = null;
let busy = false;
let silences = 0;
let listening = 0;

// ---- a turn

async function turn(act, shown) {
  if (busy) return;
  hush();
  if (shown) line("person", shown);
  busy = true;
  become("thinking");
  try {
    await answered(await take({ ...context(), ...act }));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    become("trouble");
    transcript.trouble(error.message, () => turn(act, null));
  } finally {
    busy = false;
  }
}

function context() {
  const { locale, model, memory } = store.choices;
  store.person ??= `${SAME_PERSON}.${crypto.randomUUID()}`;
  return {
    locale,
    screen: hasScreen(model),
    user: memory === "same" ? SAME_PERSON : store.person,
    session: store.session,
  };
}

function answered(answer) {
  const { view, session } = answer;
  busy = false;
  store.session = session;
  store.last = { ...answer, insight: answer.insight ?? store.last?.insight ?? null };
  if (view?.speech) line("alexa", seen(view.speech));
  if (view?.card) line("card", view.card);
  if (!session.id) line("remark", "The session has ended.");
  show();
  store.save();
  speak(answer.response.response);
}

// What is said letter by letter is read in one piece: 9 1 1, N H S.
function seen(speech) {
  return speech.replace(/(?<=\b[A-Z0-9]) (?=[A-Z0-9]\b)/g, "");
}

async function speak(body) {
  const { locale, aloud } = store.choices;
  const ssml = body?.outputSpeech?.ssml;
  if (aloud && ssml) {
    become("speaking");
    if (!(await voice.say(ssml, locale))) return;
  }
  rest();
  if (store.session.id && store.choices.free) listen(body?.reprompt?.outputSpeech?.ssml);
}

// ---- listening

async function listen(reprompt) {
  hush();
  const mine = ++listening;
  become("listening");
  try {
    const heard = await ear.listen(store.choices.locale);
    if (mine !== listening) return;
    if (heard) {
      silences = 0;
      await turn(saying(heard), heard);
    } else if (store.choices.free) {
      await silence(reprompt);
    } else {
      rest();
    }
  } catch (error) {
    at("free").checked = store.choices.free = false;
    line("remark", error.message);
    rest();
  }
}

// As the platform does: the question once more, then the session ends.
async function silence(reprompt) {
  silences += 1;
  if (silences > 1 || !reprompt) {
    silences = 0;
    await turn({ act: "leave" }, null);
  } else {
    await speak({ outputSpeech: { ssml: reprompt }, reprompt: { outputSpeech: { ssml: reprompt } } });
  }
}

function hush() {
  listening += 1;
  voice.stop();
  ear.stop();
}

function pause() {
  hush();
  if (!busy) rest();
}

// ---- what the person does

function saying(text) {
  return store.session.id ? { act: "say", text } : opening(text);
}

// "Open …" opens; anything else outside a session is asked in one breath, as "ask … to …" is.
function opening(text) {
  return /^(alexa,?\s+)?(open|start|launch)\b/i.test(text.trim()) ? { act: "launch", text } : { act: "say", text };
}

function touched(pressedArguments, components, label) {
  const words = label ?? labelOf(pressedArguments);
  turn({ act: "touch", arguments: pressedArguments, components }, `(touched) ${chosen(components) || words}`);
}

function payload() {
  return store.last?.response.response?.directives?.[0]?.datasources.payload;
}

function labelOf(pressedArguments) {
  const same = (button) => JSON.stringify(button.arguments) === JSON.stringify(pressedArguments);
  return payload()?.buttons.find(same)?.label ?? pressedArguments.join(" ");
}

function chosen(components) {
  const on = (payload()?.options ?? []).filter(({ id }) => components?.[id]);
  return on.map(({ label }) => label).join(", ");
}

function anew() {
  hush();
  store.forget();
  transcript.clear();
  transcript.add("remark", HINT);
  show();
  become("off");
  at("words").focus();
}

// ---- what is shown

function line(kind, content) {
  store.lines.push([kind, content]);
  transcript.add(kind, content);
  store.save();
}

function become(state) {
  at("device").dataset.state = state;
  at("state").textContent = STATES[state];
  at("mic").ariaPressed = String(state === "listening");
}

function rest() {
  become(store.session.id ? "ready" : "off");
}

function show() {
  const directive = store.session.id ? directiveOf(store.last) : null;
  at("device").dataset.model = store.choices.model;
  if (hasScreen(store.choices.model)) screen.show(directive);
  drawer.show(store.last);
  offerQuickly(directive);
}

function directiveOf(last) {
  return last?.response.response?.directives?.[0] ?? null;
}

// The drawn screen is a picture to a keyboard or a screen reader; the same buttons stand below it.
function offerQuickly(directive) {
  const place = at("quick");
  place.replaceChildren();
  if (directive && screen.drawn()) {
    place.append(...touchables(directive.datasources.payload, touched, "").childNodes);
  } else if (!store.session.id && !hasScreen(store.choices.model)) {
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = "Open the guide";
    open.addEventListener("click", openGuide);
    place.append(open);
  }
}

function openGuide() {
  turn({ act: "launch" }, "Open Lip Twitch Guide");
}

// ---- beginning

async function begin() {
  wire();
  try {
    prepare(await about());
  } catch (error) {
    become("trouble");
    transcript.trouble(error.message, () => {
      transcript.clear();
      begin();
    });
  }
}

function prepare({ locales, memory, viewer }) {
  for (const locale of locales) at("locale").append(new Option(nameOf(locale), locale));
  screen = openScreen(at("glass"), { viewer, onTouch: touched, onOpen: openGuide });
  at("memory").disabled = !memory;
  at("memory-note").textContent = memory
    ? "Memory is on here: if you agree when asked, the same person's answers are kept for a day."
    : "Memory is off on this server: nothing outlives the session. MEMORY=sqlite switches it on.";
  at("mic").hidden = at("mic-note").hidden = at("free-label").hidden = !ear.present;
  setChoices();
  for (const [kind, content] of store.lines) transcript.add(kind, content);
  transcript.add("remark", store.lines.length ? RELOADED : HINT);
  screen.use(store.choices.model);
  show();
  rest();
}

function nameOf(locale) {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  return names.of(locale);
}

function setChoices() {
  for (const name of ["locale", "model", "memory"]) at(name).value = store.choices[name];
  for (const name of ["aloud", "free"]) at(name).checked = store.choices[name];
}

let wired = false;

function wire() {
  if (wired) return;
  wired = true;
  at("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = at("words").value.trim();
    if (!text || busy) return;
    at("words").value = "";
    turn(saying(text), text);
  });
  at("mic").addEventListener("click", () => {
    if (at("mic").ariaPressed === "true") pause();
    else listen(null);
  });
  at("anew").addEventListener("click", anew);
  at("behind").addEventListener("click", () => {
    const drawn = at("drawer").toggleAttribute("hidden");
    at("behind").setAttribute("aria-expanded", String(!drawn));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pause();
  });
  for (const name of ["locale", "model", "memory", "aloud", "free"]) {
    at(name).addEventListener("change", () => choose(name));
  }
}

function choose(name) {
  const field = at(name);
  store.choices[name] = field.type === "checkbox" ? field.checked : field.value;
  store.save();
  if (name === "locale") line("remark", `From now on: ${nameOf(field.value)}.`);
  if (name === "model") {
    at("device").dataset.model = field.value;
    screen.use(field.value);
    show();
  }
  if (name === "aloud" && !field.checked) pause();
}

begin();
