// Asks the server of the page; whatever goes wrong becomes one kind of error that says what to do.

const PATIENCE = 10_000;
// The first turn after an update waits until the speaker has learned its model.
const PATIENCE_OF_TURN = 180_000;

export class Trouble extends Error {}

export function about() {
  return ask("/simulator/about", PATIENCE, {});
}

export function take(turn) {
  return ask("/simulator/say", PATIENCE_OF_TURN, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(turn),
  });
}

async function ask(path, patience, options) {
  const response = await reach(path, patience, options);
  if (response.ok) return response.json();
  const { reason } = await response.json().catch(() => ({}));
  throw new Trouble(
    `The server could not answer (${response.status}${reason ? `: ${reason}` : ""}).`,
  );
}

async function reach(path, patience, options) {
  try {
    return await fetch(path, { ...options, signal: AbortSignal.timeout(patience) });
  } catch {
    throw new Trouble("The server of this page does not answer. Is `make run` still running?");
  }
}
