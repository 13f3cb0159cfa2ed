// Asks the server of the page; whatever goes wrong becomes one kind of error that says what to do.

const PATIENCE = 10_000;

export class Trouble extends Error {}

export function about() {
  return ask("/simulator/about", {});
}

export function take(turn) {
  return ask("/simulator/say", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(turn),
  });
}

async function ask(path, options) {
  const response = await reach(path, options);
  if (response.ok) return response.json();
  const { reason } = await response.json().catch(() => ({}));
  throw new Trouble(
    `The server could not answer (${response.status}${reason ? `: ${reason}` : ""}).`,
  );
}

async function reach(path, options) {
  try {
    return await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Trouble("The server of this page does not answer. Is `make run` still running?");
  }
}
