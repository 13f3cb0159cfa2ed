// What is behind the last turn: what was understood, the evidence, the causes, the rule, the JSON.

import { element } from "./element.js";
import { shareBar } from "./plain.js";

const LATER = "It shows here after the first turn.";
const NOT_NOW = "Not in an emergency: no share makes the call less urgent.";
const ORIGINS = {
  asked: "asked",
  volunteered: "told unasked",
  corrected: "corrected",
  skipped: "skipped",
};

export function openDrawer(drawer, opener, closer) {
  const title = drawer.querySelector("h2");
  const place = drawer.querySelector("#insight");
  const bars = new Map();

  opener.addEventListener("click", () => toggle(drawer.hidden));
  closer.addEventListener("click", () => toggle(false));

  // Where the window is narrow it opens far below what opens it; so the eye and the keyboard follow.
  function toggle(open) {
    drawer.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    (open ? title : opener).focus();
  }

  function show(answer) {
    if (!answer) return place.replaceChildren(element("p", { class: "note" }, LATER));
    const opened = [...place.querySelectorAll("details[open]")].map((one) => one.dataset.name);
    place.replaceChildren(
      ...heard(answer.heard),
      ...(answer.insight
        ? [...level(answer.insight), ...causes(answer.insight), ...evidence(answer.insight)]
        : []),
      json("Request", answer.request, opened),
      json("Response", answer.response, opened),
    );
  }

  // A bar starts where it was after the turn before, so that one sees it move.
  function causes({ level: { id: urgency }, causes: ranked }) {
    const title = element("h3", {}, "Shares of the causes, if it ended now");
    if (urgency === "emergency") return [title, element("p", { class: "note" }, NOT_NOW)];
    const items = ranked.map(({ id, name, share }) => {
      const bar = shareBar(bars.get(id) ?? 0);
      bars.set(id, share);
      requestAnimationFrame(() => bar.style.setProperty("--share", share));
      const percent = element("span", { class: "percent" }, `${Math.round(share * 100)} of 100`);
      return element("li", { class: "cause" }, name, percent, bar);
    });
    return [title, element("ul", {}, ...items)];
  }

  return { show };
}

function heard({ text, intent, slots, act, findings, level }) {
  const rows = [
    ["Said", text ?? "(nothing: a touch, or the speaker itself)"],
    ["Intent", code(intent)],
    ["Slots", listed(slots)],
    ["Act", code(act)],
    ["Findings", listed(findings)],
    ["Urgent by itself", level ?? "no"],
  ];
  const terms = rows.flatMap(([name, value]) => [
    element("dt", {}, name),
    element("dd", {}, value),
  ]);
  return [element("h3", {}, "Understood"), element("dl", {}, ...terms)];
}

function level({ level, rules, doubts }) {
  const items = rules.map(({ id, because, sources }) =>
    element("li", {}, code(id), because ? ` ${because}` : "", ...sources.map(source)),
  );
  const unsure = doubts.map((id) => element("li", {}, code(id), " could not be ruled out."));
  const none = element(
    "li",
    { class: "note" },
    "No rule asks for more than looking after it at home.",
  );
  return [
    element("h3", {}, "Level, and the rule behind it"),
    element("p", {}, element("strong", {}, level.name), " ", code(level.id)),
    element("ul", {}, ...(items.length + unsure.length ? [...items, ...unsure] : [none])),
  ];
}

function source({ title, reference, confidence }) {
  return element("div", { class: "source" }, `${title} (${confidence}): ${reference}`);
}

function evidence({ evidence: statements }) {
  const items = statements.map(({ names, answer, origin }) =>
    element(
      "li",
      {},
      element(
        "span",
        { class: "answer", "data-answer": answer },
        answer === "unsure" ? "not sure" : answer,
      ),
      names.join(" or "),
      element("span", { class: "origin" }, ` (${ORIGINS[origin] ?? origin})`),
    ),
  );
  const none = element("li", { class: "note" }, "Nothing yet.");
  return [
    element("h3", {}, "Evidence so far"),
    element("ul", {}, ...(items.length ? items : [none])),
  ];
}

function json(name, value, opened) {
  return element(
    "details",
    { "data-name": name, open: opened.includes(name) },
    element("summary", {}, `${name} JSON`),
    element("pre", { tabindex: "0", "aria-label": `${name} JSON` }, JSON.stringify(value, null, 2)),
  );
}

function listed(values) {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${name} = ${[value].flat().join(", ")}`,
  );
  return pairs.length ? code(pairs.join("; ")) : "none";
}

function code(text) {
  return element("code", {}, text);
}
