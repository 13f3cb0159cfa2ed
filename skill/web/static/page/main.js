// The pretend speaker put together: one turn at a time, from what the person does to what they
// hear and see, and then, hands free, listening again.

import { nameOf, openChoices } from "./choices.js";
import { openDrawer } from "./drawer.js";
import { openEar } from "./ear.js";
import { openLamp } from "./lamp.js";
import { keepPlace } from "./place.js";
import { openQuick } from "./quick.js";
import { hasScreen, openScreen } from "./screen.js";
import { about, take, Trouble } from "./server.js";
import { openStore } from "./store.js";
import { openTranscript } from "./transcript.js";
import { openVoice } from "./voice.js";

const HINT =
  "Open the guide and answer as you would aloud, or just say what it is: “my lip has been twitching for three days”.";
const RELOADED = "The page was loaded again. The conversation goes on.";
const LONG_WAIT = 4_000;
const LEARNING =
  "Still thinking. The first time, the speaker learns its language model; that takes about a minute.";
const OPENING = /^(alexa,?\s+)?(open|start|launch)(\s+(the\s+)?(lip twitch )?guide)?[.!]?$/i;
const SAME_PERSON = "amzn1.ask.account.SIMULATOR";

const at = (id) => document.getElementById(id);
const store = openStore();
const voice = openVoice();
const ear = openEar();
const transcript = openTranscript(at("transcript"));
const drawer = openDrawer(at("drawer"), at("behind"), at("close"));
const { become, listens } = openLamp(at("device"), at("state"), at("mic"));
const quick = openQuick(at("quick"), { onTouch: touched, onOpen: openGuide });
let screen = null;
let busy = false;
let silences = 0;
let listening = 0;

// ---- a turn

async function turn(act, shown) {
  if (busy || !screen) return;
  hush();
  if (shown) line("person", shown);
  busy = true;
  become("thinking");
  let remark = null;
  const long = setTimeout(() => (remark = transcript.add("remark", LEARNING)), LONG_WAIT);
  try {
    await answered(await take({ ...context(), ...act }));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    become("trouble");
    transcript.trouble(error.message, () => turn(act, null));
  } finally {
    clearTimeout(long);
    remark?.remove();
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
    await speak({
      outputSpeech: { ssml: reprompt },
      reprompt: { outputSpeech: { ssml: reprompt } },
    });
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
  return OPENING.test(text.trim()) ? { act: "launch", text } : { act: "say", text };
}

function touched(pressedArguments, components, label) {
  const words = label ?? labelOf(pressedArguments);
  turn(
    { act: "touch", arguments: pressedArguments, components },
    `(touched) ${chosen(components) || words}`,
  );
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

function rest() {
  become(store.session.id ? "ready" : "off");
}

function show() {
  const directive = store.session.id ? directiveOf(store.last) : null;
  at("device").dataset.model = store.choices.model;
  drawer.show(store.last);
  keepPlace([at("glass"), at("reply")], () => {
    if (hasScreen(store.choices.model)) screen.show(directive);
    offerQuickly(directive);
  });
}

function directiveOf(last) {
  return last?.response.response?.directives?.[0] ?? null;
}

function offerQuickly(directive) {
  if (directive && screen.drawn()) quick.offer(directive.datasources.payload);
  else if (!store.session.id && !hasScreen(store.choices.model)) quick.offerToOpen();
  else quick.nothing();
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
  screen = openScreen(at("glass"), {
    viewer,
    onTouch: touched,
    onOpen: openGuide,
    onPlain: () => offerQuickly(directiveOf(store.last)),
  });
  openChoices(store.choices, { locales, memory, hears: ear.present }, chose);
  at("mic").hidden = at("mic-note").hidden = !ear.present;
  for (const [kind, content] of store.lines) transcript.add(kind, content);
  transcript.add("remark", store.lines.length ? RELOADED : HINT);
  screen.use(store.choices.model);
  show();
  rest();
}

function chose(name) {
  store.save();
  if (name === "locale") line("remark", `From now on: ${nameOf(store.choices.locale)}.`);
  if (name === "aloud" && !store.choices.aloud) pause();
  if (name === "model") {
    screen.use(store.choices.model);
    show();
  }
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
    if (listens()) pause();
    else listen(null);
  });
  at("anew").addEventListener("click", anew);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pause();
  });
}

begin();
